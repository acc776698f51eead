import AnnotationEngine
import Terminal

/// Writes which labels became which: a table of old labels against new ones, or a list where it is too wide.
struct ConfusionRows {
  private let question: String
  private let counts: [String: [String: Int]]
  private let names: [String]
  private let width: Int

  /// - Parameters:
  ///   - counts: As in `DiffReport.confusion`: old label, new label, how many; "" stands for no label.
  ///   - order: The question's values as the project has them.
  init(_ question: String, _ counts: [String: [String: Int]], order: [String], width: Int) {
    self.question = question
    self.counts = counts
    self.width = width
    let all = Set(counts.keys).union(counts.values.flatMap(\.keys))
    names =
      order.filter(all.contains) + all.filter { !order.contains($0) && !$0.isEmpty }.sorted()
      + (all.contains("") ? [""] : [])
  }

  /// Lines of runs, behind a heading; none where nothing changed.
  var lines: [[Span]] {
    guard counts.contains(where: { !$0.value.isEmpty }) else { return [] }
    return isTable ? table : list
  }

  private static func shown(_ name: String) -> String { name.isEmpty ? "no label" : name }

  private var shown: [String] { names.map(Self.shown) }
  private var lead: Int { max(displayWidth(question), shown.map(displayWidth).max() ?? 0) }
  private var isTable: Bool { lead + shown.reduce(0) { $0 + max(5, displayWidth($1)) + 2 } <= width }

  private var table: [[Span]] {
    let widths = shown.map { max(5, displayWidth($0)) }
    var head = [Span(filled(question, lead), .heading)]
    for (name, width) in zip(shown, widths) { head.append(Span("  " + behind(name, width), .dim)) }
    return [head]
      + names.filter { !(counts[$0] ?? [:]).isEmpty }.map { old in
        var line = [Span(filled(Self.shown(old), lead), .dim)]
        for (new, width) in zip(names, widths) {
          let count = counts[old]?[new] ?? 0
          line.append(Span("  " + behind(count == 0 ? "·" : Figures.grouped(count), width), count == 0 ? .dim : .text))
        }
        return line
      }
  }

  private var list: [[Span]] {
    var lines = [[Span(question, .heading)]]
    for old in names {
      for new in names {
        guard let count = counts[old]?[new], count > 0 else { continue }
        lines.append([
          Span("  " + Self.shown(old), .dim), Span(" → ", .key), Span("\(Self.shown(new))  \(Figures.grouped(count))"),
        ])
      }
    }
    return lines
  }

  private func filled(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }
  private func behind(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - displayWidth(text))) + text
  }
}

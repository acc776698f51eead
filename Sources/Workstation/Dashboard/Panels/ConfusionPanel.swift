import AnnotationEngine
import Terminal

/// What was answered where the consensus is something else.
enum ConfusionPanel: PanelKind {
  static let title = "confusion"
  static let restsOnOthers = true
  static let legend =
    "Rows are what the others said of the sample (a reviewer's decision, else the answer that most of the others gave; of "
    + "ratings their median), columns what was answered: nobody is compared with their own vote. The fuller a cell, the "
    + "larger its share of the row."

  static var depth: DashboardDepth { .people }

  static func rows(_ context: PanelContext, columns: Int) -> Int {
    guard let report = counts(context), report.counts.contains(where: { $0.contains { $0 > 0 } }) else { return 2 }
    return report.values.count + 3
  }

  static func summary(_ context: PanelContext) -> String {
    guard let share = share(of: counts(context)) else { return "" }
    return "\(Figures.percent(share)) same"
  }

  static func headline(_ context: PanelContext) -> String {
    let counts = counts(context)
    let whose = context.person ?? "everyone"
    guard let share = share(of: counts) else { return "\(whose): no answer to compare" }
    let all = counts?.counts.reduce(0) { $0 + $1.reduce(0, +) } ?? 0
    return "\(whose): \(Figures.percent(share)) the same n \(Figures.grouped(all))"
  }

  /// Everyone's, or the chosen annotator's.
  static func counts(_ context: PanelContext) -> ConfusionReport? {
    guard let dashboard = context.dashboard else { return nil }
    guard let person = context.person else { return dashboard.confusion }
    return context.report.annotators.first { $0.name == person }?.confusion[dashboard.name]
  }

  private static func share(of report: ConfusionReport?) -> Double? {
    guard let report else { return nil }
    let all = report.counts.reduce(0) { $0 + $1.reduce(0, +) }
    let same = report.counts.enumerated().reduce(0) { sum, row in
      sum + (row.element.indices.contains(row.offset) ? row.element[row.offset] : 0)
    }
    return all > 0 ? Double(same) / Double(all) : nil
  }

  /// A cell off the diagonal: what was answered for what, how often, and of how many.
  struct Slip: Equatable {
    var label: String
    var answer: String
    var count: Int
    var all: Int
    var share: Double { all > 0 ? Double(count) / Double(all) : 0 }
  }

  /// By share, the largest first.
  static func slips(_ report: ConfusionReport) -> [Slip] {
    var found: [Slip] = []
    for (row, counts) in report.counts.enumerated() where row < report.values.count {
      let all = counts.reduce(0, +)
      for (column, count) in counts.enumerated() where column != row && count > 0 && column < report.values.count {
        found.append(Slip(label: report.values[row], answer: report.values[column], count: count, all: all))
      }
    }
    return found.sorted { ($1.share, $1.count, $0.label, $0.answer) < ($0.share, $0.count, $1.label, $1.answer) }
  }

  static func draw(_ context: PanelContext, in frame: inout Frame, _ area: Area, top: Int) {
    guard let report = counts(context), report.counts.contains(where: { $0.contains { $0 > 0 } }) else {
      frame.say("No sample has answers of two people that can be compared, or a reviewer's decision.", in: area)
      return
    }
    let names = report.values
    let lead = min(12, names.map { displayWidth($0) }.max() ?? 0, area.columns / 3)
    let most = report.counts.reduce(0) { max($0, $1.max() ?? 0) }
    let least = 4 + Figures.grouped(most).count
    let room = (area.columns - lead - 1) / max(1, names.count)
    let cell = max(least, min(11, room, (names.map { displayWidth($0) }.max() ?? 0) + 2))
    guard lead + 1 + names.count * cell <= area.columns, names.count < area.rows else {
      drawList(slips(report), in: &frame, area, top: top)
      return
    }
    for (place, name) in names.enumerated() {
      frame.put(
        fitted(name, cell - 2, isNumber: true), row: area.row, column: area.column + lead + 1 + place * cell + 1,
        role: .dim)
    }
    for (line, name) in names.enumerated() {
      let row = area.row + 1 + line
      frame.put(fitted(name, lead), row: row, column: area.column)
      let counts = line < report.counts.count ? report.counts[line] : []
      let all = counts.reduce(0, +)
      for place in names.indices {
        let count = place < counts.count ? counts[place] : 0
        let column = area.column + lead + 1 + place * cell
        let number = count == 0 ? "·" : Figures.grouped(count)
        frame.put(
          fitted(number, cell - 4, isNumber: true), row: row, column: column + 3,
          role: count == 0 ? .dim : .text)
        guard all > 0, count > 0 else { continue }
        let shade = Blocks.shade(max(0.2, Double(count) / Double(all)))
        frame.put(
          String(repeating: shade, count: 2), row: row, column: column + 1, role: place == line ? .barFilled : .warning)
      }
    }
    // The largest slip in words, below.
    let words = slips(report).first.map { "most: \($0.label) answered as \($0.answer), \(figure($0))" } ?? ""
    let rest = area.below(names.count + (area.rows > names.count + 3 ? 2 : 1))
    frame.say(words, in: rest)
  }

  private static func figure(_ slip: Slip) -> String {
    "\(Figures.percent(slip.share)) n \(Figures.grouped(slip.all))"
  }

  /// Too many values for a matrix: the largest slips.
  private static func drawList(_ slips: [Slip], in frame: inout Frame, _ area: Area, top: Int) {
    guard !slips.isEmpty else {
      frame.say("Every answer is what the others said.", in: area)
      return
    }
    let figures = slips.map(figure)
    let widest = figures.map { displayWidth($0) }.max() ?? 0
    let lead = max(
      8, min(slips.map { displayWidth("\($0.label) → \($0.answer)") }.max() ?? 0, area.columns - widest - 2))
    let bar = area.columns - lead - widest - 3
    let shown = slips.dropFirst(top)
    for (line, slip) in shown.prefix(area.rows).enumerated() {
      let row = area.row + line
      frame.put(fitted("\(slip.label) \(Signs.arrow) \(slip.answer)", lead), row: row, column: area.column)
      if bar >= 3 {
        frame.put(Blocks.bar(slip.share, width: bar), row: row, column: area.column + lead + 1, role: .warning)
      }
      frame.putRight([Span(figure(slip), .dim)], row: row, right: area.column + area.columns, from: area.column + lead)
    }
    if shown.count > area.rows { frame.sayMore(shown.count - area.rows + 1, in: area) }
  }

  static func table(_ context: PanelContext) -> DashboardTable {
    let report = counts(context)
    let values = report?.values ?? []
    return DashboardTable(
      [.init("label")] + values.map { .init($0, isNumber: true) } + [.init("n", isNumber: true)],
      rows: zip(values, report?.counts ?? []).map { name, counts in
        [name] + values.indices.map { Figures.grouped($0 < counts.count ? counts[$0] : 0) }
          + [Figures.grouped(counts.reduce(0, +))]
      }, whyEmpty: "there is no answer yet to compare with a consensus")
  }
}

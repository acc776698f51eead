import AnnotationEngine
import LabelStatistics

/// The figures of some answers of a kind, and the items that they rest on.
struct MeasuredPart {
  var items: Int
  var figures: [KindFigure]
}

/// What a kind measures of a pair, a label, a slice or a stretch of time.
struct KindPart {
  /// What it is of, for people; of a label its name.
  var title: String
  /// The same in an answer, before the figures.
  var head: [JSONMember]
  var measured: MeasuredPart

  var json: JSONValue {
    .object(head + [JSONMember("items", .int(measured.items))] + measured.figures.flatMap(\.members))
  }
}

/// A file's agreement, of a kind whose answers are no values from a list: the same members and tables for each.
struct KindReport {
  /// The question: of a file the name of the column of values.
  var name: String
  /// The first line.
  var heading: String
  /// How many there are of what, and the figures of all.
  var counts: [JSONMember]
  var overall: [KindFigure]
  /// What only this kind has; and the same for people.
  var members: [JSONMember] = []
  var text = ""
  var pairs: [KindPart] = []
  var labels: [KindPart] = []
  /// What a label is: a type, an object.
  var label = "label"
  var slices: [KindPart] = []
  var overTime: [KindPart] = []
  var findings: [String] = []
  var bootstrap: BootstrapOptions?
  /// Resamples of each pair, where they are fewer than of all.
  var pairSamples: Int?

  var section: AgreementSection { AgreementSection(name: name, json: json, text: words) }

  // MARK: - In an answer

  private var json: JSONValue {
    var members = counts + overall.flatMap(\.members) + self.members
    members += [
      JSONMember("pairs", .list(pairs) { $0.json }),
      JSONMember("labels", .object(labels.map { JSONMember($0.title, $0.json) })),
    ]
    if !slices.isEmpty { members.append(JSONMember("slices", .list(slices) { $0.json })) }
    if !overTime.isEmpty { members.append(JSONMember("over_time", .list(overTime) { $0.json })) }
    members.append(JSONMember("findings", .list(findings) { .string($0) }))
    members.append(JSONMember("bootstrap", resampling))
    return .object(members)
  }

  /// How intervals were made; null where none were asked for.
  private var resampling: JSONValue {
    guard let bootstrap else { return .null }
    return .object(
      ("samples", .int(bootstrap.samples)), ("seed", .number(String(bootstrap.seed))),
      ("confidence", .double(bootstrap.confidence)), ("pair_samples", .int(pairSamples ?? bootstrap.samples)))
  }

  // MARK: - For people

  private var words: String {
    var lines = FigureLines()
    for figure in overall { lines.add(figure) }
    var text = heading + "\n" + lines.text
    for finding in findings { text += "  ! \(Table.visible(finding))\n" }
    text += self.text
    text += Self.table(label, labels) + Self.table("pair", pairs) + Self.table("slice", slices)
    return text + Self.table("from", overTime)
  }

  /// Of each part its figures, the first with its interval and, over time, with its value so far.
  private static func table(_ what: String, _ parts: [KindPart]) -> String {
    guard let first = parts.first else { return "" }
    var columns: [(String, Table.Side)] = [("  " + what, .left), ("n", .right)]
    let shown = shown(first.measured.figures)
    for (place, figure) in shown.enumerated() {
      columns.append((figure.title, .right))
      if place == 0 { columns.append((hasInterval(parts) ? "95 %" : "", .left)) }
    }
    var table = Table(columns + [("", .left)])
    for part in parts.prefix(Table.most) {
      var cells = ["  " + part.title, Words.grouped(part.measured.items)]
      for (place, figure) in Self.shown(part.measured.figures).enumerated() {
        cells.append(figure.value)
        if place == 0 { cells.append(figure.interval) }
      }
      table.add(cells + [part.measured.figures.lazy.compactMap(\.why).first ?? ""])
    }
    return "\n" + table.text + Table.rest(of: parts.count)
  }

  private static func shown(_ figures: [KindFigure]) -> [KindFigure] {
    figures.filter { !$0.isSoFar } + figures.filter(\.isSoFar).prefix(1)
  }

  private static func hasInterval(_ parts: [KindPart]) -> Bool {
    parts.contains { $0.measured.figures.first?.figure.interval != nil }
  }
}

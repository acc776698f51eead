import AnnotationEngine
import Interchange
import LabelStatistics

/// A figure as an answer shows it: by its name in JSON and by its title to people.
struct KindFigure {
  enum Style { case coefficient, percent }

  var name: String
  var title: String
  var figure: Figure
  var style = Style.coefficient
  /// Whether it is of all answers up to some moment.
  var isSoFar = false
  /// Why it was not computed; else the figure knows why it has no value, or has one by definition.
  var reason: String?

  init(_ name: String, _ title: String, _ figure: Figure, _ style: Style = .coefficient, reason: String? = nil) {
    (self.name, self.title, self.figure, self.style, self.reason) = (name, title, figure, style, reason)
  }

  var why: String? { reason ?? figure.why?.explanation }

  /// The figure, why it has no value or has one by definition, and its interval.
  var members: [JSONMember] {
    var members = [JSONMember(name, .double(figure.value))]
    if figure.value == nil || why != nil { members.append(JSONMember(name + "_why", .text(why))) }
    if let interval = figure.interval {
      members.append(JSONMember(name + "_interval", .array([.double(interval.low), .double(interval.high)])))
    }
    return members
  }

  /// The same figure of the answers up to some moment.
  var soFar: KindFigure {
    var soFar = self
    soFar.name += "_so_far"
    (soFar.title, soFar.isSoFar) = ("so far", true)
    return soFar
  }

  var value: String { word(figure.value) }

  /// "0.549 to 0.647", or nothing.
  var interval: String { figure.interval.map { "\(word($0.low)) to \(word($0.high))" } ?? "" }

  private func word(_ value: Double?) -> String {
    switch style {
    case .coefficient: Words.figure(value)
    case .percent: Words.percent(value)
    }
  }
}

/// Figures of one subject, as members of an answer and as lines of text.
struct FigureLines {
  private(set) var members: [JSONMember] = []
  private(set) var text = ""

  /// A figure with its interval, and why it has no value or has one by definition.
  mutating func add(_ figure: KindFigure) {
    members += figure.members
    text += "  " + figure.title + String(repeating: " ", count: max(1, 20 - figure.title.count)) + figure.value
    if !figure.interval.isEmpty { text += "  " + figure.interval }
    text += (figure.why.map { "  (\($0))" } ?? "") + "\n"
  }

  mutating func add(_ name: String, _ title: String, _ figure: Figure) { add(KindFigure(name, title, figure)) }

  static func members(_ name: String, _ figure: Figure) -> [JSONMember] { KindFigure(name, "", figure).members }
}

/// What one should know of a file of answers: those given twice, and rows without a value.
func crowdFindings(_ table: CrowdTable) -> [String] {
  var findings: [String] = []
  if !table.repeats.isEmpty {
    let shown = table.repeats.prefix(5).map { "\(table.items[$0.item]) by \(table.annotators[$0.annotator])" }
    let more =
      table.repeats.count > shown.count ? " and \(Words.grouped(table.repeats.count - shown.count)) more" : ""
    findings.append(
      "the same annotator answered one item more than once \(Words.count(table.repeats.count, "time")), "
        + "\(Words.grouped(table.repeats.count { $0.differ })) of them with different values; only the last row counts: "
        + shown.joined(separator: ", ") + more)
  }
  if table.withoutValue > 0 {
    findings.append("\(Words.count(table.withoutValue, "row")) without a value left out")
  }
  for name in table.values where namesOfNothing.contains(name) {
    findings.append("“\(name)” is taken for a value; leave its rows out if it means that there is none")
  }
  return findings + lookalikes(table.annotators, "annotators") + lookalikes(table.values, "values")
}

/// What some programs write for a value that is missing, and others read as that.
private let namesOfNothing: Set = ["NA", "N/A", "NaN", "nan", "NULL", "null"]

/// Names that nobody can tell apart on a screen: they differ only in blanks around them, or in how letters are encoded.
private func lookalikes(_ names: Names, _ what: String) -> [String] {
  // Texts are no names.
  if names.count > 10_000 { return [] }
  // Strings that are canonically equivalent are equal: UAX #15.
  let alike = Dictionary(grouping: names) { name in name.split(separator: " ").joined(separator: " ") }
  return alike.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }.prefix(5).map { names in
    names.map { "“\($0)”" }.joined(separator: " and ")
      + " are \(names.count) \(what) here: they differ only in blanks, or in how letters are encoded"
  }
}

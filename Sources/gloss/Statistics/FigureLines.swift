import AnnotationEngine
import Interchange
import LabelStatistics

/// Figures of one subject by name, as members of an answer and as lines of text.
struct FigureLines {
  private(set) var members: [JSONMember] = []
  private(set) var text = ""

  /// A figure with its interval, and why it has no value or has one by definition.
  mutating func add(_ name: String, _ title: String, _ figure: Figure, asPercent: Bool = false) {
    members += Self.members(name, figure)
    let value = asPercent ? Words.percent(figure.value) : Words.figure(figure.value)
    text += "  " + title + String(repeating: " ", count: max(1, 20 - title.count)) + value
    if let interval = figure.interval {
      text +=
        asPercent
        ? "  \(Words.percent(interval.low)) to \(Words.percent(interval.high))"
        : "  \(Words.figure(interval.low)) to \(Words.figure(interval.high))"
    }
    text += (figure.why.map { "  (\($0.explanation))" } ?? "") + "\n"
  }

  static func members(_ name: String, _ figure: Figure) -> [JSONMember] {
    var members = [JSONMember(name, .double(figure.value))]
    if figure.value == nil || figure.why != nil {
      members.append(JSONMember(name + "_why", .text(figure.why?.explanation)))
    }
    if let interval = figure.interval {
      members.append(
        JSONMember(name + "_interval", .array([.double(interval.low), .double(interval.high)])))
    }
    return members
  }

  /// How intervals were made; null where none were asked for.
  static func bootstrap(_ options: BootstrapOptions?) -> JSONMember {
    JSONMember(
      "bootstrap",
      options.map {
        .object(
          ("samples", .int($0.samples)), ("seed", .number(String($0.seed))),
          ("confidence", .double($0.confidence)))
      } ?? .null)
  }
}

/// The interval of a figure over items, each item's part given by its number and how often it was drawn.
func withInterval(
  _ figure: Figure, itemCount: Int, _ options: BootstrapOptions?, _ resampled: ([Int]) -> Double?
) -> Figure {
  guard let options, figure.value != nil else { return figure }
  var figure = figure
  figure.interval = bootstrapInterval(itemCount: itemCount, options: options, figure: resampled)
  return figure
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
  return findings
}

import AnnotationEngine
import Interchange
import LabelStatistics

/// Methods on texts: a row an item, its label one text out of all.
enum TextMethods {
  static let rover = "rover-text"

  /// Words are what white space parts; the text has one space between them.
  @Sendable
  static func roverOfWords(_ request: FileMethodRequest) throws -> FileMethodOutcome {
    var columns = try CrowdColumns(map: request.map)
    columns.takesEmptyValues = true
    let table = try CrowdTable(path: request.path, columns: columns)
    let parted = table.values.map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
    let words = Names(Array(parted.joined()))
    let sequences = parted.map { $0.compactMap { words.number(of: $0).map { Int32($0) } } }
    var counts = [TextCounts](repeating: TextCounts(), count: table.annotators.count)
    var rows: [(sample: String, label: String, confidence: Double)] = []
    var ties = 0
    let ratings = table.ratings
    var start = 0
    while start < ratings.items.count {
      let item = ratings.items[start]
      let end = ratings.items[start...].firstIndex { $0 != item } ?? ratings.items.count
      let vote = roverOfSequences((start..<end).map { sequences[Int(ratings.values[$0])] })
      ties += vote.ties
      let text = vote.words.map { words[Int($0)] }.joined(separator: " ")
      rows.append((table.items[Int(item)], text, vote.confidence))
      for row in start..<end {
        counts[Int(ratings.annotators[row])].add(points(table.values[Int(ratings.values[row])]), points(text))
      }
      start = end
    }
    let (annotators, annotatorTable) = annotators(table, counts)
    return FileMethodOutcome(
      warnings: warnings(table, ties: ties), annotators: annotators, members: [JSONMember("ties", .int(ties))],
      text: annotatorTable, rows: rows)
  }

  private static func points(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  private static func warnings(_ table: CrowdTable, ties: Int) -> [String] {
    let findings = crowdFindings(table)
    if ties == 0 { return findings }
    return findings + [
      "annotators are split evenly on \(Words.count(ties, "word")); what the first of them by name wrote is taken"
    ]
  }

  /// How far each is from the text of all.
  private static func annotators(_ table: CrowdTable, _ counts: [TextCounts]) -> (json: [JSONValue], table: String) {
    var lines = Table([
      ("  annotator", .left), ("answers", .right), ("same as all", .right), ("character errors", .right),
    ])
    let json = zip(table.annotators, counts).map { name, counts -> JSONValue in
      lines.add([
        "  " + name, Words.grouped(counts.pairs), Words.percent(counts.exact.value),
        Words.percent(counts.errorRate.value),
      ])
      return .object(
        [JSONMember("name", .string(name)), JSONMember("answers", .int(counts.pairs))]
          + FigureLines.members("exact", counts.exact)
          + FigureLines.members("character_error_rate", counts.errorRate))
    }
    return (json, lines.text)
  }
}

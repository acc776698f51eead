import AnnotationEngine
import LabelStatistics

/// Pairwise comparisons: a CSV or TSV file with a row a comparison and the columns of crowd-kit, `worker`, `left`, `right` and
/// `label`, which names the winner; `left`, `right`, `tie`, `=` or an empty cell are taken, too, where no object is called so.
public struct ComparisonFile: Sendable {
  public let file: String
  public let objects: Names
  public let annotators: Names
  public let comparisons: Comparisons
  /// Columns of the annotator, the two objects and the winner.
  public let columns: [String]
  /// Comparisons of the same two objects by the same annotator beyond the first.
  public let repeats: Int

  /// `map` names columns: annotator, left, right, value.
  ///
  /// - Throws: `unknownColumn`, `badRecords`, `io`.
  public init(path: String, map: [String: String] = [:]) throws(EngineError) {
    for name in map.keys.sorted() where !Self.usual.contains(where: { $0.role == name }) {
      throw .invalidName(name, problem: "a file of comparisons is mapped by annotator, left, right and value")
    }
    let format = path == "-" ? SampleFormat.csv : try SampleFormat.choose(nil, path: path)
    guard format == .csv || format == .tsv else { throw .unknownFormat(format.rawValue, known: ["csv", "tsv"]) }
    let usualNames = Self.usual.flatMap(\.names) + map.values.sorted()
    var table = try DelimitedTable(try InputFile(path: path), format, TableLayout(), wanted: usualNames)
    file = table.name
    var columns: [Int] = []
    for (role, names) in Self.usual {
      let known = table.columns
      if let given = map[role] {
        columns.append(try table.requiredColumn(given))
      } else if let found = names.compactMap({ name in known.firstIndex { $0.lowercased() == name } }).first {
        columns.append(found)
      } else {
        throw .unknownColumn(names.joined(separator: ", "), known: known, file: table.name)
      }
    }
    var rows: [Row] = []
    reading: while true {
      switch try table.next() {
      case .end: break reading
      case .bad(let record): throw .badRecords(file: file, first: record, count: 1)
      case .record:
        let cells = columns.map { table.records.text(table.records.cells[$0]) }
        guard let row = Row(cells) else {
          let reason = "\"\(cells[3])\" is neither \"\(cells[1])\" nor \"\(cells[2])\", nor left, right or tie"
          throw .badRecords(file: file, first: table.records.bad(Row.problem(cells) ?? reason), count: 1)
        }
        rows.append(row)
      }
    }
    let objects = Names(rows.flatMap { [$0.left, $0.right] })
    let annotators = Names(rows.map(\.annotator))
    (self.objects, self.annotators) = (objects, annotators)
    self.columns = columns.map { table.columns[$0] }
    comparisons = Comparisons(
      rows.compactMap { row in
        guard let annotator = annotators.number(of: row.annotator), let left = objects.number(of: row.left),
          let right = objects.number(of: row.right)
        else { return nil }
        return Comparison(
          annotator: Int32(annotator), left: Int32(left), right: Int32(right), outcome: row.outcome)
      }, objectCount: objects.count, annotatorCount: annotators.count)
    repeats = rows.count - comparisons.ratings.items.count
  }

  private static let usual: [(role: String, names: [String])] = [
    ("annotator", ["worker", "annotator", "rater", "user"]), ("left", ["left"]), ("right", ["right"]),
    ("value", ["label", "winner", "value", "answer", "response"]),
  ]

  private struct Row {
    var annotator: String
    var left: String
    var right: String
    var outcome: Comparison.Outcome

    init?(_ cells: [String]) {
      (annotator, left, right) = (cells[0], cells[1], cells[2])
      if annotator.isEmpty || left.isEmpty || right.isEmpty || left.hasBytes(of: right) { return nil }
      if cells[3].hasBytes(of: left) {
        outcome = .left
      } else if cells[3].hasBytes(of: right) {
        outcome = .right
      } else {
        switch cells[3] {
        case "left": outcome = .left
        case "right": outcome = .right
        case "tie", "=", "": outcome = .tie
        default: return nil
        }
      }
    }

    static func problem(_ cells: [String]) -> String? {
      if cells[0].isEmpty { return "the cell of the annotator is empty" }
      if cells[1].isEmpty || cells[2].isEmpty { return "a comparison needs two objects" }
      return cells[1].hasBytes(of: cells[2]) ? "\"\(cells[1])\" is compared with itself" : nil
    }
  }
}

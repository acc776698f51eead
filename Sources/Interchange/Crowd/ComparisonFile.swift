import AnnotationEngine
import LabelStatistics

/// Pairwise comparisons: a CSV or TSV file with a row a comparison and the columns of crowd-kit, `worker`, `left`, `right` and
/// `label`, which names the winner; `left`, `right`, `tie`, `=` or an empty cell are taken, too, where no object is called so.
public struct ComparisonFile: Sendable {
  /// The file as people call it.
  public let file: String
  /// What was compared.
  public let objects: Names
  public let annotators: Names
  /// In the order of the rows.
  public let rows: [Comparison]
  /// Columns of the annotator, the two objects and the winner.
  public let columns: [String]
  /// The column that says when, where there is one.
  public let time: String?
  /// Cells of the further columns and of time, by name, one a row.
  public let others: [String: CrowdTable.Column]

  /// All of them.
  public var comparisons: Comparisons { comparisons(at: Array(rows.indices)) }

  /// Those of some rows, with the numbers that objects and annotators have in the whole file.
  public func comparisons(at places: [Int]) -> Comparisons {
    Comparisons(places.map { rows[$0] }, objectCount: objects.count, annotatorCount: annotators.count)
  }

  /// `map` names columns: annotator, left, right, value, time. `others` are further columns that are to be read.
  ///
  /// - Throws: `unknownColumn`, `badRecords`, `io`.
  public init(path: String, map: [String: String] = [:], others: [String] = []) throws(EngineError) {
    for name in map.keys.sorted() where name != "time" && !Self.usual.contains(where: { $0.role == name }) {
      throw .invalidName(name, problem: "a file of comparisons is mapped by annotator, left, right, value and time")
    }
    let format = path == "-" ? SampleFormat.csv : try SampleFormat.choose(nil, path: path)
    guard format == .csv || format == .tsv else { throw .unknownFormat(format.rawValue, known: ["csv", "tsv"]) }
    let usualNames = Self.usual.flatMap(\.names) + map.values.sorted()
    var table = try DelimitedTable(try InputFile(path: path), format, TableLayout(), wanted: usualNames)
    file = table.name
    let columns = try Self.columns(of: table, map)
    let time = try Self.time(of: table, map)
    let (read, others) = try Self.read(&table, columns, others + [time].compactMap { $0 })
    let objects = Names(read.flatMap { [$0.left, $0.right] })
    let annotators = Names(read.map(\.annotator))
    (self.objects, self.annotators, self.time, self.others) = (objects, annotators, time, others)
    self.columns = columns.map { table.columns[$0] }
    rows = read.compactMap { row in
      guard let annotator = annotators.number(of: row.annotator), let left = objects.number(of: row.left),
        let right = objects.number(of: row.right)
      else { return nil }
      return Comparison(annotator: Int32(annotator), left: Int32(left), right: Int32(right), outcome: row.outcome)
    }
  }

  /// The places of the annotator, the two objects and the winner.
  private static func columns(of table: DelimitedTable, _ map: [String: String]) throws(EngineError) -> [Int] {
    var columns: [Int] = []
    for (role, names) in usual {
      let known = table.columns
      if let given = map[role] {
        columns.append(try table.requiredColumn(given))
      } else if let found = names.compactMap({ name in known.firstIndex { $0.lowercased() == name } }).first {
        columns.append(found)
      } else {
        throw .unknownColumn(names.joined(separator: ", "), known: known, file: table.name)
      }
    }
    return columns
  }

  private static func time(of table: DelimitedTable, _ map: [String: String]) throws(EngineError) -> String? {
    if let given = map["time"] { return table.columns[try table.requiredColumn(given)] }
    return CrowdColumns.timeNames.compactMap { name in table.columns.first { $0.lowercased() == name } }.first
  }

  private static func read(
    _ table: inout DelimitedTable, _ columns: [Int], _ others: [String]
  ) throws(EngineError) -> (rows: [Row], others: [String: CrowdTable.Column]) {
    var rows: [Row] = []
    var cells: [String: CellColumn] = [:]
    var places: [(name: String, place: Int)] = []
    for name in others where cells[name] == nil {
      places.append((name, try table.requiredColumn(name)))
      cells[name] = CellColumn()
    }
    while true {
      switch try table.next() {
      case .end: return (rows, cells.mapValues(\.column))
      case .bad(let record): throw .badRecords(file: table.name, first: record, count: 1)
      case .record:
        let texts = columns.map { table.records.text(table.records.cells[$0]) }
        guard let row = Row(texts) else {
          let reason = "\"\(texts[3])\" is neither \"\(texts[1])\" nor \"\(texts[2])\", nor left, right or tie"
          throw .badRecords(file: table.name, first: table.records.bad(Row.problem(texts) ?? reason), count: 1)
        }
        rows.append(row)
        for (name, place) in places {
          cells[name]?.add(table.records.text(table.records.cells[place]), line: table.records.line)
        }
      }
    }
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

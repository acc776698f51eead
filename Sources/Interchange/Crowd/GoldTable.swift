import AnnotationEngine

/// The known values of items as a file has them: a row an item.
public struct GoldTable: Sendable {
  /// The file as people call it.
  public let file: String
  /// By the bytes of the item's name; of several rows of one item the last counts.
  private var values: [[UInt8]: String] = [:]
  /// Rows without a value, or of an item that had one.
  public private(set) var passedOver = 0

  /// Items with a known value.
  public var count: Int { values.count }

  /// The known value of an item.
  public subscript(item: String) -> String? { values[Array(item.utf8)] }

  /// Reads a CSV, TSV or JSON Lines file, told by its ending. `columns` are those of the answers: their names for the item
  /// and the value are taken where this file has them, else the usual ones.
  ///
  /// - Throws: `unknownFormat` for an ending of no table, `unknownColumn`, `badRecords`, `io`.
  public init(path: String, columns: CrowdColumns = CrowdColumns()) throws(EngineError) {
    let format = try SampleFormat.chooseTable(path: path)
    let input = try InputFile(path: path)
    file = input.name
    switch format {
    case .csv, .tsv: try read(delimited: input, format, columns)
    case .jsonl: try read(jsonLines: input, columns)
    case .lines, .text: throw .unknownFormat(format.rawValue, known: ["csv", "jsonl", "tsv"])
    }
  }

  private mutating func read(
    delimited input: InputFile, _ format: SampleFormat, _ columns: CrowdColumns
  ) throws(EngineError) {
    let wanted = [columns.sample, columns.value].compactMap { $0 } + CrowdColumns.usualNames
    var table = try DelimitedTable(input, format, TableLayout(), wanted: wanted)
    let names = try columns.foundForGold(in: table.columns, file: file)
    let places = (try table.requiredColumn(names.sample), try table.requiredColumn(names.value))
    while true {
      switch try table.next() {
      case .end: return
      case .bad(let record): throw .badRecords(file: file, first: record, count: 1)
      case .record:
        let cells = table.records.cells
        take(table.records.text(cells[places.0]), table.records.text(cells[places.1]))
      }
    }
  }

  private mutating func read(jsonLines input: InputFile, _ columns: CrowdColumns) throws(EngineError) {
    var lines = ObjectLines(input)
    while let (value, members) = try lines.next() {
      let names = try columns.foundForGold(in: members.map(\.name), file: file)
      take(value[names.sample]?.cellText ?? "", value[names.value]?.cellText ?? "")
    }
  }

  private mutating func take(_ item: String, _ value: String) {
    if item.isEmpty || value.isEmpty {
      passedOver += 1
    } else if values.updateValue(value, forKey: Array(item.utf8)) != nil {
      passedOver += 1
    }
  }
}

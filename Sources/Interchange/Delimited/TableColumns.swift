import AnnotationEngine

/// Whole columns of a CSV or TSV file, as texts: for files of some thousand rows that are worked on in memory.
public struct TableColumns: Sendable {
  public let file: String
  /// Names of the file's columns; 1, 2, 3 … where it has no header.
  public let names: [String]
  /// By column, the cells of all rows.
  private var cells: [[String]]

  public var rows: Int { cells.first?.count ?? 0 }

  /// Reads all of it. `wanted` are names that help to tell the delimiter.
  ///
  /// - Throws: `badRecords` for the first row that cannot be read, `io`.
  public init(path: String, layout: TableLayout = TableLayout(), wanted: [String] = []) throws(EngineError) {
    let format: SampleFormat = path.lowercased().hasSuffix(".tsv") ? .tsv : .csv
    var table = try DelimitedTable(try InputFile(path: path), format, layout, wanted: wanted)
    file = path
    names = table.columns
    cells = names.map { _ in [] }
    while true {
      switch try table.next() {
      case .end: return
      case .bad(let record): throw .badRecords(file: path, first: record, count: 1)
      case .record:
        for column in cells.indices { cells[column].append(table.records.text(table.records.cells[column])) }
      }
    }
  }

  /// The cells of the column at a place of `names`.
  public func column(at place: Int) -> [String] { cells[place] }

  /// The cells of a column. Throws `unknownColumn`.
  public func column(_ name: String) throws(EngineError) -> [String] {
    guard let place = names.firstIndex(of: name) else { throw .unknownColumn(name, known: names, file: file) }
    return cells[place]
  }
}

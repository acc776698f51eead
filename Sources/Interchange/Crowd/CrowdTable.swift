import AnnotationEngine
import LabelStatistics

/// The answers of a crowd as a file has them: a row an answer, with the names of an item, of an annotator and of a value.
public struct CrowdTable: Sendable {
  /// The file as people call it.
  public let file: String
  /// The columns that were read.
  public let columns: CrowdColumns
  /// Names by their numbers in `ratings`.
  public let items: Names
  public let annotators: Names
  public let values: Names
  /// In ascending order of item and annotator, by their names: the order of the rows does not show.
  public let ratings: Ratings
  /// Cells of the further columns and of time, by name: names, and the number of each rating's cell.
  public let others: [String: Column]
  /// Where one annotator answered for one item more than once; the last row counts.
  public let repeats: [Repeat]
  /// Rows without a value: no answers.
  public let withoutValue: Int

  /// A column's cells, one a rating.
  public struct Column: Sendable {
    /// What stands in the cells.
    public let names: Names
    /// The name of each rating.
    public let numbers: [Int32]
  }

  /// An annotator who answered for an item more than once.
  public struct Repeat: Equatable, Sendable {
    /// By their numbers among the names.
    public let item: Int
    public let annotator: Int
    /// Rows in all.
    public let rows: Int
    /// Whether they give more than one value.
    public let differ: Bool
  }

  /// Reads a CSV, TSV or JSON Lines file, told by its ending; standard input ("-") is JSON Lines where it begins with "{",
  /// else CSV. A row that cannot be read ends it. About 0.1 s a million rows.
  ///
  /// - Throws: `unknownFormat` for an ending of no table, `unknownColumn`, `invalidName` where one column is named for two of
  ///   sample, annotator and value, `badRecords`, `io`.
  public init(path: String, columns: CrowdColumns = CrowdColumns()) throws(EngineError) {
    let named = path == "-" ? nil : try SampleFormat.chooseTable(path: path)
    let input = try InputFile(path: path, wholeFile: true)
    let isObjects = named == nil ? try input.beginsWithObject() : false
    let format = named ?? (isObjects ? .jsonl : .csv)
    let rows: CrowdRows
    switch format {
    case .csv, .tsv: rows = try CrowdRows(delimited: input, format, columns)
    case .jsonl: rows = try CrowdRows(jsonLines: input, columns)
    case .lines, .text: throw .unknownFormat(format.rawValue, known: ["csv", "jsonl", "tsv"])
    }
    self.init(rows, file: input.name)
  }

  init(_ rows: CrowdRows, file: String) {
    self.file = file
    columns = rows.columns
    withoutValue = rows.withoutValue
    let merged = rows.names.indices.map { column in
      SortedCells.merged(rows.parts.map { $0.cells[column].sorted }, lines: rows.lines)
    }
    (items, annotators, values) = (merged[0].names, merged[1].names, merged[2].names)
    let beside = rows.names.indices.filter { rows.wantsBeside(rows.names[$0]) }
    let kept = AnswersInOrder(
      rows.parts, merged.map(\.numbers), itemCount: items.count, withRows: !beside.isEmpty)
    repeats = kept.repeats
    ratings = Ratings(
      items: kept.items, annotators: kept.annotators, values: kept.values, itemCount: items.count,
      annotatorCount: annotators.count, valueCount: values.count)
    // One that names the item, the annotator or the value may be asked for, too.
    var others: [String: Column] = [:]
    for column in beside {
      var ofRow: [Int32] = []
      for (part, numbers) in zip(rows.parts, merged[column].numbers) {
        ofRow += part.cells[column].rows.lazy.map { numbers[Int($0)] }
      }
      others[rows.names[column]] = Column(
        names: merged[column].names, numbers: kept.rows.map { ofRow[Int($0)] })
    }
    self.others = others
  }
}

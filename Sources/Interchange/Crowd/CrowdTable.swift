import AnnotationEngine
import LabelStatistics

/// The answers of a crowd as a file has them: a row an answer, with the names of an item, of an annotator and of a value.
public struct CrowdTable: Sendable {
  /// The file as people call it.
  public let file: String
  /// The columns that were read.
  public let columns: CrowdColumns
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
    public let names: Names
    /// The name of each rating.
    public let numbers: [Int32]
  }

  /// An annotator who answered for an item more than once.
  public struct Repeat: Equatable, Sendable {
    public let item: Int
    public let annotator: Int
    /// Rows in all.
    public let rows: Int
    /// Whether they give more than one value.
    public let differ: Bool
  }

  /// Reads a CSV, TSV or JSON Lines file, told by its ending; standard input ("-") is JSON Lines where it begins with "{",
  /// else CSV. A row that cannot be read
  /// ends it. About 0.1 s a million rows.
  ///
  /// - Throws: `unknownColumn`, `badRecords`, `io`.
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
    let (items, itemPlaces) = rows.cells[0].numbers.sorted()
    let (annotators, annotatorPlaces) = rows.cells[1].numbers.sorted()
    let (values, valuePlaces) = rows.cells[2].numbers.sorted()
    (self.items, self.annotators, self.values) = (items, annotators, values)
    let kept = SortedRows(
      items: (rows.cells[0].rows, itemPlaces), annotators: (rows.cells[1].rows, annotatorPlaces),
      values: (rows.cells[2].rows, valuePlaces), itemCount: items.count
    ).kept
    repeats = kept.repeats
    ratings = Ratings(
      items: kept.items, annotators: kept.annotators, values: kept.values, itemCount: items.count,
      annotatorCount: annotators.count, valueCount: values.count)
    // One that names the item, the annotator or the value may be asked for, too.
    var others: [String: Column] = [:]
    for cells in rows.cells where rows.wantsBeside(cells.name) {
      let (names, places) = cells.numbers.sorted()
      others[cells.name] = Column(names: names, numbers: kept.rows.map { places[Int(cells.rows[Int($0)])] })
    }
    self.others = others
  }
}

/// Rows in ascending order of item and annotator; those of one annotator on one item in the file's order.
private struct SortedRows {
  /// A column's numbers by first sight, and their places by name.
  typealias Column = (rows: [Int32], places: [Int32])

  private struct Entry {
    var annotator: Int32
    var value: Int32
    var row: Int32
  }
  /// Item i has entries[starts[i]..<starts[i + 1]].
  private var starts: [Int]
  private var entries: [Entry]

  init(items: Column, annotators: Column, values: Column, itemCount: Int) {
    var starts = [Int](repeating: 0, count: itemCount + 1)
    for item in items.rows { starts[Int(items.places[Int(item)]) + 1] += 1 }
    for item in 1..<starts.count { starts[item] += starts[item - 1] }
    var next = starts
    entries = [Entry](unsafeUninitializedCapacity: items.rows.count) { entries, count in
      for row in items.rows.indices {
        let item = Int(items.places[Int(items.rows[row])])
        let entry = Entry(
          annotator: annotators.places[Int(annotators.rows[row])], value: values.places[Int(values.rows[row])],
          row: Int32(row))
        entries.initializeElement(at: next[item], to: entry)
        next[item] += 1
      }
      count = items.rows.count
      for item in 1..<starts.count {
        Self.sort(UnsafeMutableBufferPointer(rebasing: entries[starts[item - 1]..<starts[item]]))
      }
    }
    self.starts = starts
  }

  /// By annotator, then by row. Few of one item as a rule: each is put in its place among those before it.
  private static func sort(_ entries: UnsafeMutableBufferPointer<Entry>) {
    var entries = entries
    if entries.count > 40 {
      entries.sort { ($0.annotator, $0.row) < ($1.annotator, $1.row) }
      return
    }
    for index in 1..<max(1, entries.count) {
      let entry = entries[index]
      var place = index
      while place > 0, entries[place - 1].annotator > entry.annotator {
        entries[place] = entries[place - 1]
        place -= 1
      }
      entries[place] = entry
    }
  }

  /// What counts: the last row of each annotator on each item; and where there was more than one.
  struct Kept {
    var items: [Int32] = []
    var annotators: [Int32] = []
    var values: [Int32] = []
    /// The row of each.
    var rows: [Int32] = []
    var repeats: [CrowdTable.Repeat] = []
  }

  var kept: Kept {
    var kept = Kept()
    kept.items.reserveCapacity(entries.count)
    kept.annotators.reserveCapacity(entries.count)
    kept.values.reserveCapacity(entries.count)
    kept.rows.reserveCapacity(entries.count)
    for item in 1..<starts.count {
      var start = starts[item - 1]
      while start < starts[item] {
        var end = start + 1
        while end < starts[item], entries[end].annotator == entries[start].annotator { end += 1 }
        let last = entries[end - 1]
        kept.items.append(Int32(item - 1))
        kept.annotators.append(last.annotator)
        kept.values.append(last.value)
        kept.rows.append(last.row)
        if end - start > 1 {
          kept.repeats.append(
            CrowdTable.Repeat(
              item: item - 1, annotator: Int(last.annotator), rows: end - start,
              differ: entries[start..<end].contains { $0.value != last.value }))
        }
        start = end
      }
    }
    return kept
  }
}

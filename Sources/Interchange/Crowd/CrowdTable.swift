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

  public struct Column: Sendable {
    public let names: Names
    /// The name of each rating.
    public let numbers: [Int32]
  }

  public struct Repeat: Equatable, Sendable {
    public let item: Int
    public let annotator: Int
    /// Rows in all.
    public let rows: Int
    /// Whether they give more than one value.
    public let differ: Bool
  }

  /// Reads a CSV, TSV or JSON Lines file, told by its ending ("-" is standard input, as CSV). A row that cannot be read
  /// ends it. About 0.1 s a million rows.
  ///
  /// - Throws: `unknownColumn`, `badRecords`, `io`.
  public init(path: String, columns: CrowdColumns = CrowdColumns()) throws(EngineError) {
    let format = path == "-" ? SampleFormat.csv : try SampleFormat.choose(nil, path: path)
    let input = try InputFile(path: path)
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
    let sorted = SortedRows(
      items: rows.cells[0].rows, itemPlaces, annotators: rows.cells[1].rows, annotatorPlaces, itemCount: items.count)
    let kept = sorted.kept(rows.cells[2].rows)
    repeats = kept.repeats
    let (itemRows, annotatorRows, valueRows) = (rows.cells[0].rows, rows.cells[1].rows, rows.cells[2].rows)
    ratings = Ratings(
      items: kept.rows.map { itemPlaces[Int(itemRows[Int($0)])] },
      annotators: kept.rows.map { annotatorPlaces[Int(annotatorRows[Int($0)])] },
      values: kept.rows.map { valuePlaces[Int(valueRows[Int($0)])] },
      itemCount: items.count, annotatorCount: annotators.count, valueCount: values.count)
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
  private struct Entry {
    var item: Int32
    var annotator: Int32
    var row: Int32
  }
  private var entries: [Entry]

  init(items: [Int32], _ itemPlaces: [Int32], annotators: [Int32], _ annotatorPlaces: [Int32], itemCount: Int) {
    var next = [Int](repeating: 0, count: itemCount + 1)
    for item in items { next[Int(itemPlaces[Int(item)]) + 1] += 1 }
    for item in 1..<next.count { next[item] += next[item - 1] }
    entries = [Entry](repeating: Entry(item: 0, annotator: 0, row: 0), count: items.count)
    entries.withUnsafeMutableBufferPointer { entries in
      next.withUnsafeMutableBufferPointer { next in
        for row in items.indices {
          let item = itemPlaces[Int(items[row])]
          entries[next[Int(item)]] = Entry(
            item: item, annotator: annotatorPlaces[Int(annotators[row])], row: Int32(row))
          next[Int(item)] += 1
        }
      }
      var start = 0
      while start < entries.count {
        var end = start + 1
        while end < entries.count, entries[end].item == entries[start].item { end += 1 }
        Self.sort(UnsafeMutableBufferPointer(rebasing: entries[start..<end]))
        start = end
      }
    }
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

  /// The last row of each annotator on each item, and where there was more than one.
  func kept(_ values: [Int32]) -> (rows: [Int32], repeats: [CrowdTable.Repeat]) {
    var rows: [Int32] = []
    rows.reserveCapacity(entries.count)
    var repeats: [CrowdTable.Repeat] = []
    var start = 0
    while start < entries.count {
      let entry = entries[start]
      var end = start + 1
      while end < entries.count, entries[end].item == entry.item, entries[end].annotator == entry.annotator { end += 1 }
      rows.append(entries[end - 1].row)
      if end - start > 1 {
        let first = values[Int(entry.row)]
        repeats.append(
          CrowdTable.Repeat(
            item: Int(entry.item), annotator: Int(entry.annotator), rows: end - start,
            differ: entries[start..<end].contains { values[Int($0.row)] != first }))
      }
      start = end
    }
    return (rows, repeats)
  }
}

import AnnotationEngine

/// A CSV or TSV file whose columns are known: its header is read, its rows come one by one.
struct DelimitedTable {
  let name: String
  private let input: InputFile
  private(set) var records: DelimitedRecords
  /// Names of the columns.
  private(set) var columns: [String] = []
  /// The first record of a file without header, which named the columns by its length and is still to be given.
  private var holdsFirst = false

  /// `wanted`: columns that are looked for, to tell the delimiter by.
  init(_ input: InputFile, _ format: SampleFormat, _ layout: TableLayout, wanted: [String]) throws(EngineError) {
    self.input = input
    name = input.name
    let delimiter: UInt8 =
      if let given = layout.delimiter { given } else if format == .tsv { 0x09 } else {
        try DelimitedTable.delimiter(of: input, wanted: wanted)
      }
    records = DelimitedRecords(input, delimiter: delimiter, takesStrayQuotes: format == .tsv)
    switch try records.next() {
    case .end: break
    case .bad(let record): throw .badRecords(file: name, first: record, count: 1)
    case .record:
      if let bad = records.badEncoding() { throw .badRecords(file: name, first: bad, count: 1) }
      holdsFirst = !layout.hasHeader
      columns =
        layout.hasHeader
        ? records.cells.map { records.text($0) } : (1...records.cells.count).map { String($0) }
      try checkColumns()
    }
  }

  private func checkColumns() throws(EngineError) {
    // By bytes: two spellings of é are two names, as they are in JSON.
    var seen: Set<[UInt8]> = []
    for column in columns where !seen.insert(Array(column.utf8)).inserted {
      throw .badRecords(
        file: name, first: records.bad("the header names the column \"\(column)\" twice; rename one of them"), count: 1)
    }
  }

  /// A row with as many cells as there are columns, in UTF-8; its cells are in `records`.
  mutating func next() throws(EngineError) -> DelimitedRecords.Outcome {
    if holdsFirst {
      holdsFirst = false
      return .record
    }
    let outcome = try records.next()
    guard case .record = outcome else { return outcome }
    let count = records.cells.count
    if count != columns.count {
      let (has, wants) = (count == 1 ? "1 cell" : "\(count) cells", columns.count)
      return .bad(
        records.bad("this row has \(has) where the header has \(wants); is a delimiter, quote or line end missing?"))
    }
    return records.badEncoding().map { .bad($0) } ?? outcome
  }

  var bytesRead: Int { input.bytesRead }
  var byteCount: Int? { input.byteCount }

  func column(_ name: String) -> Int? { columns.firstIndex(of: name) }

  func requiredColumn(_ name: String) throws(EngineError) -> Int {
    guard let column = column(name) else { throw .unknownColumn(name, known: columns, file: self.name) }
    return column
  }

  // MARK: Telling the delimiter

  /// The delimiter that splits the first record into the most columns that are looked for; among equals into the most
  /// columns, then the first of , ; tab |.
  private static func delimiter(of input: InputFile, wanted: [String]) throws(EngineError) -> UInt8 {
    if input.pending.isEmpty { _ = try input.fill() }
    var best: (delimiter: UInt8, found: Int, columns: Int) = (0x2C, -1, 0)
    for delimiter in [0x2C, 0x3B, 0x09, 0x7C] as [UInt8] {
      let cells = firstCells(input.pending, delimiter)
      let found = wanted.count { cells.contains($0) }
      if (found, cells.count) > (best.found, best.columns) { best = (delimiter, found, cells.count) }
    }
    return best.delimiter
  }

  /// The cells of the first line; of those in quotes only what a header has need of.
  private static func firstCells(_ bytes: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8) -> [String] {
    var cells: [[UInt8]] = [[]]
    var inQuotes = false
    for byte in bytes.prefix(1 << 16) {
      if byte == 0x22 {
        inQuotes.toggle()
      } else if !inQuotes && (byte == 0x0A || byte == 0x0D) {
        break
      } else if !inQuotes && byte == delimiter {
        cells.append([])
      } else {
        cells[cells.count - 1].append(byte)
      }
    }
    return cells.map { String(decoding: $0, as: UTF8.self) }
  }
}

import AnnotationEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Rows of a CSV or TSV file that is in memory as a whole, with quotes as `DelimitedRecords` takes them. Of each row it
/// keeps only where the wanted cells are.
struct CrowdRowReader {
  private struct Cell {
    var start = 0
    var end = 0
    var hasDoubledQuotes = false
  }

  /// Line of the row, from 1.
  private(set) var line: Int

  private let bytes: UnsafeBufferPointer<UInt8>
  private let base: UnsafePointer<UInt8>
  private let delimiter: UInt8
  private let takesStrayQuotes: Bool
  /// The wanted cells of the row; and one more, for all that nobody asked for.
  private var cells: [Cell]
  private let slots: [Int]
  private var at = 0
  private var rowStart = 0
  private var nextLine: Int

  /// The line after all that was read.
  var lineAfter: Int { nextLine }

  /// How the rows of a file are laid out.
  struct Layout: Sendable {
    var delimiter: UInt8
    var takesStrayQuotes: Bool
    var takesEmptyValues: Bool
    /// For each column of the file the wanted cell that it is; `wanted`, which is how many there are, for none.
    var slots: [Int]
    var wanted: Int
    var file: String
  }

  /// `bytes` must outlive this; `line` is that of their first one.
  init(_ bytes: UnsafeBufferPointer<UInt8>, _ layout: Layout, line: Int) {
    self.bytes = bytes
    // An empty buffer may have no address; then nothing is ever read through it.
    base = bytes.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    delimiter = layout.delimiter
    takesStrayQuotes = layout.takesStrayQuotes
    slots = layout.slots
    cells = [Cell](repeating: Cell(), count: layout.wanted + 1)
    self.line = line
    nextLine = line
  }

  /// Goes to the next row that is no empty line. False at the end.
  mutating func next(file: String) throws(EngineError) -> Bool {
    while at < bytes.count, base[at] == 0x0A || base[at] == 0x0D { passLineEnd() }
    if at == bytes.count { return false }
    rowStart = at
    line = nextLine
    for column in slots.indices {
      let start = at
      if at < bytes.count, base[at] == 0x22, let cell = try quotedCell(file) {
        cells[slots[column]] = cell
      } else {
        at = bytes.endOfPlainCell(from: at, delimiter: delimiter)
        cells[slots[column]] = Cell(start: start, end: at)
      }
      if column + 1 < slots.count {
        guard at < bytes.count, base[at] == delimiter else { throw wrongWidth(column + 1, file) }
        at += 1
      }
    }
    if at < bytes.count, base[at] == delimiter { throw wrongWidth(slots.count + 1, file) }
    passLineEnd()
    return true
  }

  func isEmpty(_ cell: Int) -> Bool { cells[cell].start == cells[cell].end }

  /// The number of a cell; nil where it is not UTF-8.
  @inline(__always)
  func number(of cell: Int, in numbers: inout CellNumbers) -> Int32? {
    let cell = cells[cell]
    let raw = UnsafeBufferPointer(start: base + cell.start, count: cell.end - cell.start)
    if cell.hasDoubledQuotes { return number(ofDoubled: raw, in: &numbers) }
    return numbers.number(of: raw, readable: bytes.count - cell.start, line: line)
  }

  /// Of a cell in which a quote is written twice.
  private func number(ofDoubled raw: UnsafeBufferPointer<UInt8>, in numbers: inout CellNumbers) -> Int32? {
    var single: [UInt8] = []
    var at = 0
    while at < raw.count {
      single.append(raw[at])
      at += raw[at] == 0x22 ? 2 : 1
    }
    return single.withUnsafeBufferPointer { numbers.number(of: $0, readable: $0.count, line: line) }
  }

  /// The row as a bad record.
  func failure(_ reason: String, file: String) -> EngineError {
    var end = rowStart
    while end < bytes.count, end - rowStart < 4096, base[end] != 0x0A, base[end] != 0x0D { end += 1 }
    return .badRecords(
      file: file, first: BadRecord(line: line, reason: reason, raw: Array(bytes[rowStart..<end])), count: 1)
  }

  private func wrongWidth(_ found: Int, _ file: String) -> EngineError {
    let has = found > slots.count ? "more cells" : found == 1 ? "1 cell" : "\(found) cells"
    return failure(
      "this row has \(has) where the header has \(slots.count); is a delimiter, quote or line end missing?", file: file)
  }

  /// A line feed, a carriage return, or both.
  private mutating func passLineEnd() {
    if at == bytes.count { return }
    let byte = base[at]
    at += 1
    if byte == 0x0D, at < bytes.count, base[at] == 0x0A { at += 1 }
    nextLine += 1
  }

  /// The cell whose quote opens here; nil where the quote stands for itself.
  private mutating func quotedCell(_ file: String) throws(EngineError) -> Cell? {
    let open = at
    var doubled = false
    var place = open + 1
    while true {
      guard let found = memchr(base + place, 0x22, bytes.count - place) else {
        if takesStrayQuotes { return nil }
        throw failure("the quote that begins here is never closed", file: file)
      }
      let quote = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      let after = quote + 1
      if after < bytes.count, base[after] == 0x22 {
        doubled = true
        place = after + 1
        continue
      }
      if after < bytes.count, base[after] != delimiter, base[after] != 0x0A, base[after] != 0x0D {
        if takesStrayQuotes { return nil }
        throw failure(
          "there is text after the closing quote; a quote within a quoted cell is written twice", file: file)
      }
      for index in open..<quote where base[index] == 0x0A { nextLine += 1 }
      at = after
      return Cell(start: open + 1, end: quote, hasDoubledQuotes: doubled)
    }
  }
}

import AnnotationEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Records of CSV (RFC 4180) and TSV files: cells with a delimiter between them, in quotes where they hold one, a quote
/// (doubled) or a line end.
///
/// Records end in LF, CR LF or CR; the last one need not. A quote inside a cell that does not begin with one stands for
/// itself. A cell that begins with a quote and is not closed before a delimiter or line end is an error in CSV. In TSV,
/// which many tools write without quoting, such a cell is taken as it stands, quotes and all.
///
/// Nothing is copied: cells are places in the input's buffer, valid until the next call.
struct DelimitedRecords {
  struct Cell: Equatable {
    var start: Int
    var end: Int
    /// The cell was in quotes and holds doubled ones.
    var hasDoubledQuotes: Bool
  }

  enum Outcome {
    /// The cells are in `cells`, their bytes in `bytes`.
    case record
    case bad(BadRecord)
    case end
  }

  private let input: InputFile
  let delimiter: UInt8
  private let takesStrayQuotes: Bool
  private(set) var cells: [Cell] = []
  private(set) var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// Line of the record, from 1.
  private(set) var line = 1
  private var nextLine = 1
  /// The line after the record.
  var lineAfter: Int { nextLine }

  init(_ input: InputFile, delimiter: UInt8, takesStrayQuotes: Bool) {
    self.input = input
    self.delimiter = delimiter
    self.takesStrayQuotes = takesStrayQuotes
  }

  /// Reads the next record that is no empty line.
  mutating func next() throws(EngineError) -> Outcome {
    while true {
      line = nextLine
      bytes = input.pending
      if bytes.isEmpty {
        guard try input.fill() else { return .end }
        continue
      }
      switch parse(isWhole: input.isAtEnd, isFull: bytes.count > input.recordLimit) {
      case .complete(let length, let lineEnds):
        input.consume(length)
        nextLine += lineEnds
        if cells.count == 1 && length <= 2 && cells[0].start == cells[0].end && cells[0].start == 0 { continue }
        return .record
      case .incomplete:
        if bytes.count > input.recordLimit { return .bad(try giveUp()) }
        _ = try input.fill()
      case .bad(let offset, let problem):
        if let record = skipLine(offset, problem) { return .bad(record) }
        if bytes.count > input.recordLimit { return .bad(try giveUp()) }
        _ = try input.fill()
      }
    }
  }

  // MARK: Records that are not

  /// A record that does not end.
  private mutating func giveUp() throws(EngineError) -> BadRecord {
    let bad = BadRecord.tooLong(line: line, Array(bytes.prefix(4096)), limit: input.recordLimit)
    _ = try input.skipLine()
    nextLine += 1
    return bad
  }

  /// A broken record is its first line: the lines after it may well be sound. nil where the line is not all there yet.
  private mutating func skipLine(_ offset: Int, _ problem: String) -> BadRecord? {
    let length = bytes.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    var next = min(bytes.count, length + 1)
    if next == bytes.count && !input.isAtEnd { return nil }
    if next < bytes.count, bytes[length] == 0x0D, bytes[next] == 0x0A { next += 1 }
    let (row, column) = place(of: offset)
    let bad = BadRecord(
      line: line, column: row == line ? column : nil,
      reason: row == line ? problem : "line \(row), column \(column): \(problem)", raw: Array(bytes[0..<length]))
    input.consume(next)
    nextLine += 1
    return bad
  }

  /// Line and column of a byte of the record.
  private func place(of offset: Int) -> (line: Int, column: Int) {
    var (row, start) = (line, 0)
    for at in 0..<offset where isLineEnd(at) { (row, start) = (row + 1, at + 1) }
    return (row, bytes[start..<offset].count { $0 & 0xC0 != 0x80 } + 1)
  }

  /// A line feed, or a carriage return that no line feed follows.
  private func isLineEnd(_ at: Int) -> Bool {
    bytes[at] == 0x0A || bytes[at] == 0x0D && (at + 1 >= bytes.count || bytes[at + 1] != 0x0A)
  }

  // MARK: Parsing

  private enum Parsed {
    /// Bytes and line ends of the record, its own included.
    case complete(Int, lineEnds: Int)
    /// The buffer ends before the record does.
    case incomplete
    case bad(offset: Int, String)
  }

  /// Takes one record from the start of `bytes`. `isWhole`: nothing follows them in the file. `isFull`: they are as many
  /// as a record may have.
  private mutating func parse(isWhole: Bool, isFull: Bool) -> Parsed {
    cells.removeAll(keepingCapacity: true)
    var at = 0
    var inner = 0
    while true {
      if at < bytes.count, bytes[at] == 0x22 {
        switch quotedCell(at, isWhole: isWhole, isFull: isFull) {
        case .cell(let cell, let next, let lineEnds):
          cells.append(cell)
          at = next
          inner += lineEnds
        case .incomplete: return .incomplete
        case .bad(let offset, let problem):
          if !takesStrayQuotes { return .bad(offset: offset, problem) }
          at = plainCell(at)
        }
      } else {
        at = plainCell(at)
      }
      // A delimiter, a line end or the end of the bytes stands at `at`.
      if at == bytes.count { return isWhole ? .complete(at, lineEnds: inner + 1) : .incomplete }
      let byte = bytes[at]
      at += 1
      if byte == delimiter { continue }
      if byte == 0x0D {
        if at == bytes.count { return isWhole ? .complete(at, lineEnds: inner + 1) : .incomplete }
        if bytes[at] == 0x0A { at += 1 }
      }
      return .complete(at, lineEnds: inner + 1)
    }
  }

  /// Takes a cell without quotes and gives where it ends.
  private mutating func plainCell(_ start: Int) -> Int {
    let end = bytes.endOfPlainCell(from: start, delimiter: delimiter)
    cells.append(Cell(start: start, end: end, hasDoubledQuotes: false))
    return end
  }

  private enum Quoted {
    case cell(Cell, next: Int, lineEnds: Int)
    case incomplete
    case bad(offset: Int, String)
  }

  /// Takes a cell that begins with a quote at `open`.
  private func quotedCell(_ open: Int, isWhole: Bool, isFull: Bool) -> Quoted {
    let start = open + 1
    var at = start
    var doubled = false
    while true {
      guard let quote = find(0x22, from: at) else {
        return isWhole || isFull ? .bad(offset: open, "the quote that begins here is never closed") : .incomplete
      }
      let after = quote + 1
      if after == bytes.count && !isWhole { return .incomplete }
      if after < bytes.count, bytes[after] == 0x22 {
        doubled = true
        at = after + 1
        continue
      }
      if after < bytes.count, bytes[after] != delimiter, bytes[after] != 0x0A, bytes[after] != 0x0D {
        return .bad(
          offset: after, "there is text after the closing quote; a quote within a quoted cell is written twice")
      }
      return .cell(
        Cell(start: start, end: quote, hasDoubledQuotes: doubled), next: after, lineEnds: lineEnds(start, quote))
    }
  }

  private func find(_ byte: UInt8, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + start, Int32(byte), bytes.count - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  private func lineEnds(_ start: Int, _ end: Int) -> Int {
    var count = 0
    for at in start..<end where bytes[at] == 0x0A || bytes[at] == 0x0D {
      if isLineEnd(at) { count += 1 }
    }
    return count
  }
}

// MARK: - Cells

extension DelimitedRecords {
  /// The bytes of a cell; `scratch` holds them where doubled quotes have to be made single.
  func bytes(_ cell: Cell, _ scratch: inout [UInt8], _ use: (UnsafeBufferPointer<UInt8>) -> Void) {
    let raw = UnsafeBufferPointer(rebasing: bytes[cell.start..<cell.end])
    if !cell.hasDoubledQuotes { return use(raw) }
    scratch.removeAll(keepingCapacity: true)
    var at = 0
    while at < raw.count {
      scratch.append(raw[at])
      at += raw[at] == 0x22 ? 2 : 1
    }
    scratch.withUnsafeBufferPointer(use)
  }

  func text(_ cell: Cell) -> String {
    var scratch: [UInt8] = []
    var text = ""
    bytes(cell, &scratch) { text = String(decoding: $0, as: UTF8.self) }
    return text
  }

  /// The record as it stands in the file, without its line end.
  var raw: [UInt8] {
    guard let last = cells.last else { return [] }
    // The closing quote of a last cell in quotes belongs to it.
    let end = last.end < bytes.count && bytes[last.end] == 0x22 ? last.end + 1 : last.end
    return Array(bytes[0..<end])
  }

  /// A record whose cells are not all UTF-8.
  func badEncoding() -> BadRecord? {
    guard let last = cells.last, let base = bytes.baseAddress else { return nil }
    let record = UnsafeBufferPointer(start: base, count: last.end)
    return UTF8Check.firstInvalid(record).map {
      var bad = BadRecord.encoding(line: line, at: $0, record)
      bad.raw = raw
      return bad
    }
  }

  func bad(_ reason: String) -> BadRecord { BadRecord(line: line, reason: reason, raw: raw) }
}

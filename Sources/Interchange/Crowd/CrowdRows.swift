import AnnotationEngine
import Dispatch
import Synchronization

/// The wanted cells of a file's rows, as numbers by first sight.
struct CrowdRows: Sendable {
  struct Cells: Sendable {
    var name: String
    var numbers = CellNumbers()
    /// By row.
    var rows: [Int32] = []

    mutating func take(_ cell: Int, _ reader: CrowdRowReader, _ file: String) throws(EngineError) {
      if cell < 2 && reader.isEmpty(cell) { throw reader.failure("the cell of \(name) is empty", file: file) }
      guard let number = reader.number(of: cell, in: &numbers) else {
        throw reader.failure("these bytes are not UTF-8; save the file as UTF-8", file: file)
      }
      rows.append(number)
    }
  }
  /// Of the item, the annotator, the value, and then of whatever else was asked for.
  private(set) var cells: [Cells]
  private(set) var columns: CrowdColumns
  private(set) var withoutValue = 0

  private init(_ wanted: CrowdColumns, in known: [String], file: String) throws(EngineError) {
    columns = try wanted.found(in: known, file: file)
    var names = [columns.sample, columns.annotator, columns.value].compactMap { $0 }
    if Set(names).count < 3 {
      throw .invalidName(names.joined(separator: ", "), problem: "sample, annotator and value are three columns")
    }
    // One that has a role already is not read twice.
    for name in [columns.time].compactMap({ $0 }) + columns.others where !names.contains(name) { names.append(name) }
    cells = names.map { Cells(name: $0) }
  }

  /// Whether the cells of a column were asked for as such.
  func wantsBeside(_ name: String) -> Bool { name == columns.time || columns.others.contains(name) }

  // MARK: Delimited

  init(delimited input: InputFile, _ format: SampleFormat, _ wanted: CrowdColumns) throws(EngineError) {
    let known = [wanted.sample, wanted.annotator, wanted.value].compactMap { $0 } + CrowdColumns.usualNames
    let table = try DelimitedTable(input, format, TableLayout(), wanted: known)
    try self.init(wanted, in: table.columns, file: table.name)
    // What the file still has goes through a reader that makes nothing of the cells that nobody asked for.
    while try input.fill() {}
    let layout = CrowdRowReader.Layout(
      delimiter: table.records.delimiter, takesStrayQuotes: format == .tsv,
      slots: table.columns.map { column in cells.firstIndex { $0.name == column } ?? cells.count }, wanted: cells.count,
      file: table.name)
    let parts = CrowdParts(input.pending, line: table.records.lineAfter)
    let empty = self
    let read = Mutex<[Int: Result<CrowdRows, EngineError>]>([:])
    DispatchQueue.concurrentPerform(iterations: parts.count) { part in
      let rows = Result { () throws(EngineError) in
        var rows = empty
        var reader = CrowdRowReader(parts.bytes(part), layout, line: parts.lines[part])
        try rows.take(&reader, file: layout.file)
        return rows
      }
      read.withLock { $0[part] = rows }
    }
    // The bytes that the parts are read from are those of the input.
    withExtendedLifetime(input) {}
    let found = read.withLock { $0 }
    for part in 0..<parts.count {
      guard let rows = found[part] else { continue }
      append(try rows.get())
    }
  }

  /// Adds rows that were read apart, whose numbers are their own.
  private mutating func append(_ rows: CrowdRows) {
    if cells[0].rows.isEmpty {
      let before = withoutValue
      self = rows
      withoutValue += before
      return
    }
    withoutValue += rows.withoutValue
    for index in cells.indices {
      let numbers = cells[index].numbers.numbers(of: rows.cells[index].numbers)
      cells[index].rows += rows.cells[index].rows.map { numbers[Int($0)] }
    }
  }

  /// The three that every row has, each in a place of its own, for this is what reading takes its time for.
  private mutating func take(_ reader: inout CrowdRowReader, file: String) throws(EngineError) {
    var (items, annotators, values) = (cells[0], cells[1], cells[2])
    var others = Array(cells[3...])
    while try reader.next(file: file) {
      if !columns.takesEmptyValues && reader.isEmpty(2) {
        withoutValue += 1
        continue
      }
      try items.take(0, reader, file)
      try annotators.take(1, reader, file)
      try values.take(2, reader, file)
      for index in others.indices { try others[index].take(index + 3, reader, file) }
    }
    cells = [items, annotators, values] + others
  }

  // MARK: JSON Lines

  init(jsonLines input: InputFile, _ wanted: CrowdColumns) throws(EngineError) {
    var made: CrowdRows?
    var number = 0
    while let line = try input.nextLine() {
      number += 1
      guard case .bytes(let bytes) = line else {
        throw Self.failure(.tooLong(line: number, [], limit: input.recordLimit), input)
      }
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) { continue }
      let value: JSONValue
      do { value = try JSONValue(parsing: bytes) } catch {
        throw Self.failure(.json(error, line: number, bytes), input)
      }
      guard let members = value.members else {
        throw Self.failure(BadRecord(line: number, reason: "this is no JSON object", raw: Array(bytes)), input)
      }
      if made == nil { made = try CrowdRows(wanted, in: members.map(\.name), file: input.name) }
      // In place: a copy of the rows for each row would take the square of their number.
      try made?.take(value, line: number, bytes, input)
    }
    if let made { self = made } else { try self.init(wanted, in: [], file: input.name) }
  }

  private mutating func take(
    _ object: JSONValue, line: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ input: InputFile
  ) throws(EngineError) {
    let texts = cells.map { object[$0.name]?.cellText ?? "" }
    let value = object[cells[2].name] ?? .null
    if columns.takesEmptyValues ? value == .null : texts[2].isEmpty {
      withoutValue += 1
      return
    }
    for index in cells.indices {
      if index < 2 && texts[index].isEmpty {
        let reason = "\(cells[index].name) is missing"
        throw Self.failure(BadRecord(line: line, reason: reason, raw: Array(bytes)), input)
      }
      // Text of a parsed JSON value is UTF-8.
      let number = Array(texts[index].utf8).withUnsafeBufferPointer {
        cells[index].numbers.number(of: $0, readable: $0.count, line: line)
      }
      cells[index].rows.append(number ?? 0)
    }
  }

  private static func failure(_ record: BadRecord, _ input: InputFile) -> EngineError {
    .badRecords(file: input.name, first: record, count: 1)
  }
}

extension JSONValue {
  /// A value as a cell of a table would have it.
  var cellText: String {
    switch self {
    case .null: ""
    case .string(let text): text
    case .array(let elements) where elements.isEmpty: "[]"
    case .array(let elements): elements.map(\.cellText).joined(separator: "|")
    case .bool, .number, .object: text
    }
  }
}

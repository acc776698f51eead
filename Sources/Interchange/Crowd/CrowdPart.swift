import AnnotationEngine

/// The wanted cells of some rows that stand together in a file.
struct CrowdPart: Sendable {
  struct Cells: Sendable {
    var name: String
    fileprivate var numbers = CellNumbers()
    /// By row, numbers by first sight.
    var rows: [Int32] = []
    /// The different ones, when all are read.
    var sorted = SortedCells([], [], [])

    @inline(__always)
    fileprivate mutating func take(_ cell: Int, _ reader: CrowdRowReader, _ file: String) throws(EngineError) {
      if cell < 2 && reader.isEmpty(cell) { throw reader.failure("the cell of \(name) is empty", file: file) }
      guard let number = reader.number(of: cell, in: &numbers) else {
        throw reader.failure("these bytes are not UTF-8; save the file as UTF-8", file: file)
      }
      rows.append(number)
    }
  }

  /// Of the item, the annotator, the value, and then of whatever else was asked for.
  private(set) var cells: [Cells]
  private(set) var withoutValue = 0
  /// How many lines of the file it has.
  private(set) var lines = 0
  private let takesEmptyValues: Bool

  /// `takesEmptyValues`: as `CrowdColumns` has it.
  init(_ names: [String], takesEmptyValues: Bool) {
    cells = names.map { Cells(name: $0) }
    self.takesEmptyValues = takesEmptyValues
  }

  /// Reads all rows of `bytes`, whose first line is `line`.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, _ layout: CrowdRowReader.Layout, _ names: [String], line: Int
  ) throws(EngineError) {
    self.init(names, takesEmptyValues: layout.takesEmptyValues)
    // Room that turns out too large costs nothing, for nobody touches it.
    let estimate = bytes.lineEstimate
    for index in cells.indices { cells[index].rows.reserveCapacity(estimate) }
    var reader = CrowdRowReader(bytes, layout, line: line)
    try take(&reader, file: layout.file)
    lines = reader.lineAfter - line
    sort()
  }

  /// The three that every row has, each in a place of its own, for this is what reading takes its time for.
  private mutating func take(_ reader: inout CrowdRowReader, file: String) throws(EngineError) {
    var (items, annotators, values) = (cells[0], cells[1], cells[2])
    var others = Array(cells[3...])
    // Nobody else has them now: they are changed in place.
    cells = []
    while try reader.next(file: file) {
      if !takesEmptyValues && reader.isEmpty(2) {
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

  /// Takes a row of an object; gives what is wrong with it, or nil.
  mutating func take(_ object: JSONValue, line: Int) -> String? {
    let texts = cells.map { object[$0.name]?.cellText ?? "" }
    let value = object[cells[2].name] ?? .null
    if takesEmptyValues ? value == .null : texts[2].isEmpty {
      withoutValue += 1
      return nil
    }
    for index in cells.indices {
      if index < 2 && texts[index].isEmpty { return "\(cells[index].name) is missing" }
      // Text of a parsed JSON value is UTF-8.
      let number = Array(texts[index].utf8).withUnsafeBufferPointer {
        cells[index].numbers.number(of: $0, readable: $0.count, line: line)
      }
      cells[index].rows.append(number ?? 0)
    }
    return nil
  }

  /// When all rows are taken: the names in order, and the tables that found them go.
  mutating func sort() {
    for index in cells.indices {
      cells[index].sorted = cells[index].numbers.sorted()
      cells[index].numbers = CellNumbers()
    }
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

import AnnotationEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Names in the order of their bytes, which is that of their code points: the same numbers whatever order a file has.
public struct Names: Sendable, RandomAccessCollection {
  /// The bytes of all names, one after another; name i has bytes[starts[i]..<starts[i + 1]].
  private let bytes: [UInt8]
  private let starts: [Int]
  /// The line of the file where each stands first, from 1.
  public let lines: [Int]

  init(bytes: [UInt8], starts: [Int], lines: [Int]) {
    self.bytes = bytes
    self.starts = starts
    self.lines = lines
  }

  public init(_ names: some Collection<String>) {
    let sorted = Set(names.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
    bytes = sorted.flatMap { $0 }
    starts = sorted.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    lines = [Int](repeating: 0, count: sorted.count)
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { starts.count - 1 }

  public subscript(position: Int) -> String {
    String(decoding: bytes[starts[position]..<starts[position + 1]], as: UTF8.self)
  }

  /// The number of a name, or nil. O(log names).
  public func number(of name: String) -> Int? {
    let wanted = Array(name.utf8)
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      let found = bytes[starts[middle]..<starts[middle + 1]]
      if found.elementsEqual(wanted) { return middle }
      if found.lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}

extension String {
  /// Whether it is the same name: `==` takes two Unicode forms of one text for the same, files do not.
  func hasBytes(of other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

/// Numbers for cells of a file, from 0 in the order of first sight: an open-addressed table of the cells' bytes, without
/// a `String` for any of them. A look-up takes some nanoseconds.
struct CellNumbers: Sendable {
  private var table: [Int32]
  private var mask: Int
  /// First eight bytes of each name, padded with zeros.
  private var heads: [UInt64] = []
  private var starts: [Int] = [0]
  private var bytes: [UInt8] = []
  private var lines: [Int] = []
  /// The one that was asked for last: rows of a file often stand together.
  private var last = -1

  init() {
    mask = 255
    table = [Int32](repeating: -1, count: 256)
  }

  var count: Int { heads.count }

  /// The number of a cell; nil where it is a new one and not UTF-8. `line` is kept where it is new; `readable` bytes from its
  /// start on may be looked at.
  mutating func number(of cell: UnsafeBufferPointer<UInt8>, readable: Int, line: Int) -> Int32? {
    let head = Self.head(cell, readable)
    if last >= 0, matches(last, head, cell) { return Int32(last) }
    var place = Int(truncatingIfNeeded: Self.hash(cell, head) >> 20) & mask
    while table[place] >= 0 {
      let number = Int(table[place])
      if matches(number, head, cell) {
        last = number
        return Int32(number)
      }
      place = (place + 1) & mask
    }
    return add(cell, head, line, at: place)
  }

  /// The numbers here of the cells that another has numbered, by their numbers there.
  mutating func numbers(of other: CellNumbers) -> [Int32] {
    other.bytes.withUnsafeBufferPointer { bytes in
      other.heads.indices.map { number in
        let cell = UnsafeBufferPointer(rebasing: bytes[other.starts[number]..<other.starts[number + 1]])
        // It was found to be UTF-8 there.
        return self.number(of: cell, readable: cell.count, line: other.lines[number]) ?? 0
      }
    }
  }

  private func matches(_ number: Int, _ head: UInt64, _ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard heads[number] == head, starts[number + 1] &- starts[number] == cell.count else { return false }
    guard cell.count > 8, let base = cell.baseAddress else { return true }
    return bytes.withUnsafeBufferPointer { known in
      known.baseAddress.map { memcmp($0 + starts[number], base, cell.count) == 0 } ?? false
    }
  }

  private mutating func add(_ cell: UnsafeBufferPointer<UInt8>, _ head: UInt64, _ line: Int, at place: Int) -> Int32? {
    if UTF8Check.firstInvalid(cell) != nil { return nil }
    let number = Int32(heads.count)
    table[place] = number
    heads.append(head)
    bytes.append(contentsOf: cell)
    starts.append(bytes.count)
    lines.append(line)
    last = Int(number)
    if heads.count * 2 > table.count { grow() }
    return number
  }

  private mutating func grow() {
    mask = table.count * 4 - 1
    table = [Int32](repeating: -1, count: mask + 1)
    for number in heads.indices {
      let hash = bytes.withUnsafeBufferPointer { bytes in
        Self.hash(UnsafeBufferPointer(rebasing: bytes[starts[number]..<starts[number + 1]]), heads[number])
      }
      var place = Int(truncatingIfNeeded: hash >> 20) & mask
      while table[place] >= 0 { place = (place + 1) & mask }
      table[place] = Int32(number)
    }
  }

  @inline(__always)
  private static func head(_ cell: UnsafeBufferPointer<UInt8>, _ readable: Int) -> UInt64 {
    if readable >= 8, let base = cell.baseAddress {
      let word = UnsafeRawPointer(base).loadUnaligned(as: UInt64.self).littleEndian
      return cell.count >= 8 ? word : word & ((1 &<< UInt64(cell.count &* 8)) &- 1)
    }
    var head: UInt64 = 0
    for index in 0..<cell.count { head |= UInt64(cell[index]) &<< UInt64(index &* 8) }
    return head
  }

  /// Words of eight bytes, mixed by multiplication.
  private static func hash(_ cell: UnsafeBufferPointer<UInt8>, _ head: UInt64) -> UInt64 {
    var hash = (head ^ UInt64(cell.count)) &* 0x9E37_79B9_7F4A_7C15
    var at = 8
    while at < cell.count {
      let rest = UnsafeBufferPointer(rebasing: cell[at...])
      hash = ((hash ^ (hash >> 29)) ^ Self.head(rest, rest.count)) &* 0xBF58_476D_1CE4_E5B9
      at += 8
    }
    return hash ^ (hash >> 29)
  }

  /// The names in the order of their bytes, and for each number so far its place there.
  func sorted() -> (names: Names, places: [Int32]) {
    let order = heads.indices.map { (key: heads[$0].bigEndianOfLittle, number: $0) }.sorted { a, b in
      a.key != b.key ? a.key < b.key : self.precedes(a.number, b.number)
    }
    var places = [Int32](repeating: 0, count: order.count)
    var sortedBytes: [UInt8] = []
    sortedBytes.reserveCapacity(bytes.count)
    var sortedStarts = [0]
    sortedStarts.reserveCapacity(starts.count)
    for (place, (_, number)) in order.enumerated() {
      places[number] = Int32(place)
      sortedBytes.append(contentsOf: bytes[starts[number]..<starts[number + 1]])
      sortedStarts.append(sortedBytes.count)
    }
    return (Names(bytes: sortedBytes, starts: sortedStarts, lines: order.map { lines[$0.number] }), places)
  }

  /// Two names with one head.
  private func precedes(_ a: Int, _ b: Int) -> Bool {
    bytes[starts[a]..<starts[a + 1]].lexicographicallyPrecedes(bytes[starts[b]..<starts[b + 1]])
  }
}

extension UInt64 {
  /// Bytes that stand in a word from its low end, as a number that sorts as they do.
  fileprivate var bigEndianOfLittle: UInt64 { byteSwapped }
}

/// A column of cells that are read as text.
struct CellColumn {
  private var numbers = CellNumbers()
  private var cells: [Int32] = []

  /// `line` is that of the file, from 1.
  mutating func add(_ text: String, line: Int) {
    let number = Array(text.utf8).withUnsafeBufferPointer {
      numbers.number(of: $0, readable: $0.count, line: line)
    }
    // Text of a `String` is UTF-8, so that it has a number.
    cells.append(number ?? 0)
  }

  var column: CrowdTable.Column {
    let (names, places) = numbers.sorted()
    return CrowdTable.Column(names: names, numbers: cells.map { places[Int($0)] })
  }
}

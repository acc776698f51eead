import AnnotationEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Numbers for cells of a file, from 0 in the order of first sight: an open-addressed table of the cells' bytes, without
/// a `String` for any of them. A look-up takes some nanoseconds.
struct CellNumbers: Sendable {
  /// A cell of up to eight bytes is known by these and its length; of longer ones the other bytes are compared, too.
  private struct Slot {
    /// First eight bytes, padded with zeros.
    var head: UInt64 = 0
    var length: Int32 = 0
    /// −1: nothing is here.
    var number: Int32 = -1
  }
  private var table: [Slot]
  private var mask: Int
  private var heads: [UInt64] = []
  private var names: [Names.Place] = []
  private var bytes: [UInt8] = []
  /// The one that was asked for last: rows of a file often stand together.
  private var last = Slot()

  init() {
    mask = 255
    table = [Slot](repeating: Slot(), count: 256)
  }

  /// The number of a cell; nil where it is a new one and not UTF-8. `line` is kept where it is new; `readable` bytes from its
  /// start on may be looked at.
  @inline(__always)
  mutating func number(of cell: UnsafeBufferPointer<UInt8>, readable: Int, line: Int) -> Int32? {
    let head = Self.head(cell, readable)
    if matches(last, head, cell) { return last.number }
    return find(cell, head, line)
  }

  private mutating func find(_ cell: UnsafeBufferPointer<UInt8>, _ head: UInt64, _ line: Int) -> Int32? {
    var place = Int(truncatingIfNeeded: Self.hash(cell, head) >> 20) & mask
    while table[place].number >= 0 {
      if matches(table[place], head, cell) {
        last = table[place]
        return last.number
      }
      place = (place + 1) & mask
    }
    return add(cell, head, line, at: place)
  }

  @inline(__always)
  private func matches(_ slot: Slot, _ head: UInt64, _ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard slot.head == head, slot.length == Int32(truncatingIfNeeded: cell.count), slot.number >= 0 else {
      return false
    }
    return cell.count <= 8 || equals(Int(slot.number), cell)
  }

  private func equals(_ number: Int, _ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    let name = names[number]
    guard name.length == cell.count, let base = cell.baseAddress else { return false }
    return bytes.withUnsafeBufferPointer { known in
      known.baseAddress.map { memcmp($0 + name.start, base, cell.count) == 0 } ?? false
    }
  }

  private mutating func add(_ cell: UnsafeBufferPointer<UInt8>, _ head: UInt64, _ line: Int, at place: Int) -> Int32? {
    if UTF8Check.firstInvalid(cell) != nil { return nil }
    last = Slot(head: head, length: Int32(truncatingIfNeeded: cell.count), number: Int32(heads.count))
    table[place] = last
    heads.append(head)
    names.append(Names.Place(start: bytes.count, length: cell.count, line: line))
    bytes.append(contentsOf: cell)
    if heads.count * 2 > table.count { grow() }
    return last.number
  }

  private mutating func grow() {
    let slots = table
    mask = slots.count * 4 - 1
    table = [Slot](repeating: Slot(), count: mask + 1)
    bytes.withUnsafeBufferPointer { bytes in
      for slot in slots where slot.number >= 0 {
        let name = names[Int(slot.number)]
        let cell = UnsafeBufferPointer(rebasing: bytes[name.start..<name.start + name.length])
        var place = Int(truncatingIfNeeded: Self.hash(cell, slot.head) >> 20) & mask
        while table[place].number >= 0 { place = (place + 1) & mask }
        table[place] = slot
      }
    }
  }

  @inline(__always)
  private static func head(_ cell: UnsafeBufferPointer<UInt8>, _ readable: Int) -> UInt64 {
    if readable >= 8, let base = cell.baseAddress {
      let word = UnsafeRawPointer(base).loadUnaligned(as: UInt64.self).littleEndian
      return cell.count >= 8 ? word : word & ((1 &<< UInt64(cell.count &* 8)) &- 1)
    }
    var head: UInt64 = 0
    for index in 0..<min(8, cell.count) { head |= UInt64(cell[index]) &<< UInt64(index &* 8) }
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

  /// O(n log n).
  func sorted() -> SortedCells { SortedCells(bytes, names, heads) }
}

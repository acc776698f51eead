#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The different cells of a column in one part of a file, in the order of their bytes.
struct SortedCells: Sendable {
  /// A cell, as it is sorted.
  private struct Key {
    /// Its first eight bytes, as a number that sorts as they do.
    var head: UInt64
    var part: Int32
    /// By first sight in that part.
    var number: Int32
  }
  private let bytes: [UInt8]
  /// By first sight.
  private let names: [Names.Place]
  private var order: [Key]

  /// `heads` have the first eight bytes of each from the low end.
  init(_ bytes: [UInt8], _ names: [Names.Place], _ heads: [UInt64]) {
    self.bytes = bytes
    self.names = names
    order = heads.indices.map { Key(head: heads[$0].byteSwapped, part: 0, number: Int32($0)) }
    let all = [self]
    order.sort { Self.compare($0, $1, all) < 0 }
  }

  /// The names of all parts in one order, and for each part the numbers there of its cells, by first sight. `lines`: where
  /// each part begins.
  static func merged(_ parts: [SortedCells], lines: [Int]) -> (names: Names, numbers: [[Int32]]) {
    var keys: [Key] = []
    keys.reserveCapacity(parts.reduce(0) { $0 + $1.order.count })
    var bytes: [UInt8] = []
    var starts: [Int] = []
    for (part, cells) in parts.enumerated() {
      keys += cells.order.map { Key(head: $0.head, part: Int32(part), number: $0.number) }
      starts.append(bytes.count)
      bytes += cells.bytes
    }
    // As many runs as there are parts, each of them sorted: the sort is then one that merges.
    if parts.count > 1 { keys.sort { compare($0, $1, parts) < 0 } }
    var places: [Names.Place] = []
    places.reserveCapacity(keys.count)
    var numbers = parts.map { [Int32](repeating: 0, count: $0.names.count) }
    for (index, key) in keys.enumerated() {
      let part = Int(key.part)
      if index == 0 || !isSame(keys[index - 1], key, parts) {
        var place = parts[part].names[Int(key.number)]
        place.start += starts[part]
        place.line += lines[part]
        places.append(place)
      }
      numbers[part][Int(key.number)] = Int32(places.count - 1)
    }
    return (Names(bytes: bytes, places: places), numbers)
  }

  private static func isSame(_ a: Key, _ b: Key, _ parts: [SortedCells]) -> Bool {
    a.part != b.part && a.head == b.head && compareBytes(a, b, parts) == 0
  }

  /// Below zero where `a` comes first; of one name that of the first part.
  @inline(__always)
  private static func compare(_ a: Key, _ b: Key, _ parts: [SortedCells]) -> Int {
    if a.head != b.head { return a.head < b.head ? -1 : 1 }
    let bytes = compareBytes(a, b, parts)
    return bytes != 0 ? bytes : Int(a.part) - Int(b.part)
  }

  private static func compareBytes(_ a: Key, _ b: Key, _ parts: [SortedCells]) -> Int {
    let one = parts[Int(a.part)]
    let other = parts[Int(b.part)]
    let (first, second) = (one.names[Int(a.number)], other.names[Int(b.number)])
    let shared = min(first.length, second.length)
    let difference = one.bytes.withUnsafeBufferPointer { one in
      other.bytes.withUnsafeBufferPointer { other -> Int in
        guard shared > 0, let one = one.baseAddress, let other = other.baseAddress else { return 0 }
        return Int(memcmp(one + first.start, other + second.start, shared))
      }
    }
    return difference != 0 ? difference : first.length - second.length
  }
}

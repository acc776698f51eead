import Glibc

/// One node of a tree: rows (level 0) or children. It is its stored bytes; nothing is decoded before it is asked for.
///
/// ```
/// u8 level | u8 width of an offset, 2 or 4 | u16 size of the prefix | u32 entries
/// prefix that all keys share
/// ends of the keys' rests in their area, one offset an entry
/// leaf:     ends of the values in their area, one offset an entry
/// the keys' rests
/// leaf:     the values
/// interior: the children's ids, 32 bytes each; the rows below each child, u64 each
/// ```
///
/// The key of a child is the last key below it.
struct Node: Sendable {
  static let headerSize = 8
  /// What a child costs beside its key: its id and its row count.
  static let childSize = ObjectID.byteCount + 8
  /// More levels than any tree has: each has at most half the nodes of the one below.
  static let levelLimit = 64

  let bytes: [UInt8]
  let level: Int
  let count: Int
  private let width: Int
  private let prefixSize: Int
  private let keyEnds: Int
  private let valueEnds: Int
  private let keys: Int
  /// Where the values or the children's ids start.
  private let payload: Int

  var isLeaf: Bool { level == 0 }

  /// Reads stored bytes, which must be canonical; nil where they are not a node's.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Node.headerSize else { return nil }
    level = Int(bytes[0])
    width = Int(bytes[1])
    (prefixSize, count) = bytes.withUnsafeBytes {
      (Int($0.number(UInt16.self, at: 2)), Int($0.number(UInt32.self, at: 4)))
    }
    guard level < Node.levelLimit, width == 2 || width == 4, count <= bytes.count, level == 0 || count > 0 else {
      return nil
    }
    self.bytes = bytes
    keyEnds = Node.headerSize + prefixSize
    valueEnds = keyEnds + width * count
    keys = level == 0 ? valueEnds + width * count : valueEnds
    guard keys <= bytes.count else { return nil }
    let keySize = count == 0 ? 0 : Node.offset(bytes, keyEnds + width * (count - 1), width)
    payload = keys + keySize
    guard payload <= bytes.count, hasOrderedEnds(at: keyEnds, total: keySize) else { return nil }
    if level == 0 {
      guard hasOrderedEnds(at: valueEnds, total: bytes.count - payload) else { return nil }
    } else {
      guard bytes.count - payload == count * Node.childSize else { return nil }
    }
  }

  /// Whether the ends of an area never go back and the last is the area's.
  private func hasOrderedEnds(at start: Int, total: Int) -> Bool {
    var previous = 0
    for index in 0..<count {
      let end = Node.offset(bytes, start + width * index, width)
      guard end >= previous else { return false }
      previous = end
    }
    return previous == total
  }

  @inline(__always)
  private static func offset(_ bytes: [UInt8], _ at: Int, _ width: Int) -> Int {
    bytes.withUnsafeBytes {
      width == 2 ? Int($0.number(UInt16.self, at: at)) : Int($0.number(UInt32.self, at: at))
    }
  }

  @inline(__always)
  private func range(_ index: Int, ends: Int, area: Int) -> Range<Int> {
    let start = index == 0 ? 0 : Node.offset(bytes, ends + width * (index - 1), width)
    return area + start..<area + Node.offset(bytes, ends + width * index, width)
  }

  // MARK: Keys

  func key(at index: Int) -> [UInt8] {
    var key: [UInt8] = []
    copyKey(at: index, to: &key)
    return key
  }

  /// As `key(at:)`, into memory that is there already.
  func copyKey(at index: Int, to key: inout [UInt8]) {
    key.removeAll(keepingCapacity: true)
    let rest = range(index, ends: keyEnds, area: keys)
    key.reserveCapacity(prefixSize + rest.count)
    bytes.withUnsafeBytes {
      key.append(contentsOf: $0.slice(Node.headerSize..<keyEnds))
      key.append(contentsOf: $0.slice(rest))
    }
  }

  /// Less than 0 where the key at `index` comes before `key`, 0 where they are equal.
  func compareKey(at index: Int, to key: [UInt8]) -> Int {
    bytes.withUnsafeBytes { bytes in
      key.withUnsafeBytes { key in
        let head = min(prefixSize, key.count)
        let order = compareBytes(bytes.slice(Node.headerSize..<keyEnds), key.slice(0..<head))
        guard order == 0 else { return order }
        return compareBytes(bytes.slice(range(index, ends: keyEnds, area: keys)), key.slice(head..<key.count))
      }
    }
  }

  /// The first entry whose key is not before `key`.
  func lowerBound(of key: [UInt8]) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if compareKey(at: middle, to: key) < 0 { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: Rows and children

  /// The value of a leaf's row.
  func value(at index: Int) -> [UInt8] { Array(bytes[valueRange(at: index)]) }

  /// Where in `bytes` the value of a leaf's row is.
  func valueRange(at index: Int) -> Range<Int> { range(index, ends: valueEnds, area: payload) }

  func row(at index: Int) -> Row { Row(key: key(at: index), value: value(at: index)) }

  /// A child of an interior node.
  func child(at index: Int) -> ObjectID {
    let start = payload + ObjectID.byteCount * index
    return bytes.withUnsafeBytes { ObjectID(loading: $0.slice(start..<start + ObjectID.byteCount)) }
  }

  /// The rows below a child.
  func rowCount(at index: Int) -> Int {
    let start = payload + ObjectID.byteCount * count + 8 * index
    return bytes.withUnsafeBytes { Int(truncatingIfNeeded: $0.number(UInt64.self, at: start)) }
  }

  /// All rows below this node.
  var totalRows: Int { isLeaf ? count : (0..<count).reduce(0) { $0 &+ rowCount(at: $1) } }
}

/// Orders bytes as unsigned numbers, a beginning before what it begins.
@inline(__always)
func compareBytes(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
  let common = min(a.count, b.count)
  if common > 0, let left = a.baseAddress, let right = b.baseAddress {
    let order = memcmp(left, right, common)
    if order != 0 { return Int(order) }
  }
  return a.count - b.count
}

func compareBytes(_ a: [UInt8], _ b: [UInt8]) -> Int {
  a.withUnsafeBytes { a in b.withUnsafeBytes { b in compareBytes(a, b) } }
}

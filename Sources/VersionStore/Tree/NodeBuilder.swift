/// One level of a tree in the making: the entries of the node that is being filled.
struct NodeBuilder {
  let level: Int
  /// Nodes of the level below that were put here, also those in nodes that are finished.
  private(set) var entriesEver = 0
  private var boundary: Boundary
  private var keys: [UInt8] = []
  private var keyEnds: [Int] = []
  private var values: [UInt8] = []
  private var valueEnds: [Int] = []
  private var children: [ObjectID] = []
  private var rowCounts: [UInt64] = []

  init(level: Int) {
    self.level = level
    boundary = Boundary(level: level)
  }

  var isEmpty: Bool { keyEnds.isEmpty }

  /// The child put here last.
  var lastChild: ObjectID? { children.last }

  /// The last key put here.
  var lastKey: [UInt8] { Array(keys[(keyEnds.dropLast().last ?? 0)...]) }

  var rowCount: Int { level == 0 ? keyEnds.count : Int(rowCounts.reduce(0, &+)) }

  /// Adds a row to a leaf; gives whether the node ends here.
  mutating func add(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) -> Bool {
    keys.append(contentsOf: key)
    keyEnds.append(keys.count)
    values.append(contentsOf: value)
    valueEnds.append(values.count)
    entriesEver += 1
    return boundary.ends(after: key, valueSize: value.count)
  }

  /// Adds a child to an interior node; gives whether the node ends here.
  mutating func add(key: UnsafeRawBufferPointer, child: ObjectID, rowCount: Int) -> Bool {
    keys.append(contentsOf: key)
    keyEnds.append(keys.count)
    children.append(child)
    rowCounts.append(UInt64(rowCount))
    entriesEver += 1
    return boundary.ends(after: key, valueSize: Node.childSize)
  }

  /// The bytes of the node.
  func encoded() -> [UInt8] {
    let prefixSize = commonPrefixSize()
    let keySize = keys.count - prefixSize * keyEnds.count
    let width = max(keySize, values.count) <= Int(UInt16.max) ? 2 : 4
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      Node.headerSize + keys.count + values.count + 2 * width * keyEnds.count + Node.childSize * children.count)
    bytes.append(UInt8(level))
    bytes.append(UInt8(width))
    bytes.append(number: UInt16(prefixSize))
    bytes.append(number: UInt32(keyEnds.count))
    bytes.append(contentsOf: keys[..<prefixSize])
    for (index, end) in keyEnds.enumerated() {
      NodeBuilder.append(end - prefixSize * (index + 1), width: width, to: &bytes)
    }
    for end in valueEnds { NodeBuilder.append(end, width: width, to: &bytes) }
    var start = 0
    for end in keyEnds {
      bytes.append(contentsOf: keys[start + prefixSize..<end])
      start = end
    }
    bytes.append(contentsOf: values)
    for child in children { child.append(to: &bytes) }
    for count in rowCounts { bytes.append(number: count) }
    return bytes
  }

  /// Starts the level's next node.
  mutating func startNext() {
    // The last node of a level ends with the rows, not at a boundary.
    keys.removeAll(keepingCapacity: true)
    keyEnds.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    valueEnds.removeAll(keepingCapacity: true)
    children.removeAll(keepingCapacity: true)
    rowCounts.removeAll(keepingCapacity: true)
  }

  /// Keys are sorted: what the first and the last share, all share.
  private func commonPrefixSize() -> Int {
    guard let first = keyEnds.first, keyEnds.count > 1 else { return 0 }
    let last = keyEnds[keyEnds.count - 2]
    let limit = min(first, keys.count - last)
    var size = 0
    while size < limit, keys[size] == keys[last + size] { size += 1 }
    return size
  }

  private static func append(_ offset: Int, width: Int, to bytes: inout [UInt8]) {
    if width == 2 { bytes.append(number: UInt16(offset)) } else { bytes.append(number: UInt32(offset)) }
  }
}

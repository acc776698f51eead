/// Writes the nodes of a tree, given its rows and whole subtrees in order of key. All levels grow at once: when a node
/// of one level ends, it becomes an entry of the level above.
struct TreeWriter {
  /// The longest key, in bytes.
  static let keyLimit = 4096
  /// The largest value, in bytes. A value this large makes a node this large.
  static let valueLimit = 16 << 20

  private let pack: PackWriter
  private var levels = [NodeBuilder(level: 0)]

  init(pack: PackWriter) { self.pack = pack }

  static func check(key: borrowing [UInt8], valueSize: Int) throws(StoreError) {
    if key.count > keyLimit { throw .tooLarge(what: "The key of a row", bytes: key.count, limit: keyLimit) }
    if valueSize > valueLimit { throw .tooLarge(what: "The value of a row", bytes: valueSize, limit: valueLimit) }
  }

  mutating func add(key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) throws(StoreError) {
    if levels[0].add(key: key, value: value) { try endNode(at: 0) }
  }

  mutating func add(key: [UInt8], value: [UInt8]) throws(StoreError) {
    try key.withRawBytes { (key) throws(StoreError) in
      try value.withRawBytes { (value) throws(StoreError) in try add(key: key, value: value) }
    }
  }

  /// Whether a node of `level` may be put in whole: where no node of it or of a lower level is begun, the rows that
  /// follow are cut as they were when that node was made.
  func canTakeNode(of level: Int) -> Bool {
    levels.prefix(level + 1).allSatisfy { $0.isEmpty }
  }

  /// Puts in a whole node of `level` that is in the store. The caller has asked `canTakeNode`.
  mutating func addNode(
    _ id: ObjectID, of level: Int, lastKey: UnsafeRawBufferPointer, rowCount: Int
  ) throws(StoreError) {
    while levels.count <= level + 1 { levels.append(NodeBuilder(level: levels.count)) }
    if levels[level + 1].add(key: lastKey, child: id, rowCount: rowCount) { try endNode(at: level + 1) }
  }

  /// The root of what was put in. It may be an interior node with one child where whole nodes were put in.
  mutating func finish() throws(StoreError) -> ObjectID {
    var level = 0
    while level < levels.count {
      if level > 0, levels[level].entriesEver == 1, levels[(level + 1)...].allSatisfy({ $0.entriesEver == 0 }),
        let only = levels[level].lastChild
      {
        return only
      }
      if !levels[level].isEmpty { try endNode(at: level) }
      level += 1
    }
    return try pack.add(.node, Node.emptyBytes)
  }

  private mutating func endNode(at level: Int) throws(StoreError) {
    let key = levels[level].lastKey
    let rowCount = levels[level].rowCount
    let id = try pack.add(.node, levels[level].encoded())
    levels[level].startNext()
    try key.withRawBytes { (key) throws(StoreError) in
      try addNode(id, of: level, lastKey: key, rowCount: rowCount)
    }
  }
}

extension Node {
  /// The one tree without rows. Every reader knows it, whether it is stored or not.
  static let emptyBytes = NodeBuilder(level: 0).encoded()
  static let emptyID = ObjectID(kind: .node, content: emptyBytes)
}

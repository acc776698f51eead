/// One row of a tree.
public struct Row: Equatable, Sendable {
  public var key: [UInt8]
  public var value: [UInt8]
  public init(key: [UInt8], value: [UInt8]) {
    self.key = key
    self.value = value
  }
}

/// A change to one key: a new value, or nil to delete it.
public struct Edit: Equatable, Sendable {
  public var key: [UInt8]
  public var value: [UInt8]?
  public init(key: [UInt8], value: [UInt8]?) {
    self.key = key
    self.value = value
  }
}

/// A sorted, immutable, history-independent table: a prolly tree. The same rows have the same root whatever the
/// order of edits. Keys are compared as bytes.
///
/// Keys have at most 4 KiB and values at most 16 MiB; values of more than a few KiB make edits near them costly.
public struct Tree: Sendable {
  public let root: ObjectID
  let store: Store

  /// The tree with `root` in `store`. Reads nothing yet.
  public init(root: ObjectID, in store: Store) {
    self.root = root
    self.store = store
  }

  /// The number of rows: one node read.
  ///
  /// - Throws: as `Store.read`.
  public func count() throws(StoreError) -> Int { try store.node(root).totalRows }

  /// The value of `key`: one node a level, O(log n).
  ///
  /// - Throws: as `Store.read`.
  public func value(for key: [UInt8]) throws(StoreError) -> [UInt8]? {
    var node = try store.node(root)
    var level = node.level
    while true {
      let index = node.lowerBound(of: key)
      guard index < node.count else { return nil }
      if node.isLeaf { return node.compareKey(at: index, to: key) == 0 ? node.value(at: index) : nil }
      node = try child(of: node, at: index, level: &level)
    }
  }

  /// The row at `index` in key order (interior nodes carry row counts), or nil past the last: O(log n).
  ///
  /// - Throws: as `Store.read`.
  public func row(at index: Int) throws(StoreError) -> Row? {
    guard index >= 0 else { return nil }
    var node = try store.node(root)
    var level = node.level
    var rest = index
    while !node.isLeaf {
      var next = 0
      while next < node.count, rest >= node.rowCount(at: next) {
        rest &-= node.rowCount(at: next)
        next += 1
      }
      guard next < node.count else { return nil }
      node = try child(of: node, at: next, level: &level)
    }
    return rest < node.count ? node.row(at: rest) : nil
  }

  /// The number of rows before `key`: O(log n).
  ///
  /// - Throws: as `Store.read`.
  public func index(of key: [UInt8]) throws(StoreError) -> Int {
    var node = try store.node(root)
    var level = node.level
    var before = 0
    while true {
      let index = node.lowerBound(of: key)
      if node.isLeaf { return before + index }
      for earlier in 0..<index { before &+= node.rowCount(at: earlier) }
      guard index < node.count else { return before }
      node = try child(of: node, at: index, level: &level)
    }
  }

  /// Rows in key order from `start` (inclusive; nil from the first) until `body` gives false.
  ///
  /// - Throws: as `Store.read`, and what `body` throws.
  public func forEach(from start: [UInt8]? = nil, _ body: (Row) throws -> Bool) throws {
    var cursor = try start.map { (key) throws(StoreError) in try TreeCursor(self, from: key) } ?? TreeCursor(self)
    while !cursor.isAtEnd {
      if cursor.level >= 0 {
        try cursor.descend()
      } else {
        guard try body(cursor.row) else { return }
        cursor.advance()
      }
    }
  }

  /// The root of the empty tree, written to `pack`.
  ///
  /// - Throws: as `PackWriter.add`.
  public static func empty(in pack: PackWriter) throws(StoreError) -> ObjectID {
    try pack.add(.node, Node.emptyBytes)
  }

  /// The root after `edits`, which must be in strictly ascending key order. Cost grows with the edits.
  ///
  /// The tree may itself have been written to `pack` and not be visible yet.
  ///
  /// - Throws: `unsortedKeys`, `tooLarge`, and as `Store.read` and `PackWriter.add`.
  public func applying(_ edits: some Sequence<Edit>, pack: PackWriter) throws(StoreError) -> ObjectID {
    var editor = try TreeEditor(store: store, pack: pack, edits: edits.makeIterator())
    return try editor.finish(from: root)
  }

  private func child(of node: Node, at index: Int, level: inout Int) throws(StoreError) -> Node {
    let id = node.child(at: index)
    let child = try store.node(id)
    level -= 1
    guard child.level == level else {
      throw .corrupt(id, pack: "", detail: "a node of level \(child.level) in a wrong place")
    }
    return child
  }
}

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
public struct Tree: Sendable {
  public let root: ObjectID
  let store: Store

  /// The tree with `root` in `store`. Reads nothing yet.
  public init(root: ObjectID, in store: Store) {
    self.root = root
    self.store = store
  }

  /// The number of rows: one node read.
  public func count() throws(StoreError) -> Int { fatalError() }

  /// The value of `key`: one node a level, O(log n).
  public func value(for key: [UInt8]) throws(StoreError) -> [UInt8]? { fatalError() }

  /// The row at `index` in key order (interior nodes carry row counts): O(log n).
  public func row(at index: Int) throws(StoreError) -> Row? { fatalError() }

  /// Rows in key order from `start` (inclusive; nil from the first) until `body` gives false.
  public func forEach(from start: [UInt8]? = nil, _ body: (Row) throws -> Bool) throws { fatalError() }

  /// The root of the empty tree, written to `pack`.
  public static func empty(in pack: PackWriter) throws(StoreError) -> ObjectID { fatalError() }

  /// The root after `edits`, which must be in strictly ascending key order. Cost grows with the edits.
  public func applying(_ edits: some Sequence<Edit>, pack: PackWriter) throws(StoreError) -> ObjectID { fatalError() }

  /// The changes from `self` to `other` in key order until `body` gives false; shared subtrees are never read.
  public func forEachChange(to other: Tree, _ body: (RowChange) throws -> Bool) throws { fatalError() }
}

/// How one key differs between two trees. `old` is nil where it was added, `new` where it was removed.
public struct RowChange: Equatable, Sendable {
  public var key: [UInt8]
  public var old: [UInt8]?
  public var new: [UInt8]?
}

/// Builds a tree from rows in strictly ascending key order, in one pass and bounded memory.
public struct TreeBuilder: ~Copyable {
  public init(pack: PackWriter) { fatalError() }
  public mutating func add(key: [UInt8], value: [UInt8]) throws(StoreError) { fatalError() }
  /// The root of the tree of the rows added.
  public consuming func finish() throws(StoreError) -> ObjectID { fatalError() }
}

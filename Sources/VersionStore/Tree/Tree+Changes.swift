/// How one key differs between two trees. `old` is nil where it was added, `new` where it was removed.
public struct RowChange: Equatable, Sendable {
  public var key: [UInt8]
  public var old: [UInt8]?
  public var new: [UInt8]?

  public init(key: [UInt8], old: [UInt8]?, new: [UInt8]?) {
    self.key = key
    self.old = old
    self.new = new
  }
}

extension Tree {
  /// The changes from `self` to `other` in key order until `body` gives false; shared subtrees are never read.
  ///
  /// Both trees are walked side by side. Where the same subtree is next in both it is passed over by its id; else the
  /// higher one is opened. The trees are cut alike except near changes, so the two walks fall in step again at once:
  /// O(changes · log n).
  ///
  /// - Throws: as `Store.read`, and what `body` throws.
  public func forEachChange(to other: Tree, _ body: (RowChange) throws -> Bool) throws {
    var cursor = try ChangeCursor(from: self, to: other)
    while let change = try cursor.next() {
      guard try body(change) else { return }
    }
  }
}

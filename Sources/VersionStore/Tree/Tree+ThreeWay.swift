/// What one key has in a tree and in two that came from it, where either of these differs from it. Nil is no row.
public struct ThreeWayChange: Equatable, Sendable {
  public var key: [UInt8]
  public var base: [UInt8]?
  public var ours: [UInt8]?
  public var theirs: [UInt8]?

  public init(key: [UInt8], base: [UInt8]?, ours: [UInt8]?, theirs: [UInt8]?) {
    self.key = key
    self.base = base
    self.ours = ours
    self.theirs = theirs
  }
}

extension Tree {
  /// Each key that `ours` or `theirs` has otherwise than `self`, their common base, in key order until `body` gives
  /// false. Subtrees that all three share are never read: O(changes · log n).
  ///
  /// - Throws: as `Store.read`, and what `body` throws.
  public func forEachThreeWayChange(
    ours: Tree, theirs: Tree, _ body: (ThreeWayChange) throws -> Bool
  ) throws {
    var changes = try ThreeWayChanges(base: self, ours: ours, theirs: theirs)
    while let change = try changes.next() {
      guard try body(change) else { return }
    }
  }
}

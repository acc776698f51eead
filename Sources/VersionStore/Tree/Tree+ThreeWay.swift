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
    var ourCursor = try ChangeCursor(from: self, to: ours)
    var theirCursor = try ChangeCursor(from: self, to: theirs)
    var (our, their) = (try ourCursor.next(), try theirCursor.next())
    while let change = Tree.joined(our, their) {
      guard try body(change) else { return }
      if our?.key == change.key { our = try ourCursor.next() }
      if their?.key == change.key { their = try theirCursor.next() }
    }
  }

  /// The change that comes first, with what both sides made of its key.
  private static func joined(_ our: RowChange?, _ their: RowChange?) -> ThreeWayChange? {
    switch (our, their) {
    case (nil, nil): return nil
    case (let our?, nil): return ThreeWayChange(key: our.key, base: our.old, ours: our.new, theirs: our.old)
    case (nil, let their?):
      return ThreeWayChange(key: their.key, base: their.old, ours: their.old, theirs: their.new)
    case (let our?, let their?):
      let order = compareBytes(our.key, their.key)
      if order < 0 { return joined(our, nil) }
      if order > 0 { return joined(nil, their) }
      return ThreeWayChange(key: our.key, base: our.old, ours: our.new, theirs: their.new)
    }
  }
}

/// The keys that two trees have otherwise than the one that both came from, one after another in key order. For walking
/// several tables side by side; else `Tree.forEachThreeWayChange` is simpler.
public struct ThreeWayChanges {
  private var ourCursor: ChangeCursor
  private var theirCursor: ChangeCursor
  private var our: RowChange?
  private var their: RowChange?

  /// - Throws: as `Store.read`.
  public init(base: Tree, ours: Tree, theirs: Tree) throws(StoreError) {
    ourCursor = try ChangeCursor(from: base, to: ours)
    theirCursor = try ChangeCursor(from: base, to: theirs)
    our = try ourCursor.next()
    their = try theirCursor.next()
  }

  /// The next change; nil after the last. Subtrees that all three share are never read: O(changes · log n) in all.
  ///
  /// - Throws: as `Store.read`.
  public mutating func next() throws(StoreError) -> ThreeWayChange? {
    guard let change = Self.joined(our, their) else { return nil }
    if our?.key == change.key { our = try ourCursor.next() }
    if their?.key == change.key { their = try theirCursor.next() }
    return change
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

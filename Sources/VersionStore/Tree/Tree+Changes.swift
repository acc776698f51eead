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
    guard root != other.root else { return }
    var old = try TreeCursor(self)
    var new = try TreeCursor(other)
    while !old.isAtEnd || !new.isAtEnd {
      let (oldLevel, newLevel) = (old.isAtEnd ? -1 : old.level, new.isAtEnd ? -1 : new.level)
      if oldLevel >= 0 || newLevel >= 0 {
        if oldLevel == newLevel, old.subtree == new.subtree {
          old.advance()
          new.advance()
        } else {
          if oldLevel >= newLevel { try old.descend() }
          if newLevel >= oldLevel { try new.descend() }
        }
      } else if let change = Tree.nextChange(&old, &new) {
        guard try body(change) else { return }
      }
    }
  }

  /// Goes past the next row of one side or, where both have the key, of both; gives the change, if it is one.
  private static func nextChange(_ old: inout TreeCursor, _ new: inout TreeCursor) -> RowChange? {
    let order: Int
    if old.isAtEnd {
      order = 1
    } else if new.isAtEnd {
      order = -1
    } else {
      order = compareBytes(old.place.node.key(at: old.place.index), new.place.node.key(at: new.place.index))
    }
    if order < 0 {
      let row = old.row
      old.advance()
      return RowChange(key: row.key, old: row.value, new: nil)
    }
    if order > 0 {
      let row = new.row
      new.advance()
      return RowChange(key: row.key, old: nil, new: row.value)
    }
    defer {
      old.advance()
      new.advance()
    }
    let (oldRow, newRow) = (old.row, new.row)
    return oldRow == newRow ? nil : RowChange(key: oldRow.key, old: oldRow.value, new: newRow.value)
  }
}

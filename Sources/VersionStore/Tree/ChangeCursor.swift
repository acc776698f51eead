/// The changes between two trees, one after another in key order.
struct ChangeCursor {
  private var old: TreeCursor
  private var new: TreeCursor
  private let isSame: Bool

  init(from old: Tree, to new: Tree) throws(StoreError) {
    isSame = old.root == new.root
    self.old = try TreeCursor(old)
    self.new = try TreeCursor(new)
  }

  /// The next change: walks both trees to it side by side, passing over what they share.
  mutating func next() throws(StoreError) -> RowChange? {
    guard !isSame else { return nil }
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
      } else if let change = nextChange() {
        return change
      }
    }
    return nil
  }

  /// Goes past the next row of one side or, where both have the key, of both; gives the change, if it is one.
  private mutating func nextChange() -> RowChange? {
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

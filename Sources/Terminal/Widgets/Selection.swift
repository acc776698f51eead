/// Which of a list's rows is chosen and which are in sight: the arithmetic of every scrolling list.
public struct Selection: Equatable, Sendable {
  public private(set) var count: Int
  /// The chosen row; 0 when there is none.
  public private(set) var index = 0
  /// The first row in sight.
  public private(set) var top = 0
  /// How many rows are in sight.
  public private(set) var height: Int

  public init(count: Int, height: Int = 1) {
    self.count = max(0, count)
    self.height = max(1, height)
  }

  public var isEmpty: Bool { count == 0 }
  public var visible: Range<Int> { top..<min(count, top + height) }

  /// Chooses row `index`, or the nearest there is, and brings it into sight.
  public mutating func select(_ index: Int) {
    self.index = max(0, min(count - 1, index))
    reveal()
  }

  public mutating func move(by rows: Int) { select(index + rows) }

  /// Takes a new number of rows or another height and keeps the choice as near as can be.
  public mutating func resize(count: Int? = nil, height: Int? = nil) {
    self.count = max(0, count ?? self.count)
    self.height = max(1, height ?? self.height)
    select(index)
  }

  /// Arrows, PgUp, PgDn, Home and End; false for another key.
  public mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .pageUp: move(by: -max(1, height - 1))
    case .pageDown: move(by: max(1, height - 1))
    case .home: select(0)
    case .end: select(count - 1)
    default: return false
    }
    return true
  }

  private mutating func reveal() {
    if index < top { top = index }
    if index >= top + height { top = index - height + 1 }
    top = max(0, min(top, count - height))
  }
}

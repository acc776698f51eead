import Terminal

/// Where the parts of the dashboard stand: all panels in a grid, or one beside the list of them, or one alone.
struct DashboardLayout: Equatable, Sendable {
  enum Form: Equatable, Sendable {
    case grid(columns: Int)
    case list
    case alone
  }

  let form: Form
  let size: Size
  /// Rows 1 and, where there is room, the one above the status line are rules.
  let isRuled: Bool
  let hasLowRule: Bool

  /// - Parameter isLarge: One panel, also where there is room for the grid.
  init(_ size: Size, isLarge: Bool = false) {
    self.size = size
    isRuled = size.rows >= 10
    hasLowRule = size.rows >= 16
    let columns = max(2, min(4, size.columns / 56))
    let lines = (DashboardPanel.allCases.count + columns - 1) / columns
    if !isLarge, size.columns >= 112, size.rows - 5 >= lines * 8 {
      form = .grid(columns: columns)
    } else if size.columns >= 72, size.rows >= 16 {
      form = .list
    } else {
      form = .alone
    }
  }

  var isRoomy: Bool { size.rows >= 16 }
  private var top: Int { isRuled ? 2 : 1 }
  /// What lies between the rules.
  var body: Area {
    let margin = 1
    let bottom = size.rows - 2 - (hasLowRule ? 1 : 0)
    return Area(row: top, column: margin, rows: max(0, bottom - top), columns: max(0, size.columns - 2 * margin))
  }

  static let listWidth = 24

  /// Lines of panels in the grid.
  private static func lines(_ columns: Int) -> [[DashboardPanel]] {
    let all = DashboardPanel.allCases
    return stride(from: 0, to: all.count, by: columns).map { Array(all[$0..<min(all.count, $0 + columns)]) }
  }
  private static let gap = 3
  private func width(_ columns: Int) -> Int { (body.columns - Self.gap * (columns - 1)) / columns }

  /// Rows of each line of the grid, title and gap included: as many as its panels wish for, as far as there is room. What is
  /// left goes to all alike.
  ///
  /// - Parameter wish: the rows that a panel's plot would like to have in so many columns.
  func heights(_ wish: (DashboardPanel, _ columns: Int) -> Int) -> [Int] {
    guard case .grid(let columns) = form else { return [] }
    let wishes = Self.lines(columns).map { line in line.map { wish($0, width(columns) - 2) }.max() ?? 0 }
    var heights = wishes.map { min($0, 4) }
    var room = body.rows - 1 - 2 * heights.count - heights.reduce(0, +)
    while room > 0, let place = heights.indices.max(by: { wishes[$0] - heights[$0] < wishes[$1] - heights[$1] }) {
      if wishes[place] <= heights[place] { break }
      heights[place] += 1
      room -= 1
    }
    return heights.enumerated().map {
      $1 + 2 + max(0, room) / heights.count + ($0 < max(0, room) % heights.count ? 1 : 0)
    }
  }

  /// Where a panel is drawn; nil where it is not in sight.
  ///
  /// - Parameter heights: those of the grid's lines.
  func area(of panel: DashboardPanel, chosen: DashboardPanel, heights: [Int]) -> Area? {
    switch form {
    case .alone: return panel == chosen ? body : nil
    case .list:
      guard panel == chosen else { return nil }
      let left = DashboardLayout.listWidth + 4
      return Area(row: body.row + 1, column: left, rows: body.rows - 1, columns: max(0, size.columns - left - 2))
    case .grid(let columns):
      guard let place = DashboardPanel.allCases.firstIndex(of: panel), place / columns < heights.count else {
        return nil
      }
      let line = place / columns
      return Area(
        row: body.row + 1 + heights.prefix(line).reduce(0, +),
        column: body.column + place % columns * (width(columns) + Self.gap), rows: heights[line] - 1,
        columns: width(columns))
    }
  }

  /// Rows of a table, without its titles.
  var tableRows: Int { max(1, body.rows - (isRoomy ? 4 : 2)) }
}

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
    let margin = size.columns >= 60 ? 1 : 1
    let bottom = size.rows - 2 - (hasLowRule ? 1 : 0)
    return Area(row: top, column: margin, rows: max(0, bottom - top), columns: max(0, size.columns - 2 * margin))
  }

  static let listWidth = 24

  /// Where a panel is drawn; nil where it is not in sight.
  func area(of panel: DashboardPanel, chosen: DashboardPanel) -> Area? {
    switch form {
    case .alone: return panel == chosen ? body : nil
    case .list:
      guard panel == chosen else { return nil }
      let left = DashboardLayout.listWidth + 4
      return Area(row: body.row + 1, column: left, rows: body.rows - 1, columns: max(0, size.columns - left - 2))
    case .grid(let columns):
      guard let place = DashboardPanel.allCases.firstIndex(of: panel) else { return nil }
      let lines = (DashboardPanel.allCases.count + columns - 1) / columns
      let gap = 3
      let width = (body.columns - gap * (columns - 1)) / columns
      let height = (body.rows - 1) / lines
      return Area(
        row: body.row + 1 + place / columns * height, column: body.column + place % columns * (width + gap),
        rows: height - 1, columns: width)
    }
  }

  /// Rows of a table, without its titles.
  var tableRows: Int { max(1, body.rows - (isRoomy ? 4 : 2)) }
}

/// Rows of cells in columns, one of them chosen.
public struct TableView: Equatable, Sendable {
  public struct Column: Equatable, Sendable {
    public var title: String
    public var alignsRight: Bool
    /// The narrowest it may become when there is too little room; nil keeps its width.
    public var shrinksTo: Int?
    public init(_ title: String = "", alignsRight: Bool = false, shrinksTo: Int? = nil) {
      self.title = title
      self.alignsRight = alignsRight
      self.shrinksTo = shrinksTo
    }
  }

  public var columns: [Column]
  public var rows: [[[Span]]] {
    didSet { selection.resize(count: rows.count) }
  }
  public var selection: Selection

  /// A row is a run of spans a column.
  public init(columns: [Column], rows: [[[Span]]]) {
    self.columns = columns
    self.rows = rows
    selection = Selection(count: rows.count)
  }

  public mutating func handle(_ key: Key) -> Bool { selection.handle(key) }

  /// Draws the titles (where any column has one) and the rows in sight, the chosen one marked `▸` and in focus.
  public func draw(in frame: inout Frame, row: Int, column: Int, rows height: Int, width: Int) {
    var line = row
    let widths = columnWidths(in: width - 2)
    if columns.contains(where: { !$0.title.isEmpty }) {
      draw(columns.map { [Span($0.title, .dim)] }, widths, in: &frame, row: line, column: column + 2)
      line += 1
    }
    var view = selection
    view.resize(height: max(1, height - (line - row)))
    for index in view.visible where line < row + height {
      if index == view.index {
        frame.fill(row: line, column: column, rows: 1, columns: width, role: .focus)
        frame.put("▸", row: line, column: column, role: .focus)
        let focused = rows[index].map { $0.map { Span($0.text, .focus) } }
        draw(focused, widths, in: &frame, row: line, column: column + 2)
      } else {
        draw(rows[index], widths, in: &frame, row: line, column: column + 2)
      }
      line += 1
    }
  }

  private func draw(_ cells: [[Span]], _ widths: [Int], in frame: inout Frame, row: Int, column: Int) {
    var place = column
    for (index, width) in widths.enumerated() where width > 0 {
      let cell = index < cells.count ? cells[index] : []
      let taken = cell.reduce(0) { $0 + displayWidth($1.text) }
      let shift = columns[index].alignsRight ? max(0, width - taken) : 0
      frame.put(cell, row: row, column: place + shift, width: width - shift)
      place += width + 2
    }
  }

  /// As wide as the widest cell; where that is too much, the columns that may shrink give way from the last.
  func columnWidths(in width: Int) -> [Int] {
    var widths = columns.map { displayWidth($0.title) }
    for row in rows {
      for (index, cell) in row.prefix(columns.count).enumerated() {
        widths[index] = max(widths[index], cell.reduce(0) { $0 + displayWidth($1.text) })
      }
    }
    var excess = widths.reduce(0, +) + 2 * max(0, widths.count - 1) - width
    for index in columns.indices.reversed() where excess > 0 {
      guard let least = columns[index].shrinksTo else { continue }
      let given = min(excess, max(0, widths[index] - least))
      widths[index] -= given
      excess -= given
    }
    return widths
  }
}

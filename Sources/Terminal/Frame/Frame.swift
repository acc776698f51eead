public struct Size: Equatable, Hashable, Sendable {
  public var rows: Int
  public var columns: Int
  public init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }
}

/// One picture of the whole screen: a flat array of cells, an equatable value.
public struct Frame: Equatable, Sendable {
  public let size: Size
  /// Where the terminal's cursor stands; nil hides it.
  public var cursor: (row: Int, column: Int)? = nil
  /// Row after row.
  var cells: [Cell]

  /// A blank frame. A negative size counts as none.
  public init(size: Size) {
    self.size = Size(rows: max(0, size.rows), columns: max(0, size.columns))
    cells = Array(repeating: .blank(.text), count: self.size.rows * self.size.columns)
  }

  public static func == (a: Frame, b: Frame) -> Bool {
    a.size == b.size && a.cursor?.row == b.cursor?.row && a.cursor?.column == b.cursor?.column && a.cells == b.cells
  }

  /// The cell at a place inside the frame.
  public subscript(row: Int, column: Int) -> Cell { cells[row * size.columns + column] }

  /// Draws runs of text one after another; gives the columns used.
  @discardableResult
  public mutating func put(_ spans: [Span], row: Int, column: Int, width: Int? = nil) -> Int {
    let limit = width ?? max(0, size.columns - column)
    var used = 0
    for span in spans where used < limit {
      used += put(span.text, row: row, column: column + used, role: span.role, width: limit - used)
    }
    return used
  }

  /// Fills a rectangle with spaces in `role`.
  public mutating func fill(row: Int, column: Int, rows: Int, columns: Int, role: Role) {
    let left = max(0, column)
    let right = min(size.columns, column + columns)
    guard left < right else { return }
    for row in max(0, row)..<max(max(0, row), min(size.rows, row + rows)) {
      cutWideCells(row: row, from: left, to: right)
      let start = row * size.columns
      for index in start + left..<start + right { cells[index] = .blank(role) }
    }
  }

  /// A thin horizontal rule.
  public mutating func rule(row: Int, column: Int = 0, columns: Int? = nil) {
    let left = max(0, column)
    let right = min(size.columns, column + (columns ?? size.columns))
    guard row >= 0, row < size.rows, left < right else { return }
    cutWideCells(row: row, from: left, to: right)
    let cell = Cell(Cluster(0x2500, width: 1), role: .rule)
    for index in row * size.columns + left..<row * size.columns + right { cells[index] = cell }
  }

  /// Copies `other` with its top left at (`row`, `column`), clipped. The cursor is not copied.
  public mutating func paste(_ other: Frame, row: Int, column: Int) {
    let left = max(0, column)
    let right = min(size.columns, column + other.size.columns)
    guard left < right else { return }
    for line in 0..<other.size.rows where (0..<size.rows).contains(row + line) {
      cutWideCells(row: row + line, from: left, to: right)
      let target = (row + line) * size.columns
      let source = line * other.size.columns - column
      for place in left..<right { cells[target + place] = other.cells[source + place] }
      mendEdges(row: row + line, from: left, to: right)
    }
  }

  /// Gives what stands in part of a row another role, keeping the text: for a search match or a selection.
  public mutating func paint(row: Int, column: Int, columns: Int, role: Role) {
    change(row: row, column: column, columns: columns) { $0.role = role }
  }

  /// Adds attributes to what stands in part of a row.
  public mutating func decorate(row: Int, column: Int, columns: Int, _ attributes: Attributes) {
    change(row: row, column: column, columns: columns) { $0.attributes.formUnion(attributes) }
  }

  private mutating func change(row: Int, column: Int, columns: Int, _ body: (inout Cell) -> Void) {
    guard row >= 0, row < size.rows else { return }
    let left = max(0, column)
    for place in left..<max(left, min(size.columns, column + columns)) { body(&cells[row * size.columns + place]) }
  }

  /// The rows as plain text without trailing blanks: for tests, golden files and the scripted tour.
  public func lines() -> [String] {
    (0..<size.rows).map { row in
      var line = String.UnicodeScalarView()
      var kept = line.endIndex
      for cell in cells[row * size.columns..<(row + 1) * size.columns] where cell.width > 0 {
        line.append(contentsOf: cell.scalars)
        if !cell.isBlank { kept = line.endIndex }
      }
      return String(line[..<kept])
    }
  }
}

/// A run of text in one role.
public struct Span: Equatable, Sendable {
  public var text: String
  public var role: Role
  public init(_ text: String, _ role: Role = .text) {
    self.text = text
    self.role = role
  }
}

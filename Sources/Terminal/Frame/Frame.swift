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

  public init(size: Size) { self.size = size }

  public static func == (a: Frame, b: Frame) -> Bool { fatalError() }

  /// Draws `text` from (`row`, `column`), clipped to `width` columns (to the edge when nil) and to the frame; what
  /// does not fit ends in `…` when `ellipsis`. Graphemes take their display width; controls, escapes, bidi
  /// overrides and zero-width characters are drawn as visible glyphs. Gives the columns used.
  @discardableResult
  public mutating func put(
    _ text: String, row: Int, column: Int, role: Role = .text, width: Int? = nil, ellipsis: Bool = true
  ) -> Int { fatalError() }

  /// Draws runs of text one after another; gives the columns used.
  @discardableResult
  public mutating func put(_ spans: [Span], row: Int, column: Int, width: Int? = nil) -> Int { fatalError() }

  /// Fills a rectangle with spaces in `role`.
  public mutating func fill(row: Int, column: Int, rows: Int, columns: Int, role: Role) { fatalError() }

  /// A thin horizontal rule.
  public mutating func rule(row: Int, column: Int = 0, columns: Int? = nil) { fatalError() }

  /// Copies `other` with its top left at (`row`, `column`), clipped.
  public mutating func paste(_ other: Frame, row: Int, column: Int) { fatalError() }

  /// The rows as plain text without trailing blanks: for tests, golden files and the scripted tour.
  public func lines() -> [String] { fatalError() }
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

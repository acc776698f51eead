/// A list that narrows while one types: the command palette.
public struct Palette: Equatable, Sendable {
  public struct Item: Equatable, Sendable {
    public var id: String
    public var title: String
    /// What stands at the right: the key of a command.
    public var detail: String
    /// Why it cannot be chosen now; nil when it can.
    public var disabledBecause: String?
    public init(id: String, title: String, detail: String = "", disabledBecause: String? = nil) {
      self.id = id
      self.title = title
      self.detail = detail
      self.disabledBecause = disabledBecause
    }
  }

  public enum Outcome: Equatable, Sendable {
    case open
    case chosen(String)
    case cancelled
  }

  public let items: [Item]
  public private(set) var editor = LineEditor()
  public private(set) var selection: Selection
  /// The items that fit what was typed, best first, with the graphemes of the title that matched.
  public private(set) var results: [(item: Int, positions: [Int])]

  public init(items: [Item], height: Int = 10) {
    self.items = items
    results = items.indices.map { ($0, []) }
    selection = Selection(count: items.count, height: height)
  }

  public static func == (a: Palette, b: Palette) -> Bool {
    a.items == b.items && a.editor == b.editor && a.selection == b.selection
  }

  public var selected: Item? { results.isEmpty ? nil : items[results[selection.index].item] }

  /// Typing narrows, arrows choose, Enter takes, Escape leaves. A disabled item is not taken.
  public mutating func handle(_ key: Key) -> Outcome {
    switch key {
    case .escape, .control("c"): return .cancelled
    case .enter:
      guard let selected, selected.disabledBecause == nil else { return .open }
      return .chosen(selected.id)
    case .up, .down, .pageUp, .pageDown: _ = selection.handle(key)
    case .control("p"): selection.move(by: -1)
    case .control("n"), .tab: selection.move(by: 1)
    case .backTab: selection.move(by: -1)
    default: if editor.handle(key) { filter() }
    }
    return .open
  }

  public mutating func paste(_ text: String) {
    editor.insert(text)
    filter()
  }

  public mutating func resize(height: Int) { selection.resize(height: height) }

  private mutating func filter() {
    let query = editor.text
    results =
      items.enumerated()
      .compactMap { index, item in FuzzyMatch(query, in: item.title).map { (index, $0) } }
      .sorted { ($1.1.score, $0.0) < ($0.1.score, $1.0) }
      .map { ($0.0, $0.1.positions) }
    selection = Selection(count: results.count, height: selection.height)
  }

  /// Draws the line being typed and below it the results, `rows` in all.
  public func draw(in frame: inout Frame, row: Int, column: Int, rows: Int, width: Int) {
    guard rows > 0, width > 4 else { return }
    frame.fill(row: row, column: column, rows: rows, columns: width, role: .text)
    frame.put(":", row: row, column: column, role: .key)
    editor.draw(in: &frame, row: row, column: column + 2, width: width - 2)
    var view = selection
    view.resize(height: max(1, rows - 1))
    if results.isEmpty && rows > 1 {
      frame.put("nothing fits; Esc leaves", row: row + 1, column: column + 2, role: .dim, width: width - 2)
    }
    for (line, index) in view.visible.enumerated() where line < rows - 1 {
      draw(results[index], focused: index == view.index, in: &frame, row: row + 1 + line, column: column, width: width)
    }
  }

  private func draw(
    _ result: (item: Int, positions: [Int]), focused: Bool, in frame: inout Frame, row: Int, column: Int, width: Int
  ) {
    let item = items[result.item]
    let role: Role = focused ? .focus : item.disabledBecause == nil ? .text : .dim
    if focused {
      frame.fill(row: row, column: column, rows: 1, columns: width, role: .focus)
      frame.put("▸", row: row, column: column, role: .focus)
    }
    let detail = item.disabledBecause ?? item.detail
    let room = max(width / 2, width - 4 - displayWidth(item.title))
    let detailWidth = min(displayWidth(detail), room)
    let titleWidth = max(1, width - 3 - detailWidth)
    frame.put(item.title, row: row, column: column + 2, role: role, width: titleWidth)
    frame.put(
      detail, row: row, column: column + width - detailWidth, role: focused ? .focus : .key, width: detailWidth)
    let title = Array(item.title)
    for position in result.positions {
      let before = displayWidth(String(title[..<position]))
      guard before < titleWidth else { break }
      frame.decorate(row: row, column: column + 2 + before, columns: displayWidth(String(title[position])), .underline)
    }
  }
}

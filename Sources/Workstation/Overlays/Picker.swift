import Terminal

/// A list to choose from by typing a few letters: the palette, values by name, annotators, filters.
struct Picker: Equatable, Sendable {
  enum Purpose: Equatable, Sendable {
    /// Ids are command ids, or "value:" ids of the screen.
    case command
    /// Values of the screen's questions.
    case value
    case annotatorToSendBack
    case annotatorToAccept
    case filter
  }

  let purpose: Purpose
  let title: String
  private(set) var list: Palette
  /// A sentence under the list.
  let hint: String

  init(_ purpose: Purpose, title: String, items: [Palette.Item], hint: String = "") {
    self.purpose = purpose
    self.title = title
    self.hint = hint
    list = Palette(items: items)
  }

  enum Verdict: Equatable {
    case open, cancelled
    case chosen(String)
    /// A number typed into the palette: a place to go to.
    case number(Int)
  }

  mutating func handle(_ key: Key) -> Verdict {
    if key == .enter, purpose == .command, let place = Int(list.editor.text), place > 0 { return .number(place) }
    switch list.handle(key) {
    case .open: return .open
    case .cancelled: return .cancelled
    case .chosen(let id): return .chosen(id)
    }
  }

  mutating func paste(_ text: String) { list.paste(text) }

  func draw(in frame: inout Frame) {
    let size = frame.size
    let isRoomy = size.rows >= 10
    let top = isRoomy ? 1 : 0
    // The header above and the footer below stay; the list takes what it needs of the rest.
    let room = max(1, size.rows - top - (isRoomy ? 3 : 1))
    let rows = min(room, max(2, min(list.items.count, 16) + 1))
    let width = min(size.columns, 100)
    frame.fill(row: top, column: 0, rows: rows + (isRoomy ? 2 : 0), columns: size.columns, role: .text)
    if isRoomy { frame.rule(row: top) }
    let listTop = top + (isRoomy ? 1 : 0)
    var list = list
    list.resize(height: max(1, rows - 1))
    list.draw(in: &frame, row: listTop, column: 1, rows: rows, width: width - 2)
    if list.editor.isEmpty && !title.isEmpty {
      frame.put(title, row: listTop, column: 5, role: .dim, width: max(0, width - 7))
    }
    guard isRoomy else { return }
    frame.rule(row: listTop + rows)
    frame.fill(row: size.rows - 1, column: 0, rows: 1, columns: size.columns, role: .text)
    var hints = [Hint("Enter", "take"), Hint("Esc", "back")]
    if !hint.isEmpty { hints.insert(Hint("", hint), at: 0) }
    frame.hints(hints, row: size.rows - 1)
  }
}

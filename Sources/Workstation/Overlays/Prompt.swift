import Terminal

/// One line that a person types: a comment, a reason, a search.
struct Prompt: Equatable, Sendable {
  /// What the line is for; it comes back to the screen with the text.
  enum Purpose: Equatable, Sendable {
    case comment(sample: String)
    case skip(sample: String)
    case find
    case jump
    /// Send a sample back to an annotator.
    case note(sample: String, annotator: String)
    /// The reason of the decision to come on this question.
    case reason(sample: String, question: String)
    /// The reason of the decision made last.
    case reasonOfLast
  }

  enum Verdict: Equatable {
    case open, cancelled
    case submitted(String)
  }

  let purpose: Purpose
  /// "skip because"
  let lead: String
  /// What is said while the line is empty.
  let hint: String
  /// An empty line is an answer too (it removes a comment).
  let takesEmpty: Bool
  /// Lines typed before, offered for the arrows.
  let offers: [String]
  private(set) var editor: LineEditor
  private(set) var offer: Int?
  private(set) var remark: String?

  init(
    _ purpose: Purpose, lead: String, text: String = "", hint: String = "", takesEmpty: Bool = false,
    offers: [String] = []
  ) {
    self.purpose = purpose
    self.lead = lead
    self.hint = hint
    self.takesEmpty = takesEmpty
    self.offers = offers
    editor = LineEditor(text)
  }

  var text: String { editor.text }

  mutating func handle(_ key: Key) -> Verdict {
    remark = nil
    switch key {
    case .escape, .control("c"): return .cancelled
    case .enter:
      let text = Prompt.trimmed(editor.text)
      if text.isEmpty && !takesEmpty {
        remark = offers.isEmpty ? "type it, or Esc leaves" : "type it, take one with ↑ ↓, or Esc leaves"
        return .open
      }
      return .submitted(text)
    case .up: take(offer.map { $0 + 1 } ?? 0)
    case .down: take(offer.map { $0 - 1 } ?? offers.count - 1)
    default: if editor.handle(key) { offer = nil }
    }
    return .open
  }

  mutating func paste(_ text: String) {
    editor.insert(text)
    offer = nil
  }

  private mutating func take(_ index: Int) {
    guard !offers.isEmpty else { return }
    let index = (index + offers.count) % offers.count
    offer = index
    editor = LineEditor(offers[index])
  }

  /// Draws the line in `row`, and the offers above it as far as there are rows below `top`.
  func draw(in frame: inout Frame, row: Int, top: Int) {
    let columns = frame.size.columns
    let shown = max(0, min(offers.count, row - top, 6))
    for index in 0..<shown {
      let line = row - 1 - index
      let isChosen = offer == index
      frame.fill(row: line, column: 0, rows: 1, columns: columns, role: isChosen ? .focus : .text)
      frame.put((isChosen ? " ▸ " : "   ") + offers[index], row: line, column: 0, role: isChosen ? .focus : .dim)
    }
    frame.fill(row: row, column: 0, rows: 1, columns: columns, role: .text)
    let lead = frame.put(lead + " ", row: row, column: 1, role: .key, width: max(1, columns / 2))
    let left = 1 + lead
    editor.draw(in: &frame, row: row, column: left, width: max(1, columns - left - 1))
    if let aside = remark ?? (editor.isEmpty ? hint : nil), !aside.isEmpty {
      frame.put(
        aside, row: row, column: left + 2, role: remark == nil ? .dim : .warning, width: max(0, columns - left - 3))
    }
  }

  static func trimmed(_ text: String) -> String {
    var part = Substring(text)
    while part.first?.isWhitespace == true { part.removeFirst() }
    while part.last?.isWhitespace == true { part.removeLast() }
    return String(part)
  }
}

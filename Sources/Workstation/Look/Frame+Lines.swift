import Terminal

/// A key and what it does, for the hints at the bottom.
struct Hint: Equatable, Sendable {
  var key: String
  var text: String
  init(_ key: String, _ text: String) {
    self.key = key
    self.text = text
  }
}

extension Frame {
  /// Draws `spans` so that they end before column `right`; gives the column where they begin.
  @discardableResult
  mutating func putRight(_ spans: [Span], row: Int, right: Int, from left: Int = 0) -> Int {
    let width = spans.reduce(0) { $0 + displayWidth($1.text) }
    let column = max(left, right - width)
    put(spans, row: row, column: column, width: max(0, right - column))
    return column
  }

  /// The top line: where I am at the left, and at the right as many of `parts` as fit. Parts are dropped from the
  /// first on, so that the last, most important one stays.
  mutating func header(_ left: String, parts: [String], row: Int = 0) {
    let wanted = min(displayWidth(left), size.columns / 2)
    var parts = parts.filter { !$0.isEmpty }
    func width(_ parts: [String]) -> Int { parts.reduce(0) { $0 + displayWidth($1) } + 3 * max(0, parts.count - 1) }
    let room = max(0, size.columns - 2 - wanted - 2)
    while parts.count > 1 && width(parts) > room { parts.removeFirst() }
    let right = parts.joined(separator: " · ")
    let column = max(1, size.columns - 1 - min(displayWidth(right), room))
    put(left, row: row, column: 1, role: .title, width: max(0, column - 3))
    put(right, row: row, column: column, role: .dim, width: max(0, size.columns - 1 - column))
  }

  /// The bottom line: as many hints as fit, the last two (palette and help) always where there is any room.
  mutating func hints(_ hints: [Hint], row: Int) {
    func width(_ hint: Hint) -> Int { displayWidth(hint.key) + 1 + displayWidth(hint.text) + 3 }
    var room = size.columns - 1
    let always = hints.suffix(2)
    room -= always.reduce(0) { $0 + width($1) }
    var shown: [Hint] = []
    for hint in hints.dropLast(2) {
      guard width(hint) <= room else { continue }
      room -= width(hint)
      shown.append(hint)
    }
    var column = 1
    for hint in shown + always where column < size.columns {
      column += put(hint.key, row: row, column: column, role: .key) + 1
      column += put(hint.text, row: row, column: column, role: .hint) + 3
    }
  }

  /// What stands in the sample's place before there is one: that it is being opened, or all of why it could not be.
  mutating func opening(_ failure: Notice?, retry: String, row: Int, column: Int, width: Int, rows: Int) {
    guard let failure else {
      put("opening…", row: row, column: column, role: .dim, width: width)
      return
    }
    let why = wrap(failure.span.text, width: width).map { ($0, failure.span.role) }
    let retrying = wrap("\(retry) tries again.", width: width).map { ($0, Ink.dim) }
    let lines = why + (why.count + retrying.count < rows ? [("", Ink.text)] : []) + retrying
    for (index, line) in lines.prefix(rows).enumerated() {
      put(line.0, row: row + index, column: column, role: line.1, width: width)
    }
  }

  /// A bar of `width` columns, `part` of `whole` of it filled.
  mutating func bar(_ part: Int, of whole: Int, row: Int, column: Int, width: Int) {
    guard width > 0 else { return }
    let share = whole > 0 ? Double(max(0, min(part, whole))) / Double(whole) : 0
    // Never full before all is done, never empty after something is.
    var filled = Int(share * Double(width))
    if part > 0 && filled == 0 { filled = 1 }
    put(String(repeating: "█", count: filled), row: row, column: column, role: .barFilled)
    put(String(repeating: "░", count: width - filled), row: row, column: column + filled, role: .barEmpty)
  }

  /// What stands where the window is too small for anything else.
  static func tooSmall(_ size: Size) -> Frame {
    var frame = Frame(size: size)
    frame.put("too small: 20×5", row: 0, column: 0, role: .warning)
    return frame
  }
}

import Terminal

/// A text with the look of its parts.
struct StyledText: Equatable, Sendable {
  struct Mark: Equatable, Sendable {
    /// Bytes (UTF-8) of the text.
    var range: Range<Int>
    var role: Ink?
    var attributes: Attributes = []
  }

  private(set) var text = ""
  private(set) var marks: [Mark] = []
  private(set) var length = 0

  init(_ text: String = "", _ role: Ink? = nil, _ attributes: Attributes = []) { append(text, role, attributes) }

  mutating func append(_ part: String, _ role: Ink? = nil, _ attributes: Attributes = []) {
    let start = length
    text += part
    length += part.utf8.count
    guard role != nil || !attributes.isEmpty, length > start else { return }
    marks.append(Mark(range: start..<length, role: role, attributes: attributes))
  }

  mutating func newline() { append("\n") }

  var isEmpty: Bool { length == 0 }

  /// The text broken to `width`, lines after the first set in by `hanging` columns, all of them behind `prefix`.
  func wrapped(width: Int, first: String = "", rest: String = "", lead: Ink = .dim) -> StyledText {
    let inset = max(displayWidth(first), displayWidth(rest))
    let layout = TextLayout(text, width: max(8, width - inset))
    var result = StyledText()
    for (index, line) in layout.lines.enumerated() {
      if index > 0 { result.newline() }
      result.append(index == 0 ? first : rest, lead)
      let start = result.length
      result.append(line.text)
      for mark in marks {
        let part = mark.range.clamped(to: line.source)
        guard !part.isEmpty else { continue }
        let from = start + part.lowerBound - line.source.lowerBound
        let upTo = min(result.length, from + part.count)
        guard from < upTo else { continue }
        result.marks.append(Mark(range: from..<upTo, role: mark.role, attributes: mark.attributes))
      }
    }
    return result
  }

  mutating func append(_ other: StyledText) {
    let start = length
    text += other.text
    length += other.length
    for mark in other.marks {
      let range = mark.range.lowerBound + start..<mark.range.upperBound + start
      marks.append(Mark(range: range, role: mark.role, attributes: mark.attributes))
    }
  }
}

/// A styled text in a window: Terminal's text view, with the marks laid over what it draws.
struct StyledView: Equatable, Sendable {
  private(set) var view: TextView
  private let marks: [StyledText.Mark]
  /// The marks as places on the screen, by line; made anew only when the width changes.
  private var places: [[Place]]

  private struct Place: Equatable, Sendable {
    var columns: Range<Int>
    var mark: Int
  }

  init(_ styled: StyledText, width: Int, height: Int) {
    view = TextView(styled.text, width: width, height: height)
    marks = styled.marks
    places = StyledView.place(marks, in: view.layout)
  }

  mutating func resize(width: Int, height: Int) {
    guard width != view.layout.width || max(1, height) != view.height else { return }
    let isSameWidth = max(1, width) == view.layout.width
    view.resize(width: width, height: height)
    if !isSameWidth { places = StyledView.place(marks, in: view.layout) }
  }

  mutating func handle(_ key: Key) -> Bool { view.handle(key) }
  mutating func find(_ query: String) -> Int { view.find(query) }
  mutating func nextMatch() -> Bool { view.nextMatch() }
  mutating func previousMatch() -> Bool { view.previousMatch() }
  mutating func scroll(by lines: Int) { view.scroll(by: lines) }

  func draw(in frame: inout Frame, row: Int, column: Int, role: Ink = .text) {
    view.draw(in: &frame, row: row, column: column, role: role)
    for index in view.top..<min(view.lineCount, view.top + view.height) where index < places.count {
      for place in places[index] {
        let mark = marks[place.mark]
        let line = row + index - view.top
        if let ink = mark.role {
          paint(ink, over: role, in: &frame, row: line, columns: place.columns, from: column)
        }
        if !mark.attributes.isEmpty {
          frame.decorate(
            row: line, column: column + place.columns.lowerBound, columns: place.columns.count, mark.attributes)
        }
      }
    }
  }

  /// Paints only what is in the view's own role: matches and stand-ins for hostile characters keep theirs.
  private func paint(
    _ ink: Ink, over role: Ink, in frame: inout Frame, row: Int, columns: Range<Int>, from left: Int
  ) {
    guard row >= 0, row < frame.size.rows else { return }
    for column in columns where left + column >= 0 && left + column < frame.size.columns {
      if frame[row, left + column].role == role {
        frame.paint(row: row, column: left + column, columns: 1, role: ink)
      }
    }
  }

  private static func place(_ marks: [StyledText.Mark], in layout: TextLayout) -> [[Place]] {
    var places = Array(repeating: [Place](), count: layout.lines.count)
    for (number, mark) in marks.enumerated() {
      var line = layout.line(of: mark.range.lowerBound)
      while line < layout.lines.count, layout.lines[line].source.lowerBound < mark.range.upperBound {
        if let columns = layout.columns(of: mark.range, line: line) {
          places[line].append(Place(columns: columns, mark: number))
        }
        line += 1
      }
    }
    return places
  }
}

/// A long text in a window of rows: scrolling, and finding with every match marked.
public struct TextView: Equatable, Sendable {
  public private(set) var layout: TextLayout
  public private(set) var height: Int
  /// The first line in sight.
  public private(set) var top = 0
  /// What is searched for; empty when nothing is.
  public private(set) var query = ""
  /// The bytes of the source (UTF-8) where the query was found, in order.
  public private(set) var matches: [Range<Int>] = []
  /// The match that was stepped to last.
  public private(set) var currentMatch: Int?
  private let text: String

  public init(_ text: String, width: Int, height: Int) {
    self.text = text
    self.height = max(1, height)
    layout = TextLayout(text, width: width)
  }

  public var lineCount: Int { layout.lines.count }
  public var isScrollable: Bool { lineCount > height }
  public var isAtEnd: Bool { top + height >= lineCount }
  /// How many lines lie below the window.
  public var linesBelow: Int { max(0, lineCount - top - height) }

  /// Takes another size and keeps the first character in sight in sight.
  public mutating func resize(width: Int, height: Int) {
    let offset = layout.lines[top].source.lowerBound
    if width != layout.width { layout = TextLayout(text, width: width) }
    self.height = max(1, height)
    scroll(to: layout.line(of: offset))
  }

  public mutating func scroll(to line: Int) { top = max(0, min(line, lineCount - height)) }
  public mutating func scroll(by lines: Int) { scroll(to: top + lines) }

  /// Arrows up and down, PgUp, PgDn, Home and End; false for another key.
  public mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .up: scroll(by: -1)
    case .down: scroll(by: 1)
    case .pageUp: scroll(by: -max(1, height - 1))
    case .pageDown: scroll(by: max(1, height - 1))
    case .home: scroll(to: 0)
    case .end: scroll(to: lineCount)
    default: return false
    }
    return true
  }

  /// Finds every place of `query`, whatever the case; an empty one ends the search. Gives how many there are.
  @discardableResult
  public mutating func find(_ query: String) -> Int {
    self.query = query
    matches = TextSearch.ranges(of: query, in: text)
    currentMatch = nil
    return matches.count
  }

  /// Steps to the next match from what is in sight, round the end; false when there is none.
  @discardableResult
  public mutating func nextMatch() -> Bool {
    guard !matches.isEmpty else { return false }
    let first = layout.lines[top].source.lowerBound
    let next = currentMatch.map { $0 + 1 } ?? matches.firstIndex { $0.lowerBound >= first } ?? 0
    return step(to: next % matches.count)
  }

  /// Steps to the match before, round the start; false when there is none.
  @discardableResult
  public mutating func previousMatch() -> Bool {
    guard !matches.isEmpty else { return false }
    let first = layout.lines[top].source.lowerBound
    let previous = (currentMatch ?? matches.firstIndex { $0.lowerBound >= first } ?? 0) - 1
    return step(to: (previous + matches.count) % matches.count)
  }

  private mutating func step(to match: Int) -> Bool {
    currentMatch = match
    let line = layout.line(of: matches[match].lowerBound)
    if line < top || line >= top + height { scroll(to: line - height / 2) }
    return true
  }

  /// Draws the lines in sight; the rows of the window below the text stay as they are.
  public func draw(in frame: inout Frame, row: Int, column: Int, role: Role = .text) {
    for index in top..<min(lineCount, top + height) {
      let line = row + index - top
      frame.put(layout.lines[index].text, row: line, column: column, role: role, width: layout.width, ellipsis: false)
      for (number, match) in matches.enumerated() {
        guard let columns = layout.columns(of: match, line: index) else { continue }
        frame.paint(row: line, column: column + columns.lowerBound, columns: columns.count, role: .match)
        guard number == currentMatch else { continue }
        frame.decorate(row: line, column: column + columns.lowerBound, columns: columns.count, .underline)
      }
    }
  }
}

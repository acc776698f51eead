import Terminal

/// A text to read over the whole screen: guidelines, help, figures. It scrolls and can be searched.
struct Reader: Equatable, Sendable {
  enum Subject: Equatable, Sendable {
    case guidelines, help, figures
    case blame(sample: String)
  }

  let subject: Subject
  let title: String
  /// Keys that close it besides Esc: the one that opened it.
  let closing: [Key]
  private(set) var view: StyledView
  private(set) var finder: LineEditor?
  private var remark: String?

  static let width = SamplePane.measure

  init(_ subject: Subject, title: String, text: StyledText, size: Size, closing: [Key]) {
    self.subject = subject
    self.title = title
    self.closing = closing
    view = StyledView(text, width: Reader.width(in: size), height: Reader.height(in: size))
  }

  /// Columns of text in a window.
  static func width(in size: Size) -> Int { max(8, min(width, size.columns - 2 * margin(in: size))) }
  private static func margin(in size: Size) -> Int { size.columns >= 60 ? 3 : 1 }
  private static func height(in size: Size) -> Int { max(1, size.rows - (size.rows >= 10 ? 5 : 2)) }

  /// Takes a text laid out for another width, staying where it was.
  mutating func replace(_ text: StyledText, size: Size) {
    let top = view.view.top
    let query = view.view.query
    view = StyledView(text, width: Reader.width(in: size), height: Reader.height(in: size))
    if !query.isEmpty { _ = view.find(query) }
    view.scroll(by: top)
  }

  mutating func resize(_ size: Size) {
    view.resize(width: Reader.width(in: size), height: Reader.height(in: size))
  }

  /// False when it is to be closed.
  mutating func handle(_ key: Key) -> Bool {
    remark = nil
    if finder != nil {
      find(key)
      return true
    }
    switch key {
    case .escape:
      if view.view.query.isEmpty { return false }
      _ = view.find("")
    case .character("/"), .control("f"): finder = LineEditor(view.view.query)
    case .character("}"): step(forward: true)
    case .character("{"): step(forward: false)
    case .space: _ = view.handle(.pageDown)
    case _ where closing.contains(key): return false
    default: if !view.handle(key) { remark = "Esc goes back" }
    }
    return true
  }

  mutating func paste(_ text: String) { finder?.insert(text) }

  private mutating func find(_ key: Key) {
    switch key {
    case .escape: finder = nil
    case .enter:
      let query = finder?.text ?? ""
      finder = nil
      if view.find(query) > 0 {
        _ = view.nextMatch()
      } else if !query.isEmpty {
        remark = "“\(query)” is not in this text"
      }
    default: _ = finder?.handle(key)
    }
  }

  private mutating func step(forward: Bool) {
    let isFound = forward ? view.nextMatch() : view.previousMatch()
    if !isFound { remark = "nothing is searched for: / finds" }
  }

  func draw(in frame: inout Frame) {
    let size = frame.size
    frame.fill(row: 0, column: 0, rows: size.rows, columns: size.columns, role: .text)
    let isRoomy = size.rows >= 10
    frame.header(title, parts: [place])
    if isRoomy {
      frame.rule(row: 1)
      frame.rule(row: size.rows - 2)
    }
    view.draw(in: &frame, row: isRoomy ? 3 : 1, column: Reader.margin(in: size))
    drawBottom(in: &frame, row: size.rows - 1)
  }

  private func drawBottom(in frame: inout Frame, row: Int) {
    if let finder {
      let lead = frame.put("find ", row: row, column: 1, role: .key)
      finder.draw(in: &frame, row: row, column: 1 + lead, width: max(1, frame.size.columns - 2 - lead))
    } else if let remark {
      frame.put(remark, row: row, column: 1, role: .dim)
    } else if !view.view.query.isEmpty {
      let count = view.view.matches.count
      let number = view.view.currentMatch.map { "\($0 + 1) of " } ?? ""
      frame.hints(
        [Hint("{ }", "\(number)\(Figures.count(count, "match", "matches"))"), Hint("Esc", "ends it")], row: row)
    } else {
      frame.hints(
        [Hint("↑↓ PgUp PgDn", "scroll"), Hint("/", "find"), Hint("Esc", "back")], row: row)
    }
  }

  private var place: String {
    let text = view.view
    guard text.isScrollable else { return "" }
    return "line \(Figures.grouped(text.top + 1)) of \(Figures.grouped(text.lineCount))"
  }
}

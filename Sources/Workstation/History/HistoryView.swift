import AnnotationEngine
import Terminal

extension HistoryScreen {
  func draw(in frame: inout Frame, keys: KeyMap) {
    drawHeader(in: &frame)
    if HistoryScreen.hasRules(size) { frame.rule(row: 1) }
    if let version {
      version.draw(
        in: &frame, row: HistoryScreen.top(size) + (size.rows >= 16 ? 1 : 0), column: size.columns >= 60 ? 3 : 1)
    } else if let commit {
      commit.draw(in: &frame, row: HistoryScreen.top(size), rows: HistoryScreen.listRows(size))
    } else {
      drawList(in: &frame, keys: keys)
    }
    if size.rows >= 16 { frame.rule(row: size.rows - 3) }
    frame.put(status, row: size.rows - 2, column: 1, width: max(0, size.columns - 2))
    frame.hints(hints(keys), row: size.rows - 1)
  }

  private func drawHeader(in frame: inout Frame) {
    var left = "\(workplace.title) · history"
    var place = entries.isEmpty ? "" : HistoryScreen.place(selection.index + 1, of: count ?? entries.count)
    if isReading && count == nil && !place.isEmpty { place += "…" }
    if let version {
      if size.columns >= 60 { left += " · " } else { left = "" }
      left += "\(version.sample) at \(HistoryScreen.short(version.commit.commit))"
      // Counted from the first version on, so that a number means the same next year.
      let count = version.versions.count
      place = version.place.map { "version \(HistoryScreen.place(count - $0, of: count))" } ?? ""
    } else if let commit {
      if size.columns < 60 { left = workplace.project.name }
      left += " · \(HistoryScreen.short(commit.report.entry.commit))"
    }
    frame.header(left, parts: [workplace.session.person, place])
  }

  private static func place(_ place: Int, of count: Int) -> String {
    "\(Figures.grouped(place)) of \(Figures.grouped(count))"
  }

  // MARK: The list

  private func drawList(in frame: inout Frame, keys: KeyMap) {
    let top = HistoryScreen.top(size)
    guard !entries.isEmpty else {
      drawNothing(in: &frame, row: top, keys: keys)
      return
    }
    let shown = min(lanes, HistoryScreen.mostLanes(size))
    let columns = Columns(size, graph: GraphRow.width(lanes: shown), authors: entries[selection.visible].map(\.author))
    for (line, index) in selection.visible.enumerated() {
      draw(index, lanes: shown, columns, in: &frame, row: top + line)
    }
  }

  private func draw(_ index: Int, lanes: Int, _ columns: Columns, in frame: inout Frame, row: Int) {
    let entry = entries[index]
    let isFocus = index == selection.index
    if isFocus { frame.put("▸", row: row, column: 1, role: .key) }
    drawGraph(rows[index].text(limit: lanes), in: &frame, row: row, column: columns.graph)
    var column = columns.message
    let edge = columns.author ?? columns.time ?? size.columns - 1
    for ref in entry.refs where edge - column > 4 {
      let role: Ink = isFocus ? .focus : entry.commit == head && ref == entry.refs.first ? .chosen : .heading
      column += frame.put("[\(ref)]", row: row, column: column, role: role, width: min(26, edge - column - 2)) + 1
    }
    let (room, start) = (max(0, edge - column - 2), column)
    column += frame.put(entry.message, row: row, column: column, role: isFocus ? .focus : .text, width: room)
    // One run from the first name to the last word, without gaps between them.
    if isFocus { frame.paint(row: row, column: columns.message, columns: column - columns.message, role: .focus) }
    mark(entry.message, in: &frame, row: row, column: start, width: room)
    if let author = columns.author {
      frame.put(entry.author, row: row, column: author, role: .dim, width: columns.authorWidth)
    }
    if columns.time != nil {
      frame.putRight([Span(Figures.moment(entry.time, now: asOf), .dim)], row: row, right: size.columns - 1)
    }
  }

  /// Lines are quiet, commits stand out.
  private func drawGraph(_ text: String, in frame: inout Frame, row: Int, column: Int) {
    for (offset, shape) in text.enumerated() where shape != " " {
      let isCommit = shape == "●" || shape == "○"
      frame.put(String(shape), row: row, column: column + offset, role: isCommit ? .key : .dim)
    }
  }

  /// Marks what is searched for, as far as it is in sight.
  private func mark(_ text: String, in frame: inout Frame, row: Int, column: Int, width: Int) {
    guard let search, !search.isEmpty else { return }
    let bytes = Array(text.utf8)
    for match in TextSearch.ranges(of: search, in: text) {
      let before = displayWidth(String(decoding: bytes[..<match.lowerBound], as: UTF8.self))
      let found = displayWidth(String(decoding: bytes[match], as: UTF8.self))
      guard before < width else { return }
      frame.paint(row: row, column: column + before, columns: min(found, width - before), role: .match)
    }
  }

  private func drawNothing(in frame: inout Frame, row: Int, keys: KeyMap) {
    let words =
      failure.map { "\($0.span.text). \(keys.name(of: "history.refresh")) tries again." }
      ?? (isLoaded ? "Nothing is committed yet. gloss commit -m MESSAGE keeps a version." : "reading…")
    for (index, line) in wrap(words, width: max(8, size.columns - 6)).enumerated()
    where index < HistoryScreen.listRows(size) {
      frame.put(line, row: row + index, column: 3, role: failure?.span.role ?? .dim)
    }
  }

  /// Where the parts of a line stand.
  private struct Columns {
    let graph = 3
    let message: Int
    let author: Int?
    let authorWidth: Int
    let time: Int?

    init(_ size: Size, graph width: Int, authors: [String]) {
      message = graph + width + 2
      time = size.columns >= 60 ? size.columns - 1 - 12 : nil
      authorWidth = min(16, authors.map(displayWidth).max() ?? 0)
      author = size.columns >= 72 ? time.map { $0 - 2 - min(16, authors.map(displayWidth).max() ?? 0) } : nil
    }
  }

  /// Lanes drawn side by side: a graph never takes more than a quarter of the window.
  static func mostLanes(_ size: Size) -> Int { max(2, min(12, size.columns / 10)) }

  // MARK: Status and hints

  private var status: [Span] {
    if let notice { return notice.line }
    if let failure, !entries.isEmpty { return [failure.span] }
    if opening != nil { return [Span("reading…", .dim)] }
    if let version { return [Span(HistoryScreen.words(version.commit), .dim)] }
    if let veil = commit?.veil { return [Span("! " + veil, .warning)] }
    guard commit == nil, let selected else { return [] }
    var parts = [HistoryScreen.short(selected.commit), selected.author, Figures.date(selected.time)]
    if selected.parents.count > 1 {
      parts.append("joins " + selected.parents.map { String($0.prefix(7)) }.joined(separator: " and "))
    }
    return [Span(parts.joined(separator: " · "), .dim)]
  }

  private static func words(_ entry: LogEntry) -> String {
    ([short(entry.commit), entry.author, Figures.date(entry.time)] + entry.refs.map { "[\($0)]" } + [entry.message])
      .joined(separator: " · ")
  }

  /// As `gloss log` shows an id.
  static func short(_ commit: String) -> String { String(commit.prefix(10)) }

  private func hints(_ keys: KeyMap) -> [Hint] {
    func hint(_ id: String, _ words: String) -> Hint { Hint(keys.name(of: id), words) }
    let always = [hint("all.palette", "commands"), hint("all.help", "help")]
    if size.columns < 48 {
      let first = version != nil ? hint("all.back", "back") : hint("history.open", "open")
      return [first, Hint(keys.name(of: "all.palette"), "all"), always[1]]
    }
    let steps = "\(keys.name(of: "history.older")) \(keys.name(of: "history.newer"))"
    var hints: [Hint] = []
    if version != nil {
      hints += [Hint(steps, "older, newer"), hint("history.blame", "who labeled it"), hint("all.back", "back")]
    } else if let commit {
      if commit.target != nil { hints.append(hint("history.open", "as it was then")) }
      hints += [Hint(steps, "older, newer"), hint("all.back", "back")]
    } else {
      if !entries.isEmpty { hints += [hint("history.open", "what it changed"), hint("history.find", "find")] }
      if search != nil {
        let pair = "\(keys.name(of: "history.previous-match")) \(keys.name(of: "history.next-match"))"
        hints.append(Hint(pair, "matches"))
      }
      hints.append(hint("all.leave", "leave"))
    }
    return hints + always
  }
}

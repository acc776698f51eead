import AnnotationEngine
import Terminal

/// Where questions and their values stand above the bottom line. Made when the window or the project changes, not for
/// every frame, and the same for every sample, so that hands learn it.
struct QuestionBlock: Equatable, Sendable {
  /// How much is shown, from all to the least.
  enum Form: Equatable, Sendable {
    /// A title line and the values below.
    case titled
    /// The values alone.
    case bare
    /// A line a question.
    case folded
  }

  struct Cell: Equatable, Sendable {
    var question: Int
    var value: Int
    var row: Int
    var column: Int
    var width: Int
    var key: String
    var title: String
    var ink: Ink
    /// A column between the mark and the key.
    var isSpaced = true
  }

  /// The title of an end of a rating's scale.
  struct Note: Equatable, Sendable {
    var question: Int
    var row: Int
    var column: Int
    var text: String
    var width: Int
  }

  let form: Form
  let rows: Int
  private let titles: [(row: Int, question: Int, text: String, aside: String)]
  private let cells: [Cell]
  private let notes: [Note]
  private let scales: [ScaleRow]
  /// Values that found no place.
  private let hidden: Int
  private let isMany: Bool

  static func == (a: QuestionBlock, b: QuestionBlock) -> Bool {
    a.form == b.form && a.rows == b.rows && a.cells == b.cells && a.notes == b.notes
      && a.scales == b.scales && a.hidden == b.hidden
  }

  /// - Parameters:
  ///   - keys: What each value's key is called.
  ///   - budget: Rows that it may take at most, one at least.
  ///   - prefersFolding: In a small window a line is kept for the text before it is spent on titles.
  init(_ questions: [Question], keys: AnswerKeys, width: Int, budget: Int, prefersFolding: Bool) {
    isMany = questions.count > 1
    var forms: [Form] = [.titled, .folded]
    if questions.count <= 1 { forms = [.titled, .bare, .folded] }
    if prefersFolding {
      forms = questions.count <= 1 ? [.folded, .bare, .folded] : [.folded]
    }
    var plan = Plan()
    var chosen = Form.folded
    for (index, form) in forms.enumerated() {
      plan = Plan(questions, keys: keys, width: width, form: form)
      chosen = form
      let isLast = index == forms.count - 1
      if isLast || (plan.rows <= budget && !plan.isCut) { break }
    }
    form = chosen
    rows = max(1, min(plan.rows, budget))
    titles = plan.titles
    cells = plan.cells
    notes = plan.notes
    scales = plan.scales
    hidden = plan.hidden
  }

  // MARK: Drawing

  /// What the values look like now.
  struct Look {
    var answers: Answers
    /// The question that waits for an answer, marked where there are several.
    var current: Int?
    var isClosed: Bool
    /// A number that is being typed, and the question that it answers.
    var typed: (question: Int, text: String)?
    /// By question, what is suggested.
    var suggestions: [String: Suggestion] = [:]
    /// The key that accepts a suggestion.
    var acceptKey = ""
  }

  func draw(_ questions: [Question], _ look: Look, in frame: inout Frame, row top: Int) {
    let shift = firstRow(for: look.current)
    let chosen = zip(questions, questions.map { $0.chosen(in: look.answers[$0.name]) }).map(\.1)
    for title in titles where (shift..<shift + rows).contains(title.row) {
      let line = top + title.row - shift
      let isCurrent = isMany && look.current == title.question
      var column = 1
      if isMany { column += frame.put(isCurrent ? "▸ " : "  ", row: line, column: column, role: .key) }
      column += frame.put(title.text, row: line, column: column, role: look.isClosed ? .dim : .heading)
      column += frame.put("  " + title.aside, row: line, column: column, role: .dim)
      if let suggestion = look.suggestions[questions[title.question].name] {
        let spans = questions[title.question].spans(for: suggestion, acceptKey: look.acceptKey)
        frame.putRight(spans, row: line, right: frame.size.columns - 1, from: column + 2)
      }
    }
    for cell in cells where (shift..<shift + rows).contains(cell.row) && cell.question < chosen.count {
      let name = questions[cell.question].values[cell.value].name
      let proposed = look.suggestions[questions[cell.question].name]?.answer
      draw(
        cell, isChosen: chosen[cell.question].contains(name),
        isProposed: questions[cell.question].chosen(in: proposed).contains(name), look, in: &frame,
        row: top + cell.row - shift)
    }
    for note in notes where (shift..<shift + rows).contains(note.row) {
      frame.put(note.text, row: top + note.row - shift, column: note.column, role: .dim, width: note.width)
    }
    for scale in scales where (shift..<shift + rows).contains(scale.row) {
      let question = questions[scale.question]
      scale.draw(
        question, look.answers[question.name],
        typed: look.typed.flatMap { $0.question == scale.question ? $0.text : nil },
        suggested: look.suggestions[question.name]?.answer, isClosed: look.isClosed,
        in: &frame, row: top + scale.row - shift)
    }
    if form == .folded && isMany, let current = look.current, (shift..<shift + rows).contains(current) {
      frame.put("▸", row: top + current - shift, column: 0, role: .key)
    }
    if hidden > 0 {
      let words = " … \(hidden) more "
      frame.putRight([Span(words, .dim)], row: top + rows - 1, right: frame.size.columns)
    }
  }

  private func draw(
    _ cell: Cell, isChosen: Bool, isProposed: Bool, _ look: Look, in frame: inout Frame, row: Int
  ) {
    let gap = cell.isSpaced ? 1 : 0
    if isChosen {
      frame.put("●", row: row, column: cell.column, role: .chosen)
    } else if isProposed {
      frame.put("◇", row: row, column: cell.column, role: .suggestion)
    }
    var column = cell.column + 1 + gap
    column += frame.put(cell.key, row: row, column: column, role: look.isClosed ? .dim : .key) + 1
    let room = cell.column + cell.width - column
    guard room > 0 else { return }
    frame.put(
      cell.title, row: row, column: column, role: look.isClosed ? .dim : isChosen ? .chosen : cell.ink, width: room)
  }

  /// Where there are more rows than room, the question that waits is in sight.
  private func firstRow(for current: Int?) -> Int {
    let places = cells.map { ($0.question, $0.row) } + scales.map { ($0.question, $0.row) }
    let last = (titles.map(\.row) + places.map(\.1)).max() ?? 0
    guard last >= rows, let current else { return 0 }
    let wanted =
      (titles.filter { $0.question == current }.map(\.row) + places.filter { $0.0 == current }.map(\.1)).min()
    return max(0, min((wanted ?? 0), last + 1 - rows))
  }
}

/// Places for titles and values in one form.
private struct Plan {
  var rows = 1
  var titles: [(row: Int, question: Int, text: String, aside: String)] = []
  var cells: [QuestionBlock.Cell] = []
  var notes: [QuestionBlock.Note] = []
  var scales: [ScaleRow] = []
  /// Something does not show as it should.
  var isCut = false
  var hidden = 0

  init() {}

  init(_ questions: [Question], keys: AnswerKeys, width: Int, form: QuestionBlock.Form) {
    var row = 0
    for (index, question) in questions.enumerated() {
      if form == .titled {
        let aside = Plan.aside(question)
        titles.append((row, index, question.shownTitle, aside))
        row += 1
      }
      if question.kind == .rating, let taken = rate(index, question, keys, width, row, form, questions.count > 1) {
        row += taken
      } else if form == .folded {
        fold(index, question, keys, width, row, isMany: questions.count > 1)
        row += 1
      } else {
        row += spread(index, question, keys, width, row)
      }
    }
    rows = max(1, row)
  }

  private static func aside(_ question: Question) -> String {
    switch (question.kind, question.required) {
    case (.choice, true): ""
    case (.choice, false): "optional"
    case (.choices, true): "one or more, then Enter"
    case (.choices, false): "any number, then Enter"
    case (.rating, let isRequired):
      [
        question.isTyped ? question.scale.map { "a number \($0.words), then Enter" } : nil,
        isRequired ? nil : "optional",
      ].compactMap { $0 }.joined(separator: " · ")
    }
  }

  private func cell(_ q: Int, _ v: Int, _ question: Question, _ keys: AnswerKeys) -> QuestionBlock.Cell {
    let value = question.values[v]
    let key = keys.name(question: q, value: v) ?? "·"
    return .init(
      question: q, value: v, row: 0, column: 0, width: 0, key: key, title: question.cellTitle(value, key: key),
      ink: Ink(colour: value.colour))
  }

  /// The scale of a rating in one row: its digits with the titles of its ends, or a line beside which a number is typed.
  /// Gives the rows taken; nil where its numbers have titles that want more room.
  private mutating func rate(
    _ q: Int, _ question: Question, _ keys: AnswerKeys, _ width: Int, _ row: Int, _ form: QuestionBlock.Form,
    _ isMany: Bool
  ) -> Int? {
    var left = form == .folded ? 1 : 2
    if question.isTyped {
      if form == .folded && isMany { left += name(q, question, row, left, room: width / 3) }
      scales.append(ScaleRow(question: q, row: row, column: left, width: max(1, width - left - 1)))
      return 1
    }
    guard form == .folded || question.hasPlainMiddle else { return nil }
    var all = question.values.indices.map { cell(q, $0, question, keys) }
    var ends = (question.values.first?.title ?? "", question.values.last?.title ?? "")
    for index in all.indices {
      all[index].isSpaced = false
      // Titles stand at the ends of the row.
      all[index].title = all[index].key == question.values[index].name ? "" : question.values[index].name
      all[index].width = 2 + (all[index].title.isEmpty ? 0 : 1 + displayWidth(all[index].title))
    }
    let gap = form == .folded ? 0 : 1
    let taken = all.reduce(0) { $0 + $1.width + gap }
    func isFitting() -> Bool {
      let words = displayWidth(ends.0) + displayWidth(ends.1)
      return left + words + (words > 0 ? 3 : 0) + taken <= width - (isMany && form == .folded ? width / 3 : 0)
    }
    if !isFitting() {
      guard form == .folded else { return nil }
      ends = ("", "")
    }
    if form == .folded && isMany { left += name(q, question, row, left, room: max(4, width - left - taken - 1)) }
    if !ends.0.isEmpty {
      notes.append(.init(question: q, row: row, column: left + 1, text: ends.0, width: displayWidth(ends.0)))
      left += displayWidth(ends.0) + 2
    }
    for index in all.indices {
      all[index].row = row
      all[index].column = left
      left += all[index].width + gap
    }
    isCut = isCut || left > width
    cells += all
    if !ends.1.isEmpty {
      notes.append(.init(question: q, row: row, column: left + 1, text: ends.1, width: displayWidth(ends.1)))
    }
    return 1
  }

  /// What is asked, in front of a scale; gives the columns taken.
  private mutating func name(_ q: Int, _ question: Question, _ row: Int, _ column: Int, room: Int) -> Int {
    let width = max(1, min(displayWidth(question.name), room - 1))
    notes.append(.init(question: q, row: row, column: column, text: question.name, width: width))
    return width + 1
  }

  /// In one row where they fit, else in columns of one width. Gives the rows taken.
  private mutating func spread(_ q: Int, _ question: Question, _ keys: AnswerKeys, _ width: Int, _ row: Int) -> Int {
    let room = max(8, width - 3)
    var all = question.values.indices.map { cell(q, $0, question, keys) }
    let widths = all.map { 4 + displayWidth($0.title) }
    let isOneRow = widths.reduce(0, +) + 3 * max(0, all.count - 1) <= room
    let column = min(widths.max() ?? 4, room)
    let perRow = isOneRow ? max(1, all.count) : max(1, (room + 2) / (column + 2))
    var place = 2
    for index in all.indices {
      if index % perRow == 0 { place = 2 }
      all[index].row = row + index / perRow
      all[index].column = place
      all[index].width = isOneRow ? widths[index] : column
      place += all[index].width + (isOneRow ? 3 : 2)
    }
    cells += all
    return max(1, (all.count + perRow - 1) / perRow)
  }

  /// All values in one line, cut where they must be.
  private mutating func fold(
    _ q: Int, _ question: Question, _ keys: AnswerKeys, _ width: Int, _ row: Int, isMany: Bool
  ) {
    var all = question.values.indices.map { cell(q, $0, question, keys) }
    guard !all.isEmpty else { return }
    let left = isMany ? 1 : 0
    let room = max(3, width - left)
    var widths = all.map { 3 + displayWidth($0.title) }
    if widths.reduce(0, +) + all.count - 1 > room {
      isCut = true
      let each = max(5, (room + 1) / all.count - 1)
      widths = widths.map { min($0, each) }
    }
    var place = left
    var shown = 0
    for index in all.indices {
      guard place + min(4, widths[index]) <= width else { break }
      all[index].row = row
      all[index].column = place
      all[index].isSpaced = false
      all[index].width = min(widths[index], width - place)
      place += widths[index] + 1
      shown += 1
    }
    hidden += all.count - shown
    cells += all.prefix(shown)
  }
}

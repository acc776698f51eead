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
  }

  let form: Form
  let rows: Int
  private let titles: [(row: Int, question: Int, text: String, aside: String)]
  private let cells: [Cell]
  /// Values that found no place.
  private let hidden: Int
  private let isMany: Bool

  static func == (a: QuestionBlock, b: QuestionBlock) -> Bool {
    a.form == b.form && a.rows == b.rows && a.cells == b.cells && a.hidden == b.hidden
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
    hidden = plan.hidden
  }

  // MARK: Drawing

  /// What the values look like now.
  struct Look {
    var answers: Answers
    /// The question that waits for an answer, marked where there are several.
    var current: Int?
    var isClosed: Bool
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
      frame.put("  " + title.aside, row: line, column: column, role: .dim)
    }
    for cell in cells where (shift..<shift + rows).contains(cell.row) && cell.question < chosen.count {
      let name = questions[cell.question].values[cell.value].name
      draw(cell, isChosen: chosen[cell.question].contains(name), look, in: &frame, row: top + cell.row - shift)
    }
    if form == .folded && isMany, let current = look.current, (shift..<shift + rows).contains(current) {
      frame.put("▸", row: top + current - shift, column: 0, role: .key)
    }
    if hidden > 0 {
      let words = " … \(hidden) more "
      frame.putRight([Span(words, .dim)], row: top + rows - 1, right: frame.size.columns)
    }
  }

  private func draw(_ cell: Cell, isChosen: Bool, _ look: Look, in frame: inout Frame, row: Int) {
    let gap = form == .folded ? 0 : 1
    if isChosen { frame.put("●", row: row, column: cell.column, role: .chosen) }
    var column = cell.column + 1 + gap
    column += frame.put(cell.key, row: row, column: column, role: look.isClosed ? .dim : .key) + 1
    let room = cell.column + cell.width - column
    guard room > 0 else { return }
    frame.put(
      cell.title, row: row, column: column, role: look.isClosed ? .dim : isChosen ? .chosen : cell.ink, width: room)
  }

  /// Where there are more rows than room, the question that waits is in sight.
  private func firstRow(for current: Int?) -> Int {
    let last = (titles.map(\.row) + cells.map(\.row)).max() ?? 0
    guard last >= rows, let current else { return 0 }
    let wanted =
      (titles.filter { $0.question == current }.map(\.row) + cells.filter { $0.question == current }.map(\.row)).min()
    return max(0, min((wanted ?? 0), last + 1 - rows))
  }
}

/// Places for titles and values in one form.
private struct Plan {
  var rows = 1
  var titles: [(row: Int, question: Int, text: String, aside: String)] = []
  var cells: [QuestionBlock.Cell] = []
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
      if form == .folded {
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
    case (.rating, true): ""
    case (.rating, false): "optional"
    }
  }

  private func cell(_ q: Int, _ v: Int, _ question: Question, _ keys: AnswerKeys) -> QuestionBlock.Cell {
    let value = question.values[v]
    return .init(
      question: q, value: v, row: 0, column: 0, width: 0, key: keys.name(question: q, value: v) ?? "·",
      title: value.shownTitle, ink: Ink(colour: value.colour))
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
      all[index].width = min(widths[index], width - place)
      place += widths[index] + 1
      shown += 1
    }
    hidden += all.count - shown
    cells += all.prefix(shown)
  }
}

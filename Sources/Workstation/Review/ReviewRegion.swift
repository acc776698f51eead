import AnnotationEngine
import Terminal

/// Every annotator's answer side by side, as rows of runs. Made when something changes, not for every frame.
struct ReviewRegion: Equatable, Sendable {
  struct Row: Equatable, Sendable {
    var spans: [Span] = []
    var right: [Span] = []
    /// A heading goes on as a thin rule.
    var isHeading = false
  }

  private(set) var rows: [Row] = []

  init() {}
  init(rows: [Row]) { self.rows = rows }

  /// - Parameters:
  ///   - least: Annotators to keep rows for, so that nothing moves from sample to sample.
  ///   - budget: Rows at most, one at least. What matters least goes first: agreement of pairs, then values, then
  ///     the other questions, then annotators at the end.
  init(
    _ questions: [Question], item: ReviewItem?, focus: Int, keys: AnswerKeys, composing: [String]?,
    reasons: [String: String], least: Int, width: Int, budget: Int
  ) {
    guard let item, questions.indices.contains(focus) else {
      rows = Array(repeating: Row(), count: max(1, min(budget, least + 4)))
      return
    }
    let build = ReviewRows(questions: questions, item: item, width: width)
    guard budget >= 3 else {
      rows = [build.line(focus, isFocus: true)]
      return
    }
    // Two rows wherever there is a suspicion, so that nothing moves from sample to sample.
    let suspicion = budget >= 7 ? build.suspicion(rows: 2) : []
    let room = budget - 1 - suspicion.count
    let reason = reasons[questions[focus].name]
    let hasDecision = build.hasDecision(focus, reason: reason, budget: budget)
    let table = Self.table(build.voters(focus), room: max(1, room - (hasDecision ? 1 : 0)), least: least)
    var below: [Row] = []
    if hasDecision || room > table.count { below.append(build.decision(focus, reason: reason)) }
    below += Self.below(
      pairs: build.pairs(focus).map { [$0] } ?? [], values: build.values(focus, keys: keys, composing: composing),
      others: questions.indices.filter { $0 != focus }.map { build.line($0, isFocus: false) },
      room: room - table.count - below.count)
    rows = Array(([build.heading(focus)] + suspicion + table + below).prefix(budget))
  }

  /// The annotators' rows in the room that there is, with room kept for `least`.
  private static func table(_ rows: [Row], room: Int, least: Int) -> [Row] {
    var table = rows
    if table.count > room {
      let hidden = table.count - room + 1
      table = Array(table.prefix(room - 1)) + [Row(spans: [Span("   … \(hidden) more annotators", .dim)])]
    }
    let blank = min(max(0, least - table.count), max(0, room - table.count))
    return table + Array(repeating: Row(), count: blank)
  }

  /// What stands below the annotators: the other questions first get room, then the values, then the agreement of pairs.
  private static func below(pairs: [Row], values: [Row], others: [Row], room: Int) -> [Row] {
    let shownOthers = others.prefix(max(0, room))
    var left = room - shownOthers.count
    let shownValues = values.count <= left ? values : []
    left -= shownValues.count
    return (left > 0 ? pairs : []) + shownValues + shownOthers
  }
}

/// Writes the rows of one sample.
struct ReviewRows {
  typealias Row = ReviewRegion.Row
  let questions: [Question]
  let item: ReviewItem
  let width: Int

  private func answer(_ annotation: Annotation, _ q: Int) -> AnnotationEngine.Answer? {
    annotation.status == .submitted ? annotation.answers[questions[q].name] : nil
  }

  /// Whether what was decided has a row of its own. Where room is short, the mark beside the annotators' answers says it.
  func hasDecision(_ q: Int, reason: String?, budget: Int) -> Bool {
    let name = questions[q].name
    guard let resolution = item.resolutions[name] else { return reason != nil }
    let isMarked = item.annotations.contains { $0.status == .submitted && $0.answers[name] == resolution.answer }
    return !(isMarked && budget < item.annotations.count + 2)
  }

  func heading(_ q: Int) -> Row {
    let question = questions[q]
    let isOpen = item.open.contains(question.name)
    var spans = [Span(questions.count > 1 ? " ▸ " : " ", .key), Span(question.name, .heading)]
    if isOpen { spans.append(Span(" \(Signs.unequal)", .conflict)) }
    return Row(spans: spans, right: [Span(tally(q), isOpen ? .conflict : .dim)], isHeading: true)
  }

  /// "2 of 3 say negative", "all 3 say negative", "1 negative, 1 neutral".
  private func tally(_ q: Int) -> String {
    let question = questions[q]
    if let words = spread(question) { return words }
    var counts: [(words: String, count: Int)] = []
    for annotation in item.annotations {
      guard let answer = answer(annotation, q) else { continue }
      let words = question.words(for: answer)
      if let place = counts.firstIndex(where: { $0.words == words }) {
        counts[place].count += 1
      } else {
        counts.append((words, 1))
      }
    }
    let total = counts.reduce(0) { $0 + $1.count }
    guard let most = counts.max(by: { $0.count < $1.count }) else { return "no answers" }
    if counts.count == 1 { return total == 1 ? "one answer" : "all \(total) say \(most.words)" }
    if counts.filter({ $0.count == most.count }).count == 1 { return "\(most.count) of \(total) say \(most.words)" }
    return counts.map { "\($0.count) \($0.words)" }.joined(separator: ", ")
  }

  /// "median 4, 3 to 5": of numbers that differ, where there are two or more.
  private func spread(_ question: Question) -> String? {
    let numbers = item.annotations.compactMap { annotation -> DecimalNumber? in
      guard annotation.status == .submitted, case .number(let number)? = annotation.answers[question.name] else {
        return nil
      }
      return number
    }
    guard let low = numbers.min(), let high = numbers.max(), low < high,
      case .number(let median)? = item.majority[question.name]
    else { return nil }
    return "median \(median.text), \(low.text) to \(high.text)"
  }

  /// Why the label is doubted, in so many rows; none where it is not.
  func suspicion(rows: Int) -> [Row] {
    guard let suspicion = item.suspicion else { return [] }
    let lines = wrap(suspicion.why, width: max(1, width - 4))
    return (0..<rows).map { place in
      guard place < lines.count else { return Row() }
      let isCut = place == rows - 1 && lines.count > rows
      return Row(spans: [Span(place == 0 ? " ? " : "   ", .warning), Span(lines[place] + (isCut ? " …" : ""))])
    }
  }

  func voters(_ q: Int) -> [Row] {
    let question = questions[q]
    let names = min(20, item.annotations.map { displayWidth($0.annotator) }.max() ?? 0)
    let answers = min(width / 3, item.annotations.map { displayWidth(words($0, q)) }.max() ?? 0)
    let decided = item.resolutions[question.name]?.answer
    return item.annotations.enumerated().map { place, annotation in
      let answer = answer(annotation, q)
      let isDecided = decided != nil && answer == decided
      let isOdd = decided == nil && answer != nil && item.majority[question.name].map { $0 != answer } ?? false
      let mark = isDecided ? Span(" ● ", .chosen) : isOdd ? Span(Signs.unequalMark, .conflict) : Span("   ")
      var spans = [
        mark, Span(answer == nil ? "-" : ReviewScreen.letter(place).map(String.init) ?? "·", .key),
        Span(" " + fitted(annotation.annotator, names) + "   "),
        Span(fitted(words(annotation, q), answers), answer == nil ? .dim : question.ink(for: answer)),
      ]
      if width >= 60 {
        spans.append(
          Span(
            "  " + fitted(annotation.seconds > 0 ? Figures.seconds(annotation.seconds) : "–", 7, isNumber: true), .dim))
      }
      if annotation.flagged { spans.append(Span("  !", .warning)) }
      if let comment = annotation.comment { spans.append(Span("   “\(comment)”")) }
      if let sentBack = annotation.sentBack {
        spans.append(Span("   @ sent back by \(sentBack.reviewer): \(sentBack.note)", .warning))
      }
      return Row(spans: spans)
    }
  }

  private func words(_ annotation: Annotation, _ q: Int) -> String {
    switch annotation.status {
    case .submitted: questions[q].words(for: annotation.answers[questions[q].name])
    case .skipped: annotation.reason.map { "skipped: \($0)" } ?? "skipped"
    case .draft: annotation.answers.isEmpty && annotation.sentBack == nil ? "" : "not submitted"
    }
  }

  /// What was decided and why, or the reason typed before the decision.
  func decision(_ q: Int, reason: String?) -> Row {
    let question = questions[q]
    if let resolution = item.resolutions[question.name] {
      let how =
        switch resolution.how {
        case .accepted(let annotator): "as \(annotator)"
        case .majority: question.kind == .rating ? "median" : "majority"
        case .set: "set"
        }
      var spans = [
        Span(" ● ", .chosen), Span(question.words(for: resolution.answer), .chosen),
        Span(" · \(how), \(resolution.reviewer)", .dim),
      ]
      if let why = reason ?? resolution.reason { spans.append(Span(" · \(why)")) }
      return Row(spans: spans)
    }
    guard let reason else { return Row() }
    return Row(spans: [Span("   because: ", .key), Span(reason)])
  }

  /// "κ  a b .72 n 391   a c .41 n 77": how far the pairs of this sample agree over the project.
  func pairs(_ q: Int) -> Row? {
    let letters = Dictionary(
      item.annotations.enumerated().map { ($1.annotator, $0) }, uniquingKeysWith: { first, _ in first })
    let figures = (item.pairs[questions[q].name] ?? []).compactMap { pair -> String? in
      guard let a = letters[pair.a].flatMap(ReviewScreen.letter), let b = letters[pair.b].flatMap(ReviewScreen.letter),
        let kappa = pair.kappa
      else { return nil }
      return "\(a) \(b) \(Figures.coefficient(kappa)) n \(Figures.grouped(pair.items))"
    }
    if !figures.isEmpty { return Row(spans: [Span("   \(Signs.kappa)  " + figures.joined(separator: "   "), .dim)]) }
    guard let why = item.pairs[questions[q].name]?.first?.kappaWhy else { return Row() }
    return Row(spans: [Span("   no \(Signs.kappa): \(why)", .dim)])
  }

  /// The values with the digits that set them here.
  func values(_ q: Int, keys: AnswerKeys, composing: [String]?) -> [Row] {
    let question = questions[q]
    if question.isTyped, let scale = question.scale {
      var spans = [Span("   a number \(scale.words)", .dim)]
      if let typed = composing?.first { spans += [Span("  \(typed)_", .key), Span("  Enter sets", .key)] }
      return [Row(spans: spans)]
    }
    var rows: [Row] = []
    var spans: [Span] = [Span("   ")]
    var used = 3
    for (v, value) in question.values.enumerated() {
      let key = keys.name(question: q, value: v) ?? "·"
      let isChosen = composing?.contains(value.name) ?? false
      let title = question.cellTitle(value, key: key)
      let taken = displayWidth(title) + (title.isEmpty ? 4 : 7)
      if used + taken > width && used > 3 {
        rows.append(Row(spans: spans))
        spans = [Span("   ")]
        used = 3
      }
      spans.append(Span(isChosen ? "●" : " ", .chosen))
      spans.append(Span(key, .key))
      spans.append(Span(title.isEmpty ? "  " : " \(title)   ", isChosen ? .chosen : .dim))
      used += taken
    }
    if composing != nil { spans.append(Span(" Enter sets", .key)) }
    rows.append(Row(spans: spans))
    return rows
  }

  /// A question in one line: another one, or the only one where there is hardly any room.
  func line(_ q: Int, isFocus: Bool) -> Row {
    let question = questions[q]
    let isOpen = item.open.contains(question.name)
    var spans = [Span(isFocus ? "▸" : "  ", .key), Span(isFocus ? "" : " \(question.name)  ", .text)]
    if let resolution = item.resolutions[question.name] {
      spans.append(Span("● \(question.words(for: resolution.answer))", .chosen))
      return Row(spans: spans)
    }
    if isOpen { spans.append(Span("\(Signs.unequal) ", .conflict)) }
    for (place, annotation) in item.annotations.enumerated() {
      let letter = ReviewScreen.letter(place).map(String.init) ?? "·"
      spans.append(Span(letter + " ", isFocus ? .key : .dim))
      spans.append(Span(words(annotation, q) + "  ", isOpen ? .text : .dim))
    }
    return Row(spans: spans)
  }
}

import AnnotationEngine
import Terminal

extension ReviewRegion {
  /// A conflict of a merge, both sides with where they come from and what was there before them.
  ///
  /// - Parameters:
  ///   - place: Of the conflict among the sample's, from 0.
  ///   - budget: Rows at most, one at least. What matters least goes first: the values, then who made which side.
  init(
    _ questions: [Question], item: ReviewItem, conflict place: Int, keys: AnswerKeys, composing: [String]?,
    reasons: [String: String], now: Int64, width: Int, budget: Int
  ) {
    let conflict = item.conflicts[place]
    let build = ConflictRows(conflict, questions: questions, now: now, width: width)
    guard budget >= 3 else {
      self.init(rows: [build.line])
      return
    }
    let heading = build.heading(place, of: item.conflicts.count)
    let (ours, theirs) = (build.side(conflict.ours, .ours), build.side(conflict.theirs, .theirs))
    // Who and when stands on a line of its own where there is room for both.
    let isRoomy = budget >= 6
    var rows = [heading] + (isRoomy ? ours + theirs : Array(ours.prefix(1)) + theirs.prefix(1))
    if budget > rows.count { rows.append(build.before) }
    if let decision = build.decision(reasons), budget > rows.count { rows.append(decision) }
    if case .label(let name) = conflict.cell, let q = questions.firstIndex(where: { $0.name == name }) {
      let values = ReviewRows(questions: questions, item: item, width: width)
        .values(q, keys: keys, composing: composing)
      if rows.count + values.count <= budget { rows += values }
    }
    self.init(rows: rows)
  }
}

/// Writes the rows of one conflict.
private struct ConflictRows {
  typealias Row = ReviewRegion.Row
  /// From so many columns on there is room for whole sentences.
  private static let wide = 60
  private let conflict: MergeConflict
  private let questions: [Question]
  private let now: Int64
  private let width: Int
  private let sides: Int

  init(_ conflict: MergeConflict, questions: [Question], now: Int64, width: Int) {
    self.conflict = conflict
    self.questions = questions
    self.now = now
    self.width = width
    let names = [conflict.ours.branch, conflict.theirs.branch, "before"].map(displayWidth)
    sides = min(width / 4, 24, names.max() ?? 0)
  }

  /// "▸ sentiment ≠ ─── main ≠ second-team · 1 of 2".
  func heading(_ place: Int, of count: Int) -> Row {
    var right = width < ConflictRows.wide ? "" : "\(conflict.ours.branch) \(Signs.unequal) \(conflict.theirs.branch)"
    if count > 1 { right += (right.isEmpty ? "" : " · ") + "\(place + 1) of \(count)" }
    if right.isEmpty { right = "merge" }
    return Row(
      spans: [
        Span(count > 1 ? " ▸ " : " ", .key), Span(what, .heading),
        conflict.choice == nil ? Span(" \(Signs.unequal)", .conflict) : Span(" ●", .chosen),
      ], right: [Span(right, conflict.choice == nil ? .conflict : .dim)], isHeading: true)
  }

  private var what: String {
    switch conflict.cell {
    case .label(let question): question
    case .annotation(let annotator): "what \(annotator) answered"
    }
  }

  /// What one side has, and below it who put it there.
  func side(_ side: MergeConflict.Side, _ choice: MergeConflict.Choice) -> [Row] {
    let isChosen = conflict.choice == choice
    let key = choice == .ours ? "a" : "b"
    var spans = [
      isChosen ? Span(" ● ", .chosen) : Span("   "), Span(key, .key),
      Span(" " + fitted(side.branch, sides) + "   "),
      Span(words(side), isChosen ? .chosen : side.answers == nil ? .dim : ink(side)),
    ]
    if width < ConflictRows.wide, let who = who(side) { spans.append(Span(" · \(who)", .dim)) }
    if let comment = side.comment { spans.append(Span("   “\(comment)”")) }
    let made = origin(side)
    return [
      Row(spans: spans),
      Row(spans: made.isEmpty ? [] : [Span(String(repeating: " ", count: 5 + sides + 3) + made, .dim)]),
    ]
  }

  /// Where lines are short: who is behind this side, in one word.
  private func who(_ side: MergeConflict.Side) -> String? {
    side.by == nil || side.by == "resolution" ? side.reviewer ?? side.author : nil
  }

  private func origin(_ side: MergeConflict.Side) -> String {
    [
      side.commit.map(HistoryScreen.short), side.author, side.time.map { Figures.moment($0, now: now) },
    ].compactMap { $0 }.joined(separator: " · ")
  }

  /// What both sides began with.
  var before: Row {
    let lead = Span("     " + fitted("before", sides) + "   ", .dim)
    return Row(spans: [lead, Span(words(conflict.base), .dim)])
  }

  /// Another answer than those of the two sides, or the reason that waits for the decision.
  func decision(_ reasons: [String: String]) -> Row? {
    if case .answer(let answer)? = conflict.choice {
      return Row(spans: [Span(" ● ", .chosen), Span("set: \(words(answer))", .chosen)])
    }
    guard case .label(let question) = conflict.cell, let reason = reasons[question] else { return nil }
    return Row(spans: [Span("   because: ", .key), Span(reason)])
  }

  /// All of it in one line.
  var line: Row {
    Row(spans: [
      conflict.choice == nil ? Span("\(Signs.unequal) ", .conflict) : Span("● ", .chosen), Span("a ", .key),
      Span(words(conflict.ours, isBrief: true) + " "), Span("b ", .key), Span(words(conflict.theirs, isBrief: true)),
    ])
  }

  // MARK: Words

  private func words(_ side: MergeConflict.Side, isBrief: Bool = false) -> String {
    if side.status == .skipped { return "skipped" }
    guard let answers = side.answers, !answers.isEmpty else { return "nothing" }
    switch conflict.cell {
    case .label(let question):
      let words = answers[question].map { self.words($0) } ?? "nothing"
      guard let by = side.by, !isBrief, width >= ConflictRows.wide || side.reviewer == nil else { return words }
      return "\(words), \(BlameText.how(by, side.reviewer))"
    case .annotation:
      let order = questions.map(\.name)
      let names = order.filter { answers[$0] != nil } + answers.keys.filter { !order.contains($0) }.sorted()
      return names.map { name in
        let words = questions.first { $0.name == name }.words(for: answers[name])
        return questions.count > 1 ? "\(name) \(words)" : words
      }.joined(separator: " · ")
    }
  }

  private func words(_ answer: AnnotationEngine.Answer) -> String {
    guard case .label(let name) = conflict.cell else { return Question?.none.words(for: answer) }
    return questions.first { $0.name == name }.words(for: answer)
  }

  private func ink(_ side: MergeConflict.Side) -> Ink {
    guard case .label(let name) = conflict.cell else { return .text }
    return questions.first { $0.name == name }?.ink(for: side.answers?[name]) ?? .text
  }
}

import AnnotationEngine
import Terminal

extension LabelScreen {
  func draw(in frame: inout Frame, keys: KeyMap) {
    drawHeader(in: &frame)
    if let rule = layout.headRule { frame.rule(row: rule) }
    drawText(in: &frame, keys: keys)
    if let rule = layout.rule { frame.rule(row: rule) }
    block.draw(
      questions,
      .init(
        answers: answers, current: current, isClosed: item == nil || item?.closed != nil, typed: typing,
        suggestions: item?.suggestions ?? [:], acceptKey: keys.name(of: "label.accept-suggestion")),
      in: &frame, row: layout.regionTop)
    drawStatus(in: &frame, keys: keys)
    frame.hints(hints(keys), row: layout.hints)
  }

  private func drawHeader(in frame: inout Frame) {
    let round = progress.map { " · round \($0.round)" } ?? ""
    var parts = [workplace.session.person]
    if let progress {
      parts.append("\(Figures.grouped(progress.mine)) done")
      if let seconds = progress.secondsPerSample { parts.append("\(Figures.seconds(seconds)) a sample") }
      if let item { parts.append("\(Figures.grouped(item.place)) of \(Figures.grouped(progress.samples))") }
    }
    if parts.count > 2 {
      // The place matters most, then the person; the rest gives way first.
      let person = parts.removeFirst()
      parts.insert(person, at: parts.count - 1)
    }
    frame.header(workplace.title + round, parts: parts)
  }

  private func drawText(in frame: inout Frame, keys: KeyMap) {
    guard let pane else {
      drawNothing(in: &frame, keys: keys)
      return
    }
    var row = layout.textTop
    for line in note {
      frame.put(line, row: row, column: layout.textColumn, role: .warning, width: layout.textWidth)
      row += 1
    }
    if !note.isEmpty && !layout.isCompact { row += 1 }
    pane.draw(in: &frame, row: row, column: layout.textColumn)
  }

  private func drawNothing(in frame: inout Frame, keys: KeyMap) {
    guard isStarted else {
      frame.opening(
        failure, retry: keys.name(of: "label.retry"), row: layout.textTop, column: layout.textColumn,
        width: layout.textWidth, rows: layout.textRows)
      return
    }
    var lines = paused.map { ["Y" + $0.dropFirst() + ".", "What you have done is saved."] } ?? [waitsForNothing]
    if let progress, progress.samples == 0 { lines = ["There are no samples yet: gloss import FILE brings some."] }
    if layout.textRows >= 3 && progress?.samples ?? 0 > 0 {
      lines += [
        "", "\(keys.name(of: "label.previous")) goes back to the last one, \(keys.name(of: "all.leave")) leaves.",
      ]
    }
    let text = lines.flatMap { wrap($0, width: layout.textWidth) }
    for (index, line) in text.prefix(layout.textRows).enumerated() {
      frame.put(line, row: layout.textTop + index, column: layout.textColumn, width: layout.textWidth)
    }
  }

  /// All is labeled only where every sample has its annotations, or this person has done each of them.
  private var waitsForNothing: String {
    guard let progress, progress.complete < progress.samples, let open = progress.waiting, open > 0 else {
      return "Nothing waits for you here: all is labeled."
    }
    return "Nothing waits for you now. \(Figures.count(open, "sample")) \(open == 1 ? "is" : "are") open with others."
  }

  // MARK: Status

  private func drawStatus(in frame: inout Frame, keys: KeyMap) {
    if let alarm = layout.alarm, let failure, isStarted {
      frame.put([failure.span], row: alarm, column: 1)
    }
    let right = undoHint(keys)
    var edge = frame.size.columns - 1
    // In little room the sentence matters more than the reminder.
    if !right.isEmpty && (!layout.isCompact || frame.size.columns >= 40) && !statusIsUrgent {
      let left = frame.putRight(right, row: layout.status, right: edge, from: frame.size.columns / 2)
      edge = left - 2
    }
    frame.put(status(keys), row: layout.status, column: 1, width: max(0, edge - 1))
  }

  private var statusIsUrgent: Bool { layout.isCompact && (notice != nil || failure != nil) }

  private func status(_ keys: KeyMap) -> [Span] {
    if layout.alarm == nil, let failure, isStarted { return [failure.span] }
    if let notice { return notice.line }
    if let closed = item?.closed { return [Span("closed: \(closed)", .warning)] }
    if let inFlight { return [Span(LabelScreen.waiting(for: inFlight), .dim)] }
    if layout.textRows < 3, let sentBack = item?.annotation?.sentBack {
      return [Span("@ \(sentBack.reviewer): \(sentBack.note)", .warning)]
    }
    if !typed.isEmpty { return [Span("\(typed) · \(keys.name(of: "label.submit")) takes it, Esc forgets it", .text)] }
    if isUnfinished {
      let key = keys.name(of: "label.submit")
      let words = missing.map { "next: \($0.shownTitle)" } ?? "\(key) submits"
      return [Span("not submitted yet · \(words)", .text)]
    }
    return standing + (act.map(LabelScreen.words(for:)) ?? [])
  }

  private var isUnfinished: Bool {
    isChanged || item?.annotation?.draft.map { $0 != item?.annotation?.answers } ?? false
  }

  /// What is saved for the sample on the screen, where that is not nothing.
  private var standing: [Span] {
    guard let annotation = item?.annotation else { return [] }
    var marks: [String] = []
    if annotation.flagged { marks.append("! flagged") }
    if annotation.comment != nil { marks.append("# comment") }
    switch annotation.status {
    case .submitted: marks.append("✓ submitted")
    case .skipped: marks.append("skipped: \(annotation.reason ?? "")")
    case .draft: if annotation.sentBack == nil && !annotation.answers.isEmpty { marks.append("draft") }
    }
    return marks.isEmpty ? [] : [Span(marks.joined(separator: " · ") + "   ", .chosen)]
  }

  private static func waiting(for action: LabelAction) -> String {
    switch action {
    case .submit, .draft, .skip, .comment, .flag: "saving…"
    case .undo, .redo: "taking back…"
    case .leave: "leaving…"
    default: "…"
    }
  }

  static func words(for act: SavedAct) -> [Span] {
    let place = Figures.grouped(act.place)
    if act.undone { return [Span("taken back: \(place) \(undone(act))", .text)] }
    let what =
      switch act.kind {
      case .submitted, .resolved: act.summary
      case .drafted: "kept as a draft"
      case .skipped: act.summary.isEmpty ? "skipped" : "skipped: \(act.summary)"
      case .commented: "comment kept"
      case .flagged: "flagged !"
      case .unflagged: "flag taken away"
      case .sentBack: act.summary.isEmpty ? "sent back" : "sent back: \(act.summary)"
      }
    return [Span("✓ ", .saved), Span("\(place) \(what)", .text)]
  }

  /// What was taken back, with its kind where the answers do not tell it.
  private static func undone(_ act: SavedAct) -> String {
    switch act.kind {
    case .submitted, .resolved: act.summary
    case .drafted: act.summary.isEmpty ? "draft" : "draft: \(act.summary)"
    case .skipped: act.summary.isEmpty ? "skipped" : "skipped: \(act.summary)"
    case .commented: "comment"
    case .flagged: "flag"
    case .unflagged: "flag taken away"
    case .sentBack: act.summary.isEmpty ? "sent back" : "sent back: \(act.summary)"
    }
  }

  private func undoHint(_ keys: KeyMap) -> [Span] {
    if act?.undone == true, redoable != nil || !future.isEmpty {
      return [Span(keys.name(of: "label.redo"), .key), Span(" redo", .hint)]
    }
    guard undoable != nil || !past.isEmpty else { return [] }
    return [Span(keys.name(of: "label.undo"), .key), Span(" undo", .hint)]
  }

  private func hints(_ keys: KeyMap) -> [Hint] {
    let always = [Hint(keys.name(of: "all.palette"), "commands"), Hint(keys.name(of: "all.help"), "help")]
    if frame40 { return [Hint(keys.name(of: "all.palette"), "all"), Hint(keys.name(of: "all.help"), "help")] }
    func hint(_ id: String, _ words: String) -> Hint { Hint(keys.name(of: id), words) }
    var hints: [Hint] = []
    if search != nil {
      hints.append(Hint("\(keys.name(of: "label.previous-waiting")) \(keys.name(of: "label.next-waiting"))", "matches"))
      hints.append(hint("all.back", "ends find"))
    }
    if item != nil && item?.closed == nil {
      let summary = [answerKeys.summary(), questions.contains(where: \.isTyped) ? "0-9" : ""]
        .filter { !$0.isEmpty }.joined(separator: " ")
      if !summary.isEmpty { hints.append(Hint(summary, "label")) }
      if let suggested, block.form != .titled, let suggestion = item?.suggestions[questions[suggested].name] {
        let words = questions[suggested].words(for: suggestion.answer)
        hints.append(
          hint("label.accept-suggestion", "◇ \(words)" + (suggestion.score.map { " " + Figures.coefficient($0) } ?? ""))
        )
      }
      if !advancesAtOnce { hints.append(hint("label.submit", "submit")) }
      hints += [hint("label.skip", "skip"), hint("label.comment", "comment")]
    } else {
      hints += [hint("label.previous", "back"), hint("label.next-waiting", "next waiting")]
    }
    if workplace.project.guidelines != nil { hints.append(hint("all.guidelines", "guidelines")) }
    return hints + always
  }

  private var frame40: Bool { layout.isCompact && layout.textWidth < 48 }
}

import AnnotationEngine
import Terminal

extension ReviewScreen {
  func draw(in frame: inout Frame, keys: KeyMap) {
    drawHeader(in: &frame)
    if let rule = layout.headRule { frame.rule(row: rule) }
    drawText(in: &frame, keys: keys)
    drawRegion(in: &frame)
    drawStatus(in: &frame, keys: keys)
    frame.hints(hints(keys), row: layout.hints)
  }

  private func drawHeader(in frame: inout Frame) {
    var parts = [workplace.session.person]
    // What is decided may have no place any more; and the first of those that wait is the first after each decision.
    if let item, item.place > 0, item.place > 1 || waiting == 0 {
      parts.append("\(Figures.grouped(item.place)) of \(Figures.grouped(matching))")
    }
    if isStarted { parts.append("\(filter.isSearch ? "?" : Signs.unequal) \(Figures.grouped(waiting))") }
    if let worth = item?.worth {
      parts.append("wrong \(Figures.coefficient(worth.wrong)) in \(Figures.seconds(worth.seconds))")
    }
    if let question, let figures = agreement.questions[question.name] {
      let interval = frame.size.columns < 60 ? nil : figures.alphaInterval
      parts.append(Figures.alpha(figures.alpha, interval, why: figures.alphaWhy, items: figures.items))
    }
    let words = filterWords
    frame.header("\(workplace.title) · review" + (words.isEmpty ? "" : " · \(words)"), parts: parts)
  }

  private func drawText(in frame: inout Frame, keys: KeyMap) {
    if let pane {
      pane.draw(in: &frame, row: layout.textTop, column: layout.textColumn)
      return
    }
    guard isStarted else {
      frame.opening(
        failure, retry: keys.name(of: "review.retry"), row: layout.textTop, column: layout.textColumn,
        width: layout.textWidth, rows: layout.textRows)
      return
    }
    let words =
      filter.isSearch && orderVersion == 0
      ? filter.scope == .suspects
        ? "Looking for labels that are probably wrong …" : "Looking for samples without a label …"
      : ReviewFilter(order: filter.order) == filter
        ? "Nothing is in disagreement. \(keys.name(of: "review.filter")) shows other samples."
        : "No sample fits the filter. \(keys.name(of: "review.filter")) changes it."
    for (index, line) in wrap(words, width: layout.textWidth).prefix(layout.textRows).enumerated() {
      frame.put(line, row: layout.textTop + index, column: layout.textColumn, width: layout.textWidth)
    }
  }

  private func drawRegion(in frame: inout Frame) {
    if let rule = layout.rule, region.rows.first?.isHeading != true { frame.rule(row: rule) }
    for (index, row) in region.rows.prefix(layout.regionRows).enumerated() {
      let line = layout.regionTop + index
      if row.isHeading {
        drawHeading(row, in: &frame, row: line)
      } else {
        frame.put(row.spans, row: line, column: 0, width: frame.size.columns - 1)
      }
    }
  }

  private func drawHeading(_ row: ReviewRegion.Row, in frame: inout Frame, row line: Int) {
    let columns = frame.size.columns
    let used = frame.put(row.spans, row: line, column: 0, width: columns - 1)
    let tally = row.right.reduce(0) { $0 + displayWidth($1.text) }
    let left = max(used + 2, columns - 1 - tally)
    frame.rule(row: line, column: used + 1, columns: max(0, left - 1 - used - 1))
    frame.put(row.right, row: line, column: left, width: max(0, columns - 1 - left))
  }

  private func drawStatus(in frame: inout Frame, keys: KeyMap) {
    if let alarm = layout.alarm {
      if let failure, isStarted {
        frame.put([failure.span], row: alarm, column: 1)
      } else if let closed = item?.closed {
        frame.put([Span("! closed: \(closed)", .warning)], row: alarm, column: 1)
      }
    }
    var edge = frame.size.columns - 1
    let isUrgent = layout.isCompact && (notice != nil || failure != nil || item?.closed != nil)
    let right = undoHint(keys)
    if !right.isEmpty && !isUrgent && frame.size.columns >= 40 {
      edge = frame.putRight(right, row: layout.status, right: edge, from: frame.size.columns / 2) - 2
    }
    frame.put(status(keys), row: layout.status, column: 1, width: max(0, edge - 1))
  }

  private func status(_ keys: KeyMap) -> [Span] {
    if layout.alarm == nil, let failure, isStarted { return [failure.span] }
    if let notice { return notice.line }
    if layout.alarm == nil, let closed = item?.closed { return [Span("! closed: \(closed)", .warning)] }
    if let inFlight {
      switch inFlight {
      case .resolve, .settle, .sendBack, .comment: return [Span("saving…", .dim)]
      default: return [Span("…", .dim)]
      }
    }
    if begun != nil { return [Span("not decided yet · \(keys.name(of: "review.submit")) sets", .text)] }
    return act.map(LabelScreen.words(for:)) ?? []
  }

  private var settlingHints: [Hint] {
    var hints = [Hint("a", "ours"), Hint("b", "theirs")]
    if case .label = conflict?.cell {
      let digits = answerKeys.summary(question: focus)
      if !digits.isEmpty { hints.append(Hint(digits, "set another")) }
    }
    return hints
  }

  private func undoHint(_ keys: KeyMap) -> [Span] {
    if act?.undone == true, redoable != nil {
      return [Span(keys.name(of: "review.redo"), .key), Span(" redo", .hint)]
    }
    guard !hasEndedMerge, undoable != nil || composing != nil else { return [] }
    return [Span(keys.name(of: "review.undo"), .key), Span(" undo", .hint)]
  }

  private func hints(_ keys: KeyMap) -> [Hint] {
    if layout.isCompact && layout.textWidth < 48 {
      return [Hint(keys.name(of: "all.palette"), "all"), Hint(keys.name(of: "all.help"), "help")]
    }
    func hint(_ id: String, _ words: String) -> Hint { Hint(keys.name(of: id), words) }
    var hints: [Hint] = []
    if item != nil && item?.closed == nil {
      if conflict != nil {
        hints += settlingHints
      } else if !voters.isEmpty {
        hints.append(Hint(AnswerKeys.runs(voters.indices.compactMap(ReviewScreen.letter)), "accept"))
      }
      if conflict == nil {
        hints.append(hint("review.majority", question?.kind == .rating ? "median" : "majority"))
      }
      let digits = question?.isTyped == true ? "0-9" : answerKeys.summary(question: focus)
      if !digits.isEmpty && whyOnlySides == nil { hints.append(Hint(digits, "set")) }
      if conflict == nil { hints.append(hint("review.send-back", "send back")) }
      if questions.count + (item?.conflicts.count ?? 0) > 1 { hints.append(hint("review.next-question", "question")) }
    }
    let steps = "\(keys.name(of: "review.previous-waiting")) \(keys.name(of: "review.next-waiting"))"
    hints.append(Hint(steps, search == nil ? "next \(Signs.unequal)" : "matches"))
    hints.append(hint("review.filter", "filter"))
    return hints + [Hint(keys.name(of: "all.palette"), "commands"), Hint(keys.name(of: "all.help"), "help")]
  }
}

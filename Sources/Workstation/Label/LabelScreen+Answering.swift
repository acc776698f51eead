import AnnotationEngine
import Terminal

extension LabelScreen {
  /// A lower-case letter or digit was pressed.
  mutating func answer(_ character: Character, _ desk: inout Desk) {
    if let digit = character.wholeNumberValue, answerKeys.hasRatings {
      rate(digit, &desk)
      return
    }
    guard let target = answerKeys.target(of: character) else {
      notice = .remark("no value has the key \(character): \(valuesHint(desk))")
      return
    }
    answer(question: target.question, value: target.value, &desk)
  }

  private func valuesHint(_ desk: Desk) -> String {
    answerKeys.isEmpty
      ? "\(desk.keys.name(of: "label.pick")) lists the values" : "the keys are \(answerKeys.summary())"
  }

  /// Gives, takes away or toggles one value, and submits where one key is enough.
  mutating func answer(question q: Int, value v: Int, _ desk: inout Desk) {
    if let why = whyNotAnswer {
      notice = .warning(why)
      return
    }
    guard let item else { return }
    let question = questions[q]
    let name = question.values[v].name
    if advancesAtOnce {
      give(question.answer(name), to: q, item, &desk)
      return
    }
    noteAnswer(to: q)
    var new = answers
    switch question.kind {
    case .choice, .rating:
      let answer = question.answer(name)
      new[question.name] = answers[question.name] == answer ? nil : answer
    case .choices:
      var chosen = question.chosen(in: answers[question.name])
      if let place = chosen.firstIndex(of: name) { chosen.remove(at: place) } else { chosen.append(name) }
      let ordered = question.values.map(\.name).filter(chosen.contains)
      new[question.name] = ordered.isEmpty ? nil : .choices(ordered)
    }
    change(new)
  }

  /// Takes an answer for one question in place of what was there, and submits where that is enough.
  mutating func give(
    _ answer: AnnotationEngine.Answer, to q: Int, _ item: LabelItem, _ desk: inout Desk
  ) {
    if advancesAtOnce {
      submit(item, [questions[q].name: answer], &desk)
      return
    }
    noteAnswer(to: q)
    var new = answers
    new[questions[q].name] = answer
    change(new)
  }

  /// Keys go on to the next question that waits.
  private mutating func noteAnswer(to q: Int) {
    focus = nil
    typed = ""
    if questions[q].kind == .rating { lastRating = q }
  }

  /// Why nothing can be answered now; nil when it can.
  var whyNotAnswer: String? {
    guard let item else { return isStarted ? "there is no sample to answer" : "no sample is open yet" }
    return item.closed.map { "closed: \($0)" }
  }

  /// Enter: submits when every required question has its answer, else says which has none.
  mutating func submit(_ desk: inout Desk) {
    guard let item else {
      retry(&desk)
      return
    }
    if isAsSubmitted {
      depart(.nextWaiting(of: item.sample.id, at: item.place), &desk)
      return
    }
    if let why = whyNotAnswer {
      notice = .warning(why)
      return
    }
    if let missing {
      notice = .warning("“\(missing.shownTitle)” has no answer yet")
      return
    }
    submit(item, answers, &desk)
  }

  /// The answers stay on the screen until they are saved, and longer when they cannot be.
  private mutating func submit(_ item: LabelItem, _ answers: Answers, _ desk: inout Desk) {
    change(answers)
    send(
      .submit(
        sample: item.sample.id, answers: answers, seconds: stopwatch.seconds(now: desk.now), advance: true,
        at: item.place),
      &desk)
  }

  // MARK: Other acts on the sample

  mutating func undo(_ desk: inout Desk) {
    guard !past.isEmpty else {
      send(.undo, &desk)
      return
    }
    stepBack()
    failed = nil
    failure = nil
  }

  mutating func redo(_ desk: inout Desk) {
    if future.isEmpty { send(.redo, &desk) } else { stepForward() }
  }

  mutating func skip(reason: String, sample: String, _ desk: inout Desk) {
    guard let item, item.sample.id == sample else { return }
    reasons.removeAll { $0 == reason }
    reasons.insert(reason, at: 0)
    if reasons.count > 9 { reasons.removeLast() }
    send(
      .skip(sample: sample, reason: reason, seconds: stopwatch.seconds(now: desk.now), at: item.place), &desk)
  }

  mutating func comment(_ text: String, sample: String, _ desk: inout Desk) {
    guard let item, item.sample.id == sample, text != item.annotation?.comment ?? "" else { return }
    send(.comment(sample: sample, text: text.isEmpty ? nil : text, at: item.place), &desk)
  }

  mutating func flag(_ desk: inout Desk) {
    guard let item else { return }
    send(.flag(sample: item.sample.id, !(item.annotation?.flagged ?? false), at: item.place), &desk)
  }

  // MARK: Overlays

  func skipPrompt(_ desk: Desk) -> Overlay? {
    guard let item else { return nil }
    return .prompt(
      Prompt(.skip(sample: item.sample.id), lead: "skip because", hint: "↑ ↓ offer reasons", offers: reasons))
  }

  func commentPrompt() -> Overlay? {
    guard let item else { return nil }
    return .prompt(
      Prompt(
        .comment(sample: item.sample.id), lead: "comment", text: item.annotation?.comment ?? "",
        hint: "reviewers see it", takesEmpty: true))
  }

  /// Values of every question by name: for values without a key, and for long lists.
  func valuePicker(_ desk: Desk) -> Overlay {
    .picker(Picker(.value, title: "a value by its name", items: valueItems))
  }

  var valueItems: [Palette.Item] {
    questions.enumerated().flatMap { q, question in
      let chosen = question.chosen(in: answers[question.name])
      return question.values.enumerated().map { v, value in
        var title = (chosen.contains(value.name) ? "● " : "") + question.listTitle(value)
        if questions.count > 1 { title = "\(question.name): \(title)" }
        if let description = value.description { title += "  \(description)" }
        let key = answerKeys.name(question: q, value: v) ?? ""
        return Palette.Item(
          id: "value:\(q):\(v)", title: title, detail: "answers  \(key)", disabledBecause: whyNotAnswer)
      }
    }
  }

  /// Something was chosen by its id from the palette or a picker.
  mutating func choose(_ id: String, _ desk: inout Desk) {
    let parts = id.split(separator: ":")
    guard parts.count == 3, parts[0] == "value", let q = Int(parts[1]), let v = Int(parts[2]),
      questions.indices.contains(q), questions[q].values.indices.contains(v)
    else { return }
    answer(question: q, value: v, &desk)
  }
}

import AnnotationEngine
import Terminal

extension ReviewScreen {
  /// Why nothing can be decided now; nil when it can.
  var whyNotDecide: String? {
    guard let item else { return isStarted ? "there is no sample to decide on" : "no sample is open yet" }
    return item.closed.map { "closed: \($0)" }
  }

  var whyNoSample: String? { item == nil ? "no sample is open" : nil }

  /// A letter accepts an annotator's answer, a digit sets a value.
  mutating func answer(_ character: Character, _ desk: inout Desk) {
    if let why = whyNotDecide {
      notice = .warning(why)
      return
    }
    if character.isNumber, question?.isTyped == true, whyOnlySides == nil {
      if typed.count < 17 { typed.append(character) }
      return
    }
    if let conflict {
      settle(character, conflict, &desk)
      return
    }
    guard let ascii = character.asciiValue else { return }
    if ascii >= 0x61 {
      accept(Int(ascii) - 0x61, &desk)
    } else if let value = answerKeys.value(of: character, question: focus) {
      set(value, &desk)
    } else {
      notice = .remark("no value has the key \(character): the keys are \(answerKeys.summary(question: focus))")
    }
  }

  mutating func accept(_ place: Int, _ desk: inout Desk) {
    guard let question else { return }
    guard voters.indices.contains(place) else {
      let last = Self.letter(voters.count - 1).map { "a-\($0)" } ?? "none"
      notice = .remark("no annotator has that letter: they are \(last)")
      return
    }
    let annotation = voters[place]
    guard annotation.status == .submitted, let answer = annotation.answers[question.name] else {
      notice = .remark("\(annotation.annotator) gave no answer to accept")
      return
    }
    resolve(question, answer, how: .accepted(annotator: annotation.annotator), &desk)
  }

  /// Keys that belong to a number while it is typed, and the point that can begin one; false for all others.
  mutating func takeTyping(_ key: Key, _ desk: inout Desk) -> Bool {
    guard let question, question.isTyped, whyNotDecide == nil, whyOnlySides == nil else { return false }
    if key == .character(".") && !typed.contains(".") {
      typed.append(".")
      return true
    }
    guard !typed.isEmpty else { return false }
    switch key {
    case .character("-"): typed = typed.first == "-" ? String(typed.dropFirst()) : "-" + typed
    case .backspace: typed.removeLast()
    case .escape: typed = ""
    case .enter:
      guard let scale = question.scale, let number = DecimalNumber(typed), scale.contains(number) else {
        notice = .warning("“\(typed)” is not a number\(question.scale.map { " \($0.words)" } ?? "")")
        return true
      }
      typed = ""
      resolve(question, .number(number), how: .set, &desk)
    default: return false
    }
    if typed == "-" { typed = "" }
    return true
  }

  mutating func acceptMajority(_ desk: inout Desk) {
    guard let question, let answer = item?.majority[question.name] else {
      notice = .remark(
        question?.kind == .rating ? "there is no median: nobody gave a number" : "there is no majority: it is a tie")
      return
    }
    resolve(question, answer, how: .majority, &desk)
  }

  /// Sets a value; where a question takes several, toggles it until Enter.
  mutating func set(_ value: Int, _ desk: inout Desk) {
    guard let question, question.values.indices.contains(value) else { return }
    let name = question.values[value].name
    switch question.kind {
    case .choice, .rating: resolve(question, question.answer(name), how: .set, &desk)
    case .choices:
      var chosen = composing ?? start(question)
      if let place = chosen.firstIndex(of: name) { chosen.remove(at: place) } else { chosen.append(name) }
      compose(question.values.map(\.name).filter(chosen.contains))
    }
  }

  /// What a set of values begins with: the decision that stands, else the majority, else nothing.
  private func start(_ question: Question) -> [String] {
    if let side = conflict?.ours { return question.chosen(in: side.answers?[question.name]) }
    return question.chosen(in: item?.resolutions[question.name]?.answer ?? item?.majority[question.name])
  }

  /// Enter: decides on the values that were chosen.
  mutating func submit(_ desk: inout Desk) {
    guard item != nil else {
      retry(&desk)
      return
    }
    if let why = whyOnlySides, composing == nil {
      notice = .remark(why)
      return
    }
    guard let question, let composing else {
      notice = .remark("a letter accepts an answer, \(desk.keys.name(of: "review.majority")) the majority")
      return
    }
    if composing.isEmpty && question.required {
      notice = .warning("“\(question.shownTitle)” needs one value at least")
      return
    }
    resolve(question, .choices(composing), how: .set, &desk)
  }

  private mutating func resolve(
    _ question: Question, _ answer: AnnotationEngine.Answer, how: Resolution.How, _ desk: inout Desk
  ) {
    guard let item else { return }
    if let conflict {
      settle(conflict, .answer(answer), &desk)
      return
    }
    send(
      .resolve(
        sample: item.sample.id, question: question.name, answer: answer, how: how, reason: reasons[question.name],
        advance: true, filter: filter), &desk)
  }

  // MARK: Reasons

  /// Before the decision it waits for it; after it the decision is saved again with it.
  mutating func give(_ reason: String, sample: String, question name: String, _ desk: inout Desk) {
    guard let item, item.sample.id == sample else { return }
    remember(reason)
    guard conflict == nil, let resolution = item.resolutions[name] else {
      setReason(reason.isEmpty ? nil : reason, question: name)
      return
    }
    guard reason != resolution.reason ?? "" else { return }
    send(
      .resolve(
        sample: sample, question: name, answer: resolution.answer, how: resolution.how,
        reason: reason.isEmpty ? nil : reason, advance: false, filter: filter), &desk)
  }

  /// Saves the last decision again with a reason, and comes back to the sample on the screen.
  mutating func giveToLast(_ reason: String, _ desk: inout Desk) {
    guard case .resolve(let sample, let question, let answer, let how, _, _, _) = lastDecision else { return }
    remember(reason)
    if let here = item?.sample.id, here != sample { then = [.jump(to: .id(here), filter: filter)] }
    send(
      .resolve(
        sample: sample, question: question, answer: answer, how: how, reason: reason.isEmpty ? nil : reason,
        advance: false, filter: filter), &desk)
  }

  private mutating func remember(_ reason: String) {
    guard !reason.isEmpty else { return }
    recentReasons.removeAll { $0 == reason }
    recentReasons.insert(reason, at: 0)
    if recentReasons.count > 9 { recentReasons.removeLast() }
  }

  func reasonPrompt() -> Overlay? {
    guard let item, let question else { return nil }
    let text = reasons[question.name] ?? item.resolutions[question.name]?.reason ?? ""
    return .prompt(
      Prompt(
        .reason(sample: item.sample.id, question: question.name), lead: "because", text: text,
        hint: "goes with the decision", takesEmpty: true, offers: recentReasons))
  }

  func reasonOfLastPrompt() -> Overlay? {
    guard case .resolve(_, _, _, _, let reason, _, _) = lastDecision else { return nil }
    return .prompt(
      Prompt(
        .reasonOfLast, lead: "the last one because", text: reason ?? "", takesEmpty: true, offers: recentReasons))
  }

  func commentPrompt() -> Overlay? {
    guard let item else { return nil }
    let own = voters.first { $0.annotator == workplace.session.person }?.comment ?? ""
    return .prompt(Prompt(.comment(sample: item.sample.id), lead: "comment", text: own, takesEmpty: true))
  }

  // MARK: Sending back

  /// Annotations that an annotator can be asked to look at again.
  private var returnable: [Annotation] { voters.filter { $0.status != .draft && $0.sentBack == nil } }

  func sendBackOverlay() -> Overlay? {
    if returnable.count == 1, let only = returnable.first { return notePrompt(only.annotator) }
    let items = voters.map { annotation in
      Palette.Item(
        id: annotation.annotator, title: "\(annotation.annotator)  \(words(annotation))",
        disabledBecause: annotation.status == .draft || annotation.sentBack != nil ? "nothing submitted" : nil)
    }
    return .picker(Picker(.annotatorToSendBack, title: "send back to", items: items))
  }

  func notePrompt(_ annotator: String) -> Overlay? {
    guard let item else { return nil }
    return .prompt(
      Prompt(
        .note(sample: item.sample.id, annotator: annotator), lead: "note to \(annotator)",
        hint: "what to look at again"))
  }

  func acceptPicker() -> Overlay {
    let items = voters.enumerated().map { place, annotation in
      Palette.Item(
        id: String(place), title: "\(annotation.annotator)  \(words(annotation))",
        detail: Self.letter(place).map(String.init) ?? "",
        disabledBecause: annotation.status == .submitted ? nil : "gave no answer")
    }
    return .picker(Picker(.annotatorToAccept, title: "accept the answer of", items: items))
  }

  private func words(_ annotation: Annotation) -> String {
    guard let question, annotation.status == .submitted else { return annotation.status.rawValue }
    return question.words(for: annotation.answers[question.name])
  }

  var valueItems: [Palette.Item] {
    guard let question else { return [] }
    return question.values.enumerated().map { v, value in
      var title = ((composing?.contains(value.name) ?? false) ? "● " : "") + "set \(question.listTitle(value))"
      if let description = value.description { title += "  \(description)" }
      let key = answerKeys.name(question: focus, value: v) ?? ""
      return Palette.Item(
        id: "value:\(focus):\(v)", title: title, detail: "answers  \(key)", disabledBecause: whyNotDecide)
    }
  }
}

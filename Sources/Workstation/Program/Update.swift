import AnnotationEngine
import Terminal

extension Workstation.State {
  /// One event from outside, without what follows from it (see `settle`).
  mutating func take(_ event: Event<Outcome>, _ desk: inout Desk) {
    switch event {
    case .input(.key(let key)): press(key, &desk)
    case .input(.paste(let text)): paste(text)
    case .input(.resize(let size)):
      self.size = size
      relayOverlay(desk.keys)
    case .input(.idle): idle(&desk)
    case .input(.hangUp): hangUp(&desk)
    case .answer(let outcome): take(outcome, &desk)
    }
  }

  // MARK: Keys

  /// An answer is awaited without which the next key would mean something unseen.
  var isHolding: Bool {
    switch top {
    case .label: label?.isHolding ?? false
    case .review: review?.isHolding ?? false
    case .home, .history, .dashboard, .all: false
    }
  }

  mutating func nextHeld() -> Key? {
    switch top {
    case .label: label?.held.next()
    case .review: review?.held.next()
    case .home, .history, .dashboard, .all: nil
    }
  }

  mutating func press(_ key: Key, _ desk: inout Desk) {
    if isHolding {
      if top == .label { label?.held.hold(key, now: desk.now) }
      if top == .review { review?.held.hold(key, now: desk.now) }
      return
    }
    if top == .label { label.modify { $0.touch(&desk) } }
    if overlay != nil {
      pressOverlay(key, &desk)
      return
    }
    clearNotice()
    if takeTyping(key, &desk) { return }
    if let character = key.answerCharacter, top == .label || top == .review {
      if top == .label { label.modify { $0.answer(character, &desk) } }
      if top == .review { review.modify { $0.answer(character, &desk) } }
      return
    }
    guard let command = desk.keys.command(for: key, on: top) else {
      say(.remark("\(key.name) means nothing here: \(desk.keys.name(of: "all.help")) shows the keys"))
      return
    }
    // One thing is opened at a time.
    guard opening == nil || command.id == "all.leave" else { return }
    run(command, &desk)
  }

  /// A number is typed on the label and review screens as in a prompt, without covering the sample.
  private mutating func takeTyping(_ key: Key, _ desk: inout Desk) -> Bool {
    var isTaken = false
    if top == .label { label.modify { isTaken = $0.takeTyping(key, &desk) } }
    if top == .review { review.modify { isTaken = $0.takeTyping(key, &desk) } }
    return isTaken
  }

  private mutating func clearNotice() {
    switch top {
    case .label: label?.notice = nil
    case .review: review?.notice = nil
    case .history: history?.notice = nil
    case .dashboard: dashboard?.notice = nil
    case .home, .all: home?.notice = nil
    }
  }

  private mutating func pressOverlay(_ key: Key, _ desk: inout Desk) {
    guard var over = overlay.take() else { return }
    switch over.handle(key) {
    case .open: overlay = over
    case .closed: break
    case .chosen(let id, let purpose):
      clearNotice()
      chosen(id, purpose, &desk)
    case .number(let number):
      clearNotice()
      go(to: String(number), &desk)
    case .typed(let text, let purpose):
      clearNotice()
      typed(text, purpose, &desk)
    }
  }

  private mutating func chosen(_ id: String, _ purpose: Picker.Purpose, _ desk: inout Desk) {
    switch purpose {
    case .command, .value:
      if let command = Command.table.first(where: { $0.id == id }) {
        run(command, &desk)
      } else if top == .label {
        label.modify { $0.choose(id, &desk) }
      } else if top == .review, let value = id.split(separator: ":").last.flatMap({ Int($0) }) {
        review.modify { $0.set(value, &desk) }
      }
    case .annotatorToSendBack: desk.overlay = review?.notePrompt(id)
    case .annotatorToAccept: if let place = Int(id) { review.modify { $0.accept(place, &desk) } }
    case .filter: review.modify { $0.chooseFilter(id, &desk) }
    }
  }

  private mutating func go(to text: String, _ desk: inout Desk) {
    switch top {
    case .label: label.modify { $0.jump(text, &desk) }
    case .review: review.modify { $0.jump(text, &desk) }
    case .history: history?.jump(text)
    case .home, .dashboard, .all: say(.remark("samples are on the label and review screens"))
    }
  }

  private mutating func typed(_ text: String, _ purpose: Prompt.Purpose, _ desk: inout Desk) {
    switch (purpose, top) {
    case (.jump, _): go(to: text, &desk)
    case (.find, .label): label.modify { $0.find(text, &desk) }
    case (.find, .review): review.modify { $0.find(text, &desk) }
    case (.find, .history): history?.find(text)
    case (.comment(let sample), .label): label.modify { $0.comment(text, sample: sample, &desk) }
    case (.comment(let sample), .review):
      review.modify { $0.send(.comment(sample: sample, text: text, filter: $0.filter), &desk) }
    case (.skip(let sample), .label): label.modify { $0.skip(reason: text, sample: sample, &desk) }
    case (.note(let sample, let annotator), .review):
      review.modify { $0.send(.sendBack(sample: sample, annotator: annotator, note: text, filter: $0.filter), &desk) }
    case (.reason(let sample, let question), .review):
      review.modify { $0.give(text, sample: sample, question: question, &desk) }
    case (.reasonOfLast, .review): review.modify { $0.giveToLast(text, &desk) }
    default: break
    }
  }

  private mutating func paste(_ text: String) {
    if overlay != nil {
      overlay.modify { $0.paste(text) }
    } else if !isHolding {
      say(.remark("there is no line to paste into"))
    }
  }

  // MARK: Time and the line

  private mutating func idle(_ desk: inout Desk) {
    switch top {
    case .label: label.modify { $0.idle(&desk) }
    case .review: review.modify { $0.idle(&desk) }
    case .history: history.modify { $0.idle(&desk) }
    case .dashboard: dashboard.modify { $0.idle(&desk) }
    case .home, .all: home.modify { $0.idle(&desk) }
    }
  }

  /// Saves what is open and ends: nobody is there to see an answer.
  private mutating func hangUp(_ desk: inout Desk) {
    let over = overlay
    label.modify { $0.hangUp(over, &desk) }
    review?.hangUp(&desk)
    isOver = true
  }

  private mutating func relayOverlay(_ keys: KeyMap) {
    guard case .reader(var reader) = overlay else { return }
    // Texts that were laid out for a width are laid out again.
    switch reader.subject {
    case .guidelines: reader.replace(guidelines.styled(width: Reader.width(in: size)), size: size)
    case .help: reader.replace(helpText(keys, width: Reader.width(in: size)), size: size)
    case .blame: reader.replace(blameText(width: Reader.width(in: size)) ?? BlameText.waiting, size: size)
    case .figures: reader.resize(size)
    }
    overlay = .reader(reader)
  }

  // MARK: Outcomes

  private mutating func take(_ outcome: Outcome, _ desk: inout Desk) {
    switch outcome {
    case .opened(let workplace): opened(workplace, &desk)
    case .label(let step, let action): label.modify { $0.take(step, of: action, &desk) }
    case .review(let step, let action): review.modify { $0.take(step, of: action, &desk) }
    case .history(let workspace, let step, let action):
      history.modify { if $0.workplace.path == workspace { $0.take(step, of: action, &desk) } }
    case .dashboard(let workspace, let report):
      dashboard.modify { if $0.workplace.path == workspace { $0.take(report, now: desk.now) } }
    case .blame(let workspace, let report): take(report, of: workspace)
    case .home(let reports): home.modify { $0.take(reports, now: desk.now) }
    case .agreement(let workspace, let report):
      if review?.workplace.path == workspace { review?.agreement = report }
    case .reviewOrder(let workspace, let filter, let version):
      review.modify {
        if $0.workplace.path == workspace { $0.take(order: version, of: filter, isCovered: overlay != nil, &desk) }
      }
    case .guidelines(let workspace, let markdown):
      takeGuidelines(markdown.map { .markdown(Markdown($0)) } ?? .none, of: workspace)
    case .changeCount(let workspace, let count): take(changeCount: count, of: workspace, &desk)
    case .planned(let workspace):
      label.modify { if $0.workplace.path == workspace { $0.endPlanning(failed: false) } }
    case .failed(let failure, let effect): fail(failure, effect, &desk)
    }
  }

  private mutating func take(changeCount: Int, of workspace: String, _ desk: inout Desk) {
    let isCovered = overlay != nil
    switch top {
    case .label: label.modify { if $0.workplace.path == workspace { $0.take(changeCount: changeCount, &desk) } }
    case .review:
      review.modify {
        if $0.workplace.path == workspace { $0.take(changeCount: changeCount, isCovered: isCovered, &desk) }
      }
    case .history: break
    case .dashboard: dashboard.modify { if $0.workplace.path == workspace { $0.take(changeCount: changeCount, &desk) } }
    case .home, .all: home.modify { $0.take(changeCount: changeCount, of: workspace, &desk) }
    }
  }

  private mutating func takeGuidelines(_ content: Guidelines.Content, of workspace: String) {
    guidelines.take(content, of: workspace)
    guard case .reader(var reader) = overlay, reader.subject == .guidelines else { return }
    reader.replace(guidelines.styled(width: Reader.width(in: size)), size: size)
    overlay = .reader(reader)
  }

  private mutating func take(_ report: Veiled<BlameReport>, of workspace: String) {
    guard workspace == self.workspace else { return }
    blame = report
    guard let text = blameText(width: Reader.width(in: size)) else { return }
    showBlame(text, of: report.value.sample)
  }

  /// Where the overlay that asked for it still stands.
  private mutating func showBlame(_ text: StyledText, of sample: String) {
    guard case .reader(var reader) = overlay, reader.subject == .blame(sample: sample) else { return }
    reader.replace(text, size: size)
    overlay = .reader(reader)
  }

  private func blameText(width: Int) -> StyledText? {
    guard let blame, case .reader(let reader) = overlay, reader.subject == .blame(sample: blame.value.sample),
      let project
    else { return nil }
    return BlameText.text(blame, project: project, width: width)
  }

  private mutating func fail(_ failure: Failure, _ effect: Effect, _ desk: inout Desk) {
    switch effect {
    case .label(_, let action): label.modify { $0.fail(failure, of: action, &desk) }
    case .review(_, let action): review.modify { $0.fail(failure, of: action, &desk) }
    case .history(let workspace, let action):
      history.modify { if $0.workplace.path == workspace { $0.fail(failure, of: action, &desk) } }
    case .dashboard(let workspace, _):
      dashboard.modify { if $0.workplace.path == workspace { $0.fail(failure, now: desk.now) } }
    case .blame(_, let sample): showBlame(StyledText(Notice.error("not read", failure).text, .error), of: sample)
    case .home: home?.fail(failure)
    case .open:
      opening = nil
      say(.error("not opened", failure))
    case .reviewOrder(let workspace, let filter):
      let lead = filter.isSearch ? "no \(filter.scope.rawValue)" : "not weighed"
      review.modify { if $0.workplace.path == workspace { $0.notice = .error(lead, failure) } }
    case .guidelines(let workspace): takeGuidelines(.failed(failure), of: workspace)
    // Asked again by itself, later; a word each time would only disturb.
    case .plan(let workspace):
      label.modify { if $0.workplace.path == workspace { $0.endPlanning(failed: true) } }
    case .agreement, .changeCount: break
    case .suspend, .redraw: say(.error(nil, failure))
    }
  }

  // MARK: The stack

  private mutating func opened(_ workplace: Workplace, _ desk: inout Desk) {
    guard let opening, opening.path == workplace.path else { return }
    self.opening = nil
    push(opening.section, workplace, &desk)
  }

  /// - Parameter filter: What the review screen begins with.
  mutating func push(
    _ section: Section, _ workplace: Workplace, filter: ReviewFilter = ReviewFilter(), _ desk: inout Desk
  ) {
    overlay = nil
    switch section {
    case .label:
      label = LabelScreen(workplace: workplace, size: size, now: desk.now)
      stack.append(.label)
      label.modify { $0.send(.start, &desk) }
    case .review:
      review = ReviewScreen(workplace: workplace, size: size, now: desk.now, filter: filter)
      stack.append(.review)
      review.modify { $0.send(.start(filter: $0.filter), &desk) }
    case .history:
      history = HistoryScreen(workplace: workplace, size: size, now: desk.now)
      stack.append(.history)
      history.modify { $0.ask(&desk) }
    case .dashboard:
      dashboard = DashboardScreen(workplace: workplace, size: size)
      stack.append(.dashboard)
      dashboard.modify { $0.ask(&desk) }
    case .home, .all: break
    }
  }

  private mutating func pop(_ desk: inout Desk) {
    switch stack.popLast() {
    case .label: label = nil
    case .review: review = nil
    case .history: history = nil
    case .dashboard: dashboard = nil
    case .home, .all, nil: home = nil
    }
    overlay = nil
    if stack.isEmpty {
      isOver = true
    } else if top == .home {
      home.modify { $0.ask(&desk) }
    }
  }

  /// Carries out the wishes that a screen left on the desk, and lays out for what is shown now.
  mutating func settle(_ desk: inout Desk) {
    if desk.isLeaving {
      desk.isLeaving = false
      pop(&desk)
    }
    if let wish = desk.opening {
      desk.opening = nil
      opening = Opening(path: wish.path, section: wish.section)
      desk.effects.append(.open(workspace: wish.path))
    }
    if let wish = desk.overlay {
      desk.overlay = nil
      overlay = wish
    }
    fit()
  }

  /// Lays out everything for the window; costs little when nothing changed.
  mutating func fit() {
    let isBeside = showsSide
    switch top {
    case .label: label?.fit(size, isBeside: isBeside)
    case .review: review?.fit(size, isBeside: isBeside)
    case .history: history?.fit(size)
    case .dashboard: dashboard?.fit(size)
    case .home, .all: home?.fit(size)
    }
    guard isBeside, let layout = top == .label ? label?.layout : review?.layout else { return }
    guidelines.fit(Size(rows: layout.textRows, columns: layout.sideWidth))
  }
}

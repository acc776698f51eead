import AnnotationEngine
import Terminal

extension ReviewScreen {
  /// Hands an action to the engine. Keys are held until it is answered, but for a find.
  mutating func send(_ action: ReviewAction, _ desk: inout Desk) {
    if case .find = action {
      seeking = action
      notice = .remark("looking for “\(search ?? "")” … Esc stops")
    } else {
      seeking = nil
      inFlight = action
      failed = nil
      failure = nil
    }
    desk.effects.append(.review(workspace: workplace.path, action))
  }

  mutating func retry(_ desk: inout Desk) {
    guard let failed else { return }
    send(failed, &desk)
  }

  mutating func previous(_ desk: inout Desk) {
    if let item {
      send(.previous(of: item.sample.id, filter: filter), &desk)
    } else if let lastSample {
      send(.jump(to: .id(lastSample), filter: filter), &desk)
    }
  }

  mutating func next(_ desk: inout Desk) {
    guard let item else { return }
    send(.next(of: item.sample.id, filter: filter), &desk)
  }

  mutating func nextWaiting(_ desk: inout Desk, backwards: Bool) {
    guard let id = item?.sample.id ?? lastSample else { return }
    if let search {
      send(.find(text: search, of: id, backwards: backwards, filter: filter), &desk)
    } else {
      send(backwards ? .previousWaiting(of: id, filter: filter) : .nextWaiting(of: id, filter: filter), &desk)
    }
  }

  mutating func find(_ text: String, _ desk: inout Desk) {
    guard let id = item?.sample.id ?? lastSample else { return }
    mark(text)
    send(.find(text: text, of: id, backwards: false, filter: filter), &desk)
  }

  mutating func jump(_ text: String, _ desk: inout Desk) {
    guard let reference = SampleReference(typed: text) else { return }
    send(.jump(to: reference, filter: filter), &desk)
  }

  mutating func undo(_ desk: inout Desk) {
    if composing != nil {
      compose(nil)
    } else if hasEndedMerge {
      // What it would take back is something else. Pressed again, it does.
      notice = .remark(Self.mergeIsDone)
      hasEndedMerge = false
      act = nil
    } else {
      send(.undo(filter: filter), &desk)
    }
  }

  mutating func leave(_ desk: inout Desk) {
    isLeaving = true
    then = []
    send(.leave, &desk)
  }

  func hangUp(_ desk: inout Desk) { desk.effects.append(.review(workspace: workplace.path, .leave)) }

  // MARK: Outcomes

  mutating func take(_ step: ReviewStep, of action: ReviewAction, _ desk: inout Desk) {
    if case .find = action {
      guard seeking == action else { return }
      seeking = nil
      takeAnswer(step, to: action)
      notice = .remark(step.remark, saved: nil)
      if let new = step.item, new.sample.id != item?.sample.id { show(new) }
      return
    }
    guard inFlight == action else { return }
    inFlight = nil
    if action == .leave {
      desk.isLeaving = true
      return
    }
    isStarted = true
    changes = nil
    now = desk.now
    takeAnswer(step, to: action)
    switch action {
    case .resolve: lastDecision = action
    // A reason for a decision that was taken back would make it again; a side was taken with its own.
    case .undo, .redo, .settle: lastDecision = nil
    default: break
    }
    if then.isEmpty { notice = .remark(step.remark, saved: step.act) }
    place(step, after: action)
    if case .start = action {
      desk.effects.append(.agreement(workspace: workplace.path))
      // Looked for beside the keys: what stands on the screen may be of the last time, or nothing yet.
      if filter.isSearch || filter.isByValue, action != refreshing {
        desk.effects.append(.reviewOrder(workspace: workplace.path, filter))
      }
      refreshing = nil
    }
    if then.isEmpty { checkHeld(step, &desk) } else { send(then.removeFirst(), &desk) }
  }

  private mutating func takeAnswer(_ step: ReviewStep, to action: ReviewAction) {
    orderVersion = step.orderVersion
    matching = step.matching
    waiting = step.waiting
    // Of a large project the figures are counted beside the keys; until then the last ones stand.
    if !step.agreement.questions.isEmpty { agreement = step.agreement }
    undoable = step.undoable
    redoable = step.redoable
    if let act = step.act {
      self.act = act
      hasEndedMerge = action.isSettling && !act.undone && step.undoable != act
    }
  }

  /// Suspects were looked for, or samples weighed: the walk begins with the new order, unless the reviewer is at something; then with the
  /// next sample.
  mutating func take(order version: Int, of filter: ReviewFilter, isCovered: Bool, _ desk: inout Desk) {
    guard self.filter == filter, orderVersion != version else { return }
    guard !isHolding, !isCovered, composing == nil, reasons.isEmpty else { return }
    let start = ReviewAction.start(filter: filter)
    refreshing = start
    send(start, &desk)
  }

  private mutating func place(_ step: ReviewStep, after action: ReviewAction) {
    switch action {
    case .start, .resolve, .settle: show(step.item)
    case .comment, .sendBack: if let new = step.item { new.sample.id == item?.sample.id ? refresh(new) : show(new) }
    default: if let new = step.item { show(new) }
    }
  }

  private mutating func checkHeld(_ step: ReviewStep, _ desk: inout Desk) {
    let isOrdinary = step.remark == nil && item != nil && item?.closed == nil && !held.isStale(now: desk.now)
    guard !isOrdinary, let words = held.drop() else { return }
    notice = .warning([step.remark, words].compactMap { $0 }.joined(separator: " · "))
  }

  mutating func fail(_ failure: Failure, of action: ReviewAction, _ desk: inout Desk) {
    if case .find = action {
      guard seeking == action else { return }
      seeking = nil
      notice = .error("not found", failure)
      return
    }
    guard inFlight == action else { return }
    inFlight = nil
    then = []
    let words = held.drop()
    if action == .leave {
      desk.isLeaving = true
      return
    }
    guard ReviewScreen.isTriedAgain(action) else {
      notice = .error(ReviewScreen.lead(action), failure)
      return
    }
    failed = action
    self.failure = .error(ReviewScreen.lead(action), failure)
    notice = words.map(Notice.warning)
  }

  private static func isTriedAgain(_ action: ReviewAction) -> Bool {
    switch action {
    case .start, .resolve, .settle, .sendBack, .comment: true
    default: false
    }
  }

  private static func lead(_ action: ReviewAction) -> String {
    switch action {
    case .resolve, .settle, .sendBack, .comment: "not saved"
    case .undo, .redo: "not taken back"
    case .start: "not opened"
    default: ""
    }
  }

  // MARK: Time

  mutating func idle(_ desk: inout Desk) {
    if isStarted && !isHolding { desk.effects.append(.changeCount(workspace: workplace.path)) }
  }

  /// Somebody changed the journal: the sample and the figures are read again, unless the reviewer is at something.
  mutating func take(changeCount: Int, isCovered: Bool, _ desk: inout Desk) {
    let isNews = changes.map { $0 != changeCount } ?? false
    changes = changeCount
    guard isNews, isStarted, !isHolding, seeking == nil else { return }
    guard let item, !isCovered, composing == nil, reasons.isEmpty else {
      desk.effects.append(.agreement(workspace: workplace.path))
      if self.item == nil && !isCovered { send(.start(filter: filter), &desk) }
      return
    }
    send(.jump(to: .id(item.sample.id), filter: filter), &desk)
  }
}

import AnnotationEngine
import Terminal

extension LabelScreen {
  /// The engine has done `action`.
  mutating func take(_ step: LabelStep, of action: LabelAction, _ desk: inout Desk) {
    switch action {
    case .renewLease:
      progress = step.progress
      if let new = step.item, new.sample.id == item?.sample.id { refresh(closed: new.closed) }
    case .find:
      guard seeking == action else {
        // Too late: the person went on. The engine has moved the claim to the match, so it is fetched back.
        if let item, item.closed == nil { send(.renewLease(sample: item.sample.id), &desk) }
        return
      }
      seeking = nil
      takeAnswer(step)
      notice = .remark(step.remark, saved: nil)
      if let new = step.item, new.sample.id != item?.sample.id { show(new, now: desk.now) }
    default:
      guard inFlight == action else { return }
      inFlight = nil
      finish(step, of: action, &desk)
    }
  }

  private mutating func finish(_ step: LabelStep, of action: LabelAction, _ desk: inout Desk) {
    if action == .leave {
      desk.isLeaving = true
      return
    }
    isStarted = true
    if action != .start { changes = nil }
    takeAnswer(step)
    if step.wantsPlan && !isPlanning && mayPlan(step) {
      isPlanning = true
      desk.effects.append(.plan(workspace: workplace.path))
    }
    // A remark of an action that only made way for the next one would hide the next one's.
    if then.isEmpty { notice = .remark(step.remark, saved: step.act) }
    place(step, after: action, &desk)
    if then.isEmpty {
      checkHeld(step, after: action, &desk)
    } else {
      send(then.removeFirst(), &desk)
    }
  }

  /// After a failure only when so many answers more have come.
  private static let answersUntilNextPlan = 20

  mutating func endPlanning(failed: Bool) {
    isPlanning = false
    planFailedAt = failed ? progress?.mine : nil
  }

  private func mayPlan(_ step: LabelStep) -> Bool {
    planFailedAt.map { abs(step.progress.mine - $0) >= Self.answersUntilNextPlan } ?? true
  }

  private mutating func takeAnswer(_ step: LabelStep) {
    progress = step.progress
    undoable = step.undoable
    redoable = step.redoable
    paused = step.paused
    if let act = step.act { self.act = act }
  }

  private mutating func place(_ step: LabelStep, after action: LabelAction, _ desk: inout Desk) {
    switch action {
    case .comment, .flag, .draft:
      // The answers on the screen may be ahead of what is saved: they stay.
      if let new = step.item, new.sample.id == item?.sample.id { refresh(new) }
    case .start, .submit, .skip: show(step.item, now: desk.now)
    default:
      // Where there is no such sample, the one on the screen stays.
      if let new = step.item { show(new, now: desk.now) }
    }
  }

  /// What was typed ahead was meant for a sample like the last one; anything else calls for another look.
  private mutating func checkHeld(_ step: LabelStep, after action: LabelAction, _ desk: inout Desk) {
    let isOrdinary =
      step.remark == nil && item != nil && item?.closed == nil && item?.annotation?.sentBack == nil
      && !held.isStale(now: desk.now)
    guard !isOrdinary, let words = held.drop() else { return }
    notice = .warning([step.remark, words].compactMap { $0 }.joined(separator: " · "))
  }

  private mutating func refresh(closed: String?) {
    guard var new = item else { return }
    new.closed = closed
    refresh(new)
  }

  /// The engine could not do `action`. Nothing that was typed is lost: the answers stay and can be tried again.
  mutating func fail(_ failure: Failure, of action: LabelAction, _ desk: inout Desk) {
    if case .renewLease = action { return }
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
      // The claim runs out by itself.
      desk.isLeaving = true
      return
    }
    if leaving == .yes { leaving = .failed }
    guard LabelScreen.isTriedAgain(action) else {
      notice = .error(LabelScreen.lead(action), failure)
      return
    }
    failed = action
    self.failure = .error(LabelScreen.lead(action), failure)
    notice = words.map(Notice.warning)
  }

  /// What was typed, or the first sample, is worth another try; a walk that led nowhere is not.
  private static func isTriedAgain(_ action: LabelAction) -> Bool {
    switch action {
    case .start, .submit, .draft, .skip, .comment, .flag: true
    default: false
    }
  }

  private static func lead(_ action: LabelAction) -> String {
    switch action {
    case .submit, .draft, .skip, .comment, .flag: "not saved"
    case .undo, .redo: "not taken back"
    case .start: "not opened"
    default: ""
    }
  }
}

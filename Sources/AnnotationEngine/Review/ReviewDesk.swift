import Foundation
import GRDB

/// One reviewer at work in one transaction.
struct ReviewDesk {
  let db: Database
  let session: Session
  let project: Project
  let now: Int64
  let directory: SampleDirectory
  let memory: ReviewMemory

  private var person: String { session.person }

  func perform(_ action: ReviewAction) throws -> ReviewOutcome {
    switch action {
    case .resolve(let sample, let question, let answer, let how, let reason, let advance, _):
      try resolve(place(of: sample), question, answer, how, reason: reason, advance: advance)
    case .sendBack(let sample, let annotator, let note, _):
      try sendBack(place(of: sample), annotator, note: note)
    case .comment(let sample, let text, _): try comment(place(of: sample), text)
    case .settle(let sample, let cell, let choice, let reason, let advance, _):
      try settle(place(of: sample), cell, choice, reason: reason, advance: advance)
    case .undo: try undo()
    case .redo: try redo()
    case .start, .next, .previous, .nextWaiting, .previousWaiting, .jump, .find, .leave: ReviewOutcome()
    }
  }

  private func place(of sample: String) throws -> QueuePlace { try waiting.place(of: sample) }

  private var waiting: Waiting {
    get throws { try Waiting(db: db, person: person, project: project, now: now, directory: directory) }
  }

  private func resolve(
    _ place: QueuePlace, _ question: String, _ answer: Answer, _ how: Resolution.How, reason: String?, advance: Bool
  ) throws -> ReviewOutcome {
    guard let asked = project.question(question) else {
      _ = try project.checked([question: answer])
      return ReviewOutcome(sample: place.sample)
    }
    let answer = try asked.checked(answer)
    guard !answer.isEmpty || !asked.required else {
      throw EngineError.invalidAnswer(question: question, problem: "a required question needs a value")
    }
    var state = try db.state(of: place.sample)
    if project.forbidsResolving(state, person) {
      throw EngineError.ownSample(sample: place.sample, person: person)
    }
    if let other = decidedMeanwhile(place.sample, question, state) {
      return ReviewOutcome(
        sample: place.sample, remark: "\(other.reviewer) decided this meanwhile: \(other.answer.words)")
    }
    try check(answer, asked, how, state)
    let reason = try db.keepProse(ifAny: reason)
    let act = try append(
      .resolve, place,
      [
        JSONMember("question", .string(question)), JSONMember("answer", answer.json), JSONMember("how", how.json),
        JSONMember("reason", JSONValue(reason)),
      ])
    state = try db.state(of: place.sample)
    let isOpen = state.differingQuestions.contains { state.resolution(of: $0) == nil }
    return ReviewOutcome(sample: place.sample, act: act, advance: advance && !isOpen)
  }

  /// Another reviewer's decision that this one has not seen on the screen yet; once it was shown it may be changed.
  private func decidedMeanwhile(_ sample: String, _ question: String, _ state: SampleState) -> ResolutionState? {
    guard let there = state.resolution(of: question), there.reviewer != person,
      let shown = memory.shown(sample, to: person)
    else { return nil }
    let isShown = shown.contains {
      $0.question == question && $0.reviewer == there.reviewer && $0.answer == there.answer && $0.at == there.at
    }
    return isShown ? nil : there
  }

  /// What is accepted must be what stands there now: the annotator may have changed it since the screen was drawn.
  private func check(_ answer: Answer, _ question: Question, _ how: Resolution.How, _ state: SampleState) throws {
    switch how {
    case .set: break
    case .majority:
      guard let majority = state.majority(question) else {
        throw EngineError.invalidAnswer(question: question.name, problem: "there is no majority: the votes are even")
      }
      guard majority == answer else {
        throw EngineError.invalidAnswer(question: question.name, problem: "the majority says \(majority.words) by now")
      }
    case .accepted(let annotator):
      guard let theirs = state[annotator], theirs.status == .submitted, let given = theirs.answers[question.name] else {
        throw EngineError.invalidAnswer(
          question: question.name, problem: "\(annotator) has no submitted answer to it by now")
      }
      guard given == answer else {
        throw EngineError.invalidAnswer(question: question.name, problem: "\(annotator) says \(given.words) by now")
      }
    }
  }

  private func sendBack(_ place: QueuePlace, _ annotator: String, note: String) throws -> ReviewOutcome {
    guard try db.state(of: place.sample).isDone(by: annotator) else {
      return ReviewOutcome(
        sample: place.sample, remark: "\(annotator) has nothing submitted here that could go back")
    }
    let note = try db.keepProse(ifAny: note)
    let act = try append(
      .sendBack, place, [JSONMember("annotator", .string(annotator)), JSONMember("note", JSONValue(note))])
    return ReviewOutcome(sample: place.sample, act: act)
  }

  private func comment(_ place: QueuePlace, _ text: String) throws -> ReviewOutcome {
    let old = try db.prose(db.state(of: place.sample)[person]?.comment) ?? ""
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard text != old else { return ReviewOutcome(sample: place.sample) }
    let comment = try db.keepProse(ifAny: text)
    return ReviewOutcome(
      sample: place.sample, act: try append(.reviewComment, place, [JSONMember("comment", JSONValue(comment))]))
  }

  private func undo() throws -> ReviewOutcome {
    guard let act = try db.undoable(by: person, on: .review), let sample = act.sample else {
      return ReviewOutcome(remark: "nothing to undo")
    }
    if act.kind != .conflictSettled, let problem = project.misfit(of: try db.foldedState(of: sample, without: act.seq))
    {
      return ReviewOutcome(sample: sample, remark: "that cannot be taken back: " + problem)
    }
    try appendUndo(.undo, act)
    return ReviewOutcome(sample: sample, act: try saved(act, undone: true))
  }

  private func redo() throws -> ReviewOutcome {
    guard let act = try db.redoable(by: person, on: .review), let sample = act.sample else {
      return ReviewOutcome(remark: "nothing to redo")
    }
    if act.kind != .conflictSettled, let problem = project.misfit(of: try db.foldedState(of: sample, with: act.seq)) {
      return ReviewOutcome(sample: sample, remark: "that cannot be done again: " + problem)
    }
    if [.resolve, .conflictSettled].contains(act.kind), project.forbidsResolving(try db.state(of: sample), person) {
      return ReviewOutcome(
        sample: sample, remark: "that cannot be done again: you have annotated \(sample) yourself by now")
    }
    try appendUndo(.redo, act)
    var outcome = ReviewOutcome(sample: sample, act: try saved(act, undone: false))
    outcome.settlesMerge = try act.kind == .conflictSettled && db.openConflicts().cells == 0
    return outcome
  }

  private func appendUndo(_ kind: EventKind, _ act: Event) throws {
    try db.append(
      kind, actor: person, at: now, sample: act.sample,
      payload: .object([JSONMember("seq", JSONValue(Int(act.seq)))]))
  }

  func append(_ kind: EventKind, _ place: QueuePlace, _ members: [JSONMember]) throws -> SavedAct {
    let payload = JSONValue.object([JSONMember("position", JSONValue(place.position))] + members)
    let seq = try db.append(kind, actor: person, at: now, sample: place.sample, payload: payload)
    return try saved(
      Event(seq: seq, at: now, actor: person, kind: kind, sample: place.sample, payload: payload), undone: false)
  }

  private func saved(_ event: Event, undone: Bool) throws -> SavedAct {
    let waiting = try waiting
    let rank = try waiting.place(of: event.sample ?? "").rank
    return try db.savedAct(event, undone: undone, project: project, place: waiting.number(of: rank))
  }
}

extension Project {
  /// Whether `person` may not resolve a sample because they annotated it.
  func forbidsResolving(_ state: SampleState, _ person: String) -> Bool {
    !reviewersMayResolveOwn && state.isDone(by: person)
  }

  /// Why a state that an undo or a redo leads to cannot be: answers that the project no longer has. nil when it can.
  func misfit(of state: SampleState) -> String? {
    for annotation in state.annotations {
      if let problem = misfit(of: state, annotation.annotator) { return problem }
    }
    for resolution in state.resolutions {
      do throws(EngineError) {
        _ = try checked([resolution.question: resolution.answer])
      } catch {
        return error.errorDescription
      }
    }
    return nil
  }
}

extension SampleState {
  /// The answer that most submitted annotations give to a question, by the rule of labels; nil on a tie.
  func majority(_ question: Question) -> Answer? {
    let votes = submitted.compactMap { $0.answers[question.name] }
    let answer = LabelRule(rule: .majority, atLeast: 1).label(of: votes, to: question)?.answer
    return answer.flatMap { $0.isEmpty ? nil : $0 }
  }
}

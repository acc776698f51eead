import Foundation
import GRDB

extension LabelDesk {
  func submit(_ place: QueuePlace, _ answers: Answers, seconds: Double, advance: Bool) throws -> Outcome {
    let answers = try project.checkedForSubmission(answers)
    let state = try db.state(of: place.sample)
    let next = { advance ? try waiting.following(place) : place.rank }
    if let refusal = try refusal(place.sample, state) {
      let kept = try saveDraft(place, state, answers, seconds: seconds)
      return Outcome(rank: try next(), act: kept, remark: refusal + "; your answers are kept as a draft")
    }
    let own = try own(place.sample, state)
    if own?.status == .submitted, own?.answers == answers, own?.draft == nil {
      return Outcome(rank: try next(), remark: "as it was")
    }
    var members = [
      JSONMember("answers", JSONValue(answers: answers)), JSONMember("seconds", JSONValue(max(0, seconds))),
    ]
    let offers = try offers(on: place.sample)
    if !offers.isEmpty { members.append(JSONMember("offered", offers.json)) }
    let act = try append(.submit, place, members)
    try pauseWhereDue(after: place.sample)
    return Outcome(rank: try next(), act: act)
  }

  /// What this person is offered on a sample. It has been on the screen, so it is read from memory.
  private func offers(on sample: String) throws -> [String: Offer] {
    guard let sample = try directory.sample(id: sample, fields: project.fields.map(\.name)) else { return [:] }
    return project.offers(on: sample, to: person)
  }

  func draft(_ place: QueuePlace, _ answers: Answers, seconds: Double) throws -> Outcome {
    let answers = try project.checked(answers)
    let act = try saveDraft(place, db.state(of: place.sample), answers, seconds: seconds)
    return Outcome(rank: place.rank, act: act)
  }

  /// nil where there is nothing to keep that is not kept already.
  private func saveDraft(
    _ place: QueuePlace, _ state: SampleState, _ answers: Answers, seconds: Double
  ) throws -> SavedAct? {
    let own = try own(place.sample, state)
    let kept = own?.draft ?? own?.answers ?? [:]
    guard answers != kept else { return nil }
    return try append(
      .draft, place,
      [
        JSONMember("answers", JSONValue(answers: answers)), JSONMember("seconds", JSONValue(max(0, seconds))),
        JSONMember("expires", JSONValue(Int(now) + project.round.lease * 1000)),
      ])
  }

  func skip(_ place: QueuePlace, reason: String, seconds: Double) throws -> Outcome {
    if let paused = try pausedWords(at: place.sample, db.state(of: place.sample)) {
      return Outcome(rank: place.rank, remark: paused)
    }
    let reason = try db.keepProse(ifAny: reason)
    let act = try append(
      .skip, place, [JSONMember("reason", JSONValue(reason)), JSONMember("seconds", JSONValue(max(0, seconds)))])
    return Outcome(rank: try waiting.following(place), act: act)
  }

  func comment(_ place: QueuePlace, _ text: String?) throws -> Outcome {
    let old = try db.prose(own(place.sample, db.state(of: place.sample))?.comment)
    let text = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    guard text != old ?? "" else { return Outcome(rank: place.rank) }
    let comment = try db.keepProse(ifAny: text)
    return Outcome(
      rank: place.rank, act: try append(.comment, place, [JSONMember("comment", JSONValue(comment))]))
  }

  func flag(_ place: QueuePlace, _ flagged: Bool) throws -> Outcome {
    guard try flagged != own(place.sample, db.state(of: place.sample))?.flagged ?? false else {
      return Outcome(rank: place.rank)
    }
    return Outcome(
      rank: place.rank, act: try append(.flag, place, [JSONMember("flagged", .bool(flagged))]))
  }

  // MARK: - Undo

  func undoable() throws -> Event? { try db.undoable(by: person, on: .label) }

  func undo() throws -> Outcome {
    guard let act = try undoable() else { return try standing("nothing to undo") }
    let place = try waiting.place(of: act.sample ?? "")
    let state = try db.foldedState(of: place.sample, without: act.seq)
    if let problem = project.misfit(of: state, person) {
      return Outcome(rank: place.rank, remark: "that cannot be taken back: " + problem)
    }
    try appendUndo(.undo, act)
    return Outcome(rank: place.rank, act: try saved(act, undone: true))
  }

  func redo() throws -> Outcome {
    guard let act = try db.redoable(by: person, on: .label) else { return try standing("nothing to redo") }
    let place = try waiting.place(of: act.sample ?? "")
    let state = try db.foldedState(of: place.sample, with: act.seq)
    if let problem = project.misfit(of: state, person) {
      return Outcome(rank: place.rank, remark: "that cannot be done again: " + problem)
    }
    let now = try db.state(of: place.sample)
    if act.kind == .submit, now[person]?.status != .submitted, let refusal = try refusal(place.sample, now) {
      return Outcome(rank: place.rank, remark: "that cannot be done again: " + refusal)
    }
    if act.kind == .skip, let paused = try pausedWords(at: place.sample, now) {
      return Outcome(rank: place.rank, remark: "that cannot be done again: " + paused)
    }
    try appendUndo(.redo, act)
    return Outcome(rank: place.rank, act: try saved(act, undone: false))
  }

  private func appendUndo(_ kind: EventKind, _ act: Event) throws {
    try db.append(
      kind, actor: person, at: now, sample: act.sample,
      payload: .object([JSONMember("seq", JSONValue(Int(act.seq)))] + (act.isRepeat ? [Self.repeatMark] : [])))
  }

  /// Nothing done: stays where the person sits.
  private func standing(_ remark: String) throws -> Outcome {
    let seat = try db.lease(of: person)
    return Outcome(
      rank: try seat.map { try waiting.place(of: $0.sample).rank } ?? waiting.beginning(), remark: remark)
  }

  // MARK: - Words

  private func append(_ kind: EventKind, _ place: QueuePlace, _ members: [JSONMember]) throws -> SavedAct {
    let isRepeat = try isRepeat(place.sample, db.state(of: place.sample))
    let payload = JSONValue.object(
      [JSONMember("position", JSONValue(place.position))] + members + (isRepeat ? [Self.repeatMark] : []))
    let seq = try db.append(kind, actor: person, at: now, sample: place.sample, payload: payload)
    return try db.savedAct(
      Event(seq: seq, at: now, actor: person, kind: kind, sample: place.sample, payload: payload), undone: false,
      project: project, place: waiting.number(of: place.rank))
  }

  func saved(_ event: Event, undone: Bool) throws -> SavedAct {
    let rank = try waiting.place(of: event.sample ?? "").rank
    return try db.savedAct(event, undone: undone, project: project, place: waiting.number(of: rank))
  }
}

extension Project {
  /// Why a state that an undo or a redo leads to cannot be: answers that the project no longer has. nil when it can.
  func misfit(of state: SampleState, _ person: String) -> String? {
    do throws(EngineError) {
      for annotation in [state[person], state.secondAnswer(of: person)].compactMap({ $0 }) {
        _ = try checked(annotation.answers)
        _ = try checked(annotation.draft ?? [:])
      }
      return nil
    } catch {
      return error.errorDescription
    }
  }
}

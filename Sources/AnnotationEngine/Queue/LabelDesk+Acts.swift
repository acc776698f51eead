import Foundation
import GRDB

extension LabelDesk {
  func submit(_ seat: Seat, _ answers: Answers, seconds: Double, advance: Bool) throws -> Outcome {
    let answers = try project.checkedForSubmission(answers)
    let place = seat.place
    let state = try db.state(of: place.sample)
    let outcome = { (act: SavedAct?, remark: String?) throws -> Outcome in
      guard advance else { return seat.outcome(act, remark: remark) }
      return Outcome(rank: try waiting.following(place, but: hidden), act: act, remark: remark)
    }
    if let refusal = try refusal(seat, state) {
      let kept = try saveDraft(seat, state, answers, seconds: seconds)
      return try outcome(kept, refusal + "; your answers are kept as a draft")
    }
    let seen = try seen(seat, state)
    if seen?.status == .submitted, seen?.answers == answers, seen?.draft == nil {
      return try outcome(nil, "as it was")
    }
    var members = [
      JSONMember("answers", JSONValue(answers: answers)), JSONMember("seconds", JSONValue(max(0, seconds))),
    ]
    let offers = try offers(on: place.sample)
    if !offers.isEmpty { members.append(JSONMember("offered", offers.json)) }
    let act = try append(.submit, seat, members)
    try pauseWhereDue(after: place.sample)
    return try outcome(act, nil)
  }

  /// What this person is offered on a sample. It has been on the screen, so it is read from memory.
  private func offers(on sample: String) throws -> [String: Offer] {
    guard let sample = try directory.sample(id: sample, fields: project.fields.map(\.name)) else { return [:] }
    return project.offers(on: sample, to: person)
  }

  func draft(_ seat: Seat, _ answers: Answers, seconds: Double) throws -> Outcome {
    let answers = try project.checked(answers)
    return seat.outcome(try saveDraft(seat, db.state(of: seat.place.sample), answers, seconds: seconds))
  }

  /// nil where there is nothing to keep that is not kept already.
  private func saveDraft(
    _ seat: Seat, _ state: SampleState, _ answers: Answers, seconds: Double
  ) throws -> SavedAct? {
    let own = try own(seat.place.sample, state)
    let kept = own?.draft ?? own?.answers ?? [:]
    guard answers != kept else { return nil }
    return try append(
      .draft, seat,
      [
        JSONMember("answers", JSONValue(answers: answers)), JSONMember("seconds", JSONValue(max(0, seconds))),
        JSONMember("expires", JSONValue(Int(now) + project.round.lease * 1000)),
      ])
  }

  func skip(_ seat: Seat, reason: String, seconds: Double) throws -> Outcome {
    let place = seat.place
    if let paused = try pausedWords(at: place.sample, db.state(of: place.sample)) {
      return seat.outcome(nil, remark: paused)
    }
    let reason = try db.keepProse(ifAny: reason)
    let act = try append(
      .skip, seat, [JSONMember("reason", JSONValue(reason)), JSONMember("seconds", JSONValue(max(0, seconds)))])
    return Outcome(rank: try waiting.following(place, but: hidden), act: act)
  }

  func comment(_ seat: Seat, _ text: String?) throws -> Outcome {
    let old = try db.prose(own(seat.place.sample, db.state(of: seat.place.sample))?.comment)
    let text = text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    guard text != old ?? "" else { return seat.outcome(nil) }
    let comment = try db.keepProse(ifAny: text)
    return seat.outcome(try append(.comment, seat, [JSONMember("comment", JSONValue(comment))]))
  }

  func flag(_ seat: Seat, _ flagged: Bool) throws -> Outcome {
    guard try flagged != own(seat.place.sample, db.state(of: seat.place.sample))?.flagged ?? false else {
      return seat.outcome(nil)
    }
    return seat.outcome(try append(.flag, seat, [JSONMember("flagged", .bool(flagged))]))
  }

  // MARK: - Undo

  func undoable() throws -> Event? { try db.undoable(by: person, on: .label) }

  func undo() throws -> Outcome {
    guard let act = try undoable() else { return try standing("nothing to undo") }
    let seat = try seat(of: act)
    let place = seat.place
    let state = try db.foldedState(of: place.sample, without: act.seq)
    if let problem = project.misfit(of: state, person) {
      return seat.outcome(nil, remark: "that cannot be taken back: " + problem)
    }
    try appendUndo(.undo, act)
    return seat.outcome(try saved(act, undone: true))
  }

  func redo() throws -> Outcome {
    guard let act = try db.redoable(by: person, on: .label) else { return try standing("nothing to redo") }
    let seat = try seat(of: act)
    let place = seat.place
    let state = try db.foldedState(of: place.sample, with: act.seq)
    if let problem = project.misfit(of: state, person) {
      return seat.outcome(nil, remark: "that cannot be done again: " + problem)
    }
    let now = try db.state(of: place.sample)
    if act.kind == .submit, now[person]?.status != .submitted, let refusal = try refusal(seat, now) {
      return seat.outcome(nil, remark: "that cannot be done again: " + refusal)
    }
    if act.kind == .skip, let paused = try pausedWords(at: place.sample, now) {
      return seat.outcome(nil, remark: "that cannot be done again: " + paused)
    }
    try appendUndo(.redo, act)
    return seat.outcome(try saved(act, undone: false))
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
      rank: try seat.map { try waiting.place(of: $0.sample).rank } ?? waiting.beginning(but: hidden), remark: remark)
  }

  // MARK: - Words

  private func append(_ kind: EventKind, _ seat: Seat, _ members: [JSONMember]) throws -> SavedAct {
    let place = seat.place
    let isRepeat = try isRepeat(place.sample, db.state(of: place.sample))
    let shown = seat.shown.map { [JSONMember(Self.shownName, JSONValue(waiting.order.position(of: $0)))] } ?? []
    let payload = JSONValue.object(
      [JSONMember("position", JSONValue(place.position))] + members + shown + (isRepeat ? [Self.repeatMark] : []))
    let seq = try db.append(kind, actor: person, at: now, sample: place.sample, payload: payload)
    return try db.savedAct(
      Event(seq: seq, at: now, actor: person, kind: kind, sample: place.sample, payload: payload), undone: false,
      project: project, place: number(of: seat))
  }

  func saved(_ event: Event, undone: Bool) throws -> SavedAct {
    try db.savedAct(event, undone: undone, project: project, place: number(of: seat(of: event)))
  }
}

extension LabelDesk.Seat {
  /// The sample stays on the screen.
  func outcome(_ act: SavedAct?, remark: String? = nil) -> LabelDesk.Outcome {
    LabelDesk.Outcome(rank: place.rank, shown: shown, act: act, remark: remark)
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

import GRDB

extension Workspace {
  /// Does one thing on the label screen, in one durable transaction, and says what stands on the screen next.
  ///
  /// Throws `unknownPerson`, `unknownSample`, `unknownPlace`, `invalidAnswer`. A submit to a sample that was closed
  /// meanwhile is kept as a draft, with a remark. An annotation stays submitted when a later schema asks more.
  public func label(_ session: Session, _ action: LabelAction) throws(EngineError) -> LabelStep {
    if case .find(let text, let sample, let backwards) = action {
      let search = try find(text, session: session, from: sample, backwards: backwards)
      var step = try step(session, .jump(to: .id(search.sample ?? sample)), remark: search.remark)
      step.goesOn = search.goesOn
      return step
    }
    return try step(session, action, remark: nil)
  }

  private func step(_ session: Session, _ action: LabelAction, remark: String?) throws(EngineError) -> LabelStep {
    let now = clock()
    let (draft, fields) = try journal.write { db in
      let project = try db.project()
      _ = try project.role(of: session)
      let desk = try LabelDesk(
        db: db, person: session.person, project: project, now: now, directory: directory(in: db))
      return (try desk.step(action), project.fields.map(\.name))
    }
    // The content is read after the transaction: nobody waits for a disk that has to look for it.
    var item: LabelItem?
    if let shown = draft.item {
      guard let sample = try sample(id: shown.place.sample, fields: fields) else {
        throw .unknownSample(shown.place.sample)
      }
      item = LabelItem(
        sample: sample, place: shown.number, annotation: shown.annotation, closed: shown.closed)
    }
    return LabelStep(
      item: item, act: draft.act, undoable: draft.undoable, redoable: draft.redoable, progress: draft.progress,
      remark: draft.remark ?? remark, paused: draft.paused, wantsPlan: draft.wantsPlan)
  }
}

/// A `LabelStep` whose sample is not read yet.
struct LabelStepDraft {
  struct Item {
    var place: QueuePlace
    /// The place as people count, from 1.
    var number: Int
    var annotation: Annotation?
    var closed: String?
  }
  var item: Item?
  var act: SavedAct?
  var undoable: SavedAct?
  var redoable: SavedAct?
  var progress: LabelProgress
  var remark: String?
  var paused: String?
  var wantsPlan = false
}

import GRDB

extension Workspace {
  /// Does one thing on the label screen, in one durable transaction, and says what stands on the screen next.
  ///
  /// Throws `unknownPerson`, `unknownSample`, `unknownPlace`, `invalidAnswer`; `foundByPlace` to an annotator who jumps to an
  /// id where the queue has gold or repeats: ids that are counted would tell which samples changed places. A submit to a sample that was closed
  /// meanwhile is kept as a draft, with a remark. An annotation stays submitted when a later schema asks more.
  public func label(_ session: Session, _ action: LabelAction) throws(EngineError) -> LabelStep {
    if case .find(let text, let sample, let backwards, let number) = action {
      let search = try find(text, session: session, from: sample, at: number, backwards: backwards)
      // Without a match the person stays where they are.
      let place = search.sample.map(SampleReference.id) ?? number.map(SampleReference.place) ?? .id(sample)
      var step = try step(session, .jump(to: place), remark: search.remark, isFound: true)
      step.goesOn = search.goesOn
      return step
    }
    return try step(session, action)
  }

  /// `isFound`: what is jumped to was found by its text.
  private func step(
    _ session: Session, _ action: LabelAction, remark: String? = nil, isFound: Bool = false
  ) throws(EngineError) -> LabelStep {
    let now = clock()
    let (draft, project) = try journal.write { db in
      let project = try db.project()
      _ = try project.role(of: session)
      if !isFound, case .jump(to: .id) = action, try db.sight(of: session).guardsQueue {
        throw EngineError.foundByPlace
      }
      let desk = try LabelDesk(
        db: db, person: session.person, project: project, now: now, directory: directory(in: db))
      return (try desk.step(action), project)
    }
    // The content is read after the transaction: nobody waits for a disk that has to look for it.
    var item: LabelItem?
    if let shown = draft.item {
      guard var sample = try sample(id: shown.place.sample, fields: project.fields.map(\.name)) else {
        throw .unknownSample(shown.place.sample)
      }
      let isWithheld = project.round.withholds(sample.id, from: session.person)
      let suggestions = isWithheld ? [:] : project.suggestions(of: sample)
      sample.proposed = []
      item = LabelItem(
        sample: sample, place: shown.number, annotation: shown.annotation, closed: shown.closed,
        suggestions: suggestions)
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

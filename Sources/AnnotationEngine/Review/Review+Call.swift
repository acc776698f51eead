import GRDB

extension Workspace {
  /// Throws `notPermitted` unless this person may review now, as every call of `review` does.
  public func permitReview(_ session: Session) throws(EngineError) {
    try journal.read { try $0.project().permit(session, "review", needs: .reviewer) }
  }

  /// Does one thing on the review screen: an act in one durable transaction, then what stands on the screen.
  ///
  /// Annotators may not review. The step's agreement is the last one counted: it is counted anew here only while the
  /// project is small (`AgreementMemory.smallProject`); for a large one ask `agreement()` beside the keys. Until it was
  /// asked once it is empty then.
  public func review(_ session: Session, _ action: ReviewAction) throws(EngineError) -> ReviewStep {
    guard let filter = action.filter else {
      try permitReview(session)
      return try reviewStep(session, action, ReviewFilter(), ReviewOutcome())
    }
    var outcome = ReviewOutcome()
    if action.isAct {
      let now = clock()
      outcome = try journal.write { db in
        let project = try db.project()
        try project.permit(session, "review", needs: .reviewer)
        return try ReviewDesk(
          db: db, session: session, project: project, now: now, directory: directory(in: db), memory: reviews
        ).perform(action)
      }
    } else {
      try permitReview(session)
    }
    if outcome.settlesMerge { outcome.remark = try finishMergeInWords(session) }
    if case .find(let text, let sample, let backwards, _) = action {
      let found = try find(text, session: session, from: sample, backwards: backwards, filter)
      outcome = ReviewOutcome(sample: found.sample ?? sample, remark: found.remark, goesOn: found.goesOn)
    }
    return try reviewStep(session, action, filter, outcome)
  }

  private func reviewStep(
    _ session: Session, _ action: ReviewAction, _ filter: ReviewFilter, _ outcome: ReviewOutcome
  ) throws(EngineError) -> ReviewStep {
    let agreement = try agreements.report(for: self)
    let now = clock()
    let draft = try journal.read { db in
      let project = try db.project()
      let found = try order(of: filter, project, db)
      let list = try reviews.list(filter, db, order: found.order)
      let waiting = try Waiting(
        db: db, person: session.person, project: project, now: now, directory: directory(in: db))
      let walk = ReviewWalk(
        list: list, waiting: waiting, lastSeen: reviews.lastSeen(by: session.person, filter))
      let (place, remark) = try walk.place(after: action, outcome)
      let view = ReviewView(db: db, session: session, project: project, agreement: agreement)
      var draft = try view.draft(place, list: list, waiting: waiting, outcome, remark: remark)
      draft.step.orderVersion = found.order?.version
      draft.suspicion = place.flatMap { found.suspects?.suspect($0.sample) }
      // What was decided meanwhile has no worth any more.
      draft.worth = draft.state.open(in: project).isEmpty ? nil : place.flatMap { found.worths[$0.rank] }
      return draft
    }
    var step = draft.step
    step.agreement = agreement
    step.goesOn = outcome.goesOn
    if let place = draft.place {
      guard var sample = try sample(id: place.sample, fields: draft.fields) else {
        throw .unknownSample(place.sample)
      }
      sample.proposed = []
      step.item = draft.item(of: sample)
      step.item?.conflicts = try conflicts(of: place.sample)
      reviews.see(
        place.sample, draft.state.resolutions, by: session.person, filter, keepsPlace: step.orderVersion != 0)
    }
    return step
  }

  /// The order of a filter that does not follow the queue, and what it was made from; of version 0 where none was made
  /// yet.
  private func order(
    of filter: ReviewFilter, _ project: Project, _ db: Database
  ) throws -> (order: ReviewOrder?, suspects: FindingMemory.Entry?, worths: [Int: ReviewWorth]) {
    if filter.isByValue {
      let known = findings.worth(filter.question, schema: try db.layout())
      return (known?.order ?? ReviewOrder(takesOthers: true), nil, known?.worths ?? [:])
    }
    if filter.scope == .unlabeled {
      let known = findings.unlabeled(filter.question, schema: try db.layout())
      return (known?.order ?? ReviewOrder(), nil, [:])
    }
    guard filter.scope == .suspects else { return (nil, nil, [:]) }
    let entry = findings.entry(try project.choiceQuestion(filter.question).name, schema: try db.layout())
    return (entry?.order ?? ReviewOrder(), entry, [:])
  }

  /// Looks through the samples of a filter, in their order.
  private func find(
    _ text: String, session: Session, from sample: String, backwards: Bool, _ filter: ReviewFilter
  ) throws(EngineError) -> FindResult {
    let now = clock()
    let (list, start, order, fields) = try journal.read { db in
      let project = try db.project()
      let list = try reviews.list(filter, db, order: self.order(of: filter, project, db).order)
      let waiting = try Waiting(
        db: db, person: session.person, project: project, now: now, directory: directory(in: db))
      let start = list.index(of: try waiting.place(of: sample).rank) ?? (backwards ? list.keys.count : -1)
      return (list, start, waiting.order, project.fields.map(\.name))
    }
    let key = Searches.Key(
      person: session.person, text: text, from: sample, backwards: backwards, filter: filter)
    return try Journal.asEngineError(journal.path) {
      try find(key, start: start, count: list.keys.count, fields: fields) { indices in
        try indices.compactMap { try directory.id(at: order.position(of: list.rank(at: $0))) }
      }
    }
  }
}

extension ReviewAction {
  /// nil for leaving.
  var filter: ReviewFilter? {
    switch self {
    case .start(let filter), .next(_, let filter), .previous(_, let filter), .nextWaiting(_, let filter),
      .previousWaiting(_, let filter), .jump(_, let filter), .find(_, _, _, let filter),
      .resolve(_, _, _, _, _, _, let filter), .settle(_, _, _, _, _, let filter), .sendBack(_, _, _, let filter),
      .comment(_, _, let filter),
      .undo(let filter), .redo(let filter):
      filter
    case .leave: nil
    }
  }

  /// Whether it changes anything.
  var isAct: Bool {
    switch self {
    case .resolve, .settle, .sendBack, .comment, .undo, .redo: true
    case .start, .next, .previous, .nextWaiting, .previousWaiting, .jump, .find, .leave: false
    }
  }
}

/// What an act on the review screen came to.
struct ReviewOutcome {
  /// The sample that it concerned; the screen stays there unless `advance`.
  var sample: String?
  var act: SavedAct?
  var advance = false
  var remark: String?
  var goesOn = false
  /// Nothing of the merge that waits is open any more.
  var settlesMerge = false
}

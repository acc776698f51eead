import GRDB

/// Puts together what the review screen shows of a sample.
struct ReviewView {
  let db: Database
  let session: Session
  let project: Project
  let agreement: AgreementReport

  /// A `ReviewStep` whose sample is not read yet.
  struct Draft {
    var step: ReviewStep
    var place: QueuePlace?
    var listPlace: Int
    var state: SampleState
    var annotations: [Annotation]
    var resolutions: [String: Resolution]
    var project: Project
    var pairs: [String: [PairFigures]]
    var closed: String?
    var suspicion: Suspect?
    var worth: ReviewWorth?
    var fields: [String] { project.fields.map(\.name) }

    func item(of sample: Sample) -> ReviewItem {
      ReviewItem(
        sample: sample, place: listPlace, annotations: annotations, resolutions: resolutions,
        open: state.open(in: project), pairs: pairs,
        majority: project.questions.reduce(into: [:]) { $0[$1.name] = state.majority($1) }, suspicion: suspicion,
        worth: worth, closed: closed)
    }
  }

  func draft(
    _ place: QueuePlace?, list: ReviewList, waiting: Waiting, _ outcome: ReviewOutcome, remark: String?
  ) throws -> Draft {
    let state = try place.map { try db.state(of: $0.sample) } ?? SampleState()
    let step = ReviewStep(
      item: nil, act: outcome.act,
      undoable: try db.undoable(by: session.person, on: .review).map { try saved($0, undone: false, waiting) },
      redoable: try db.redoable(by: session.person, on: .review).map { try saved($0, undone: true, waiting) },
      matching: list.keys.count, waiting: list.waiting, agreement: AgreementReport(), remark: remark)
    return Draft(
      step: step, place: place, listPlace: place.flatMap { list.index(of: $0.rank) }.map { $0 + 1 } ?? 0,
      state: state, annotations: try annotations(state, place?.sample ?? ""),
      resolutions: try Dictionary(
        state.resolutions.map { ($0.question, try db.resolution($0)) }, uniquingKeysWith: { first, _ in first }),
      project: project, pairs: pairs(state),
      closed: project.forbidsResolving(state, session.person) ? "you annotated it yourself" : nil)
  }

  private func saved(_ event: Event, undone: Bool, _ waiting: Waiting) throws -> SavedAct {
    let rank = try waiting.place(of: event.sample ?? "").rank
    return try db.savedAct(event, undone: undone, project: project, place: waiting.number(of: rank))
  }

  /// What is done or was sent back, and remarks by people who answered nothing.
  private func annotations(_ state: SampleState, _ sample: String) throws -> [Annotation] {
    try state.annotations.filter { $0.isDone || $0.sentBackBy != nil || $0.comment != nil }
      .map { try db.annotation($0, of: sample) }
  }

  /// By question, the figures of each two of the sample's annotators.
  private func pairs(_ state: SampleState) -> [String: [PairFigures]] {
    let names = Set(state.submitted.map(\.annotator))
    return agreement.questions.mapValues { $0.pairs.filter { names.contains($0.a) && names.contains($0.b) } }
  }
}

extension SampleState {
  /// The questions that its annotators answer in different ways and nobody resolved, in the project's order.
  func open(in project: Project) -> [String] {
    let differing = differingQuestions
    return project.questions.map(\.name).filter { differing.contains($0) && resolution(of: $0) == nil }
  }
}

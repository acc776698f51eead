import GRDB
import LabelStatistics

/// What the queue serves next and when there are labels enough: `gloss plan --json`.
public struct PlanReport: Codable, Equatable, Sendable {
  public var order: Round.Order
  /// nil where the order needs no plan, or none was made yet.
  public var plan: QueuePlan?
  /// Samples of the plan that are not complete yet.
  public var left: Int
  /// By question.
  public var stopping: [String: StoppingReport]
}

/// When there are labels enough to a question.
public struct StoppingReport: Codable, Equatable, Sendable {
  /// With its interval as it is now.
  public var alpha: FigureReport
  /// How many samples with several answers there are in all when the interval of alpha is `width` wide; nil with why.
  public var samplesWhenNarrow: Int?
  /// Samples of the project that have no several answers yet: more cannot be answered.
  public var samplesLeft: Int
  public var width: Double
  public var why: String?
  /// Accuracy of the text model against the labels that it learned from; nil for a question that it does not learn.
  public var learning: LearningReport?

  /// How many samples more need several answers; 0 where the interval is as narrow. It may be more than `samplesLeft`.
  public var samplesUntilNarrow: Int? { samplesWhenNarrow.map { max(0, $0 - alpha.items) } }
}

extension Workspace {
  /// What is planned, and for every question how many more samples until alpha is known to ±0.03 and what more labels
  /// would bring the text model. Trains some tens of models on up to `Planner.mostLabels` labels: some seconds.
  ///
  /// - Throws: `notPermitted` to annotators, who would lean on it.
  public func planReport(_ session: Session) throws(EngineError) -> PlanReport {
    let plan = try queuePlan()
    let (round, votes, rated, left, samples) = try journal.read { db in
      let project = try db.project()
      try project.permit(session, "see the plan of the queue", needs: .reviewer)
      let votes = try project.questions.filter { $0.kind == .choice }.map { try QuestionVotes($0, db) }
      var table = WorkTable()
      if project.questions.contains(where: { $0.kind == .rating }) { try table.follow(db) }
      let rated = project.questions.enumerated().filter { $0.element.kind == .rating }.map {
        QuestionWork($0.offset, of: table, $0.element)
      }
      let left = try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM plan p LEFT JOIN touched t ON t.position = p.position WHERE coalesce(t.complete, 0) = 0
          """)
      return (project.round, votes, rated, left ?? 0, try db.sampleCount())
    }
    var report = PlanReport(order: round.order, plan: plan, left: left, stopping: [:])
    for question in votes {
      report.stopping[question.question.name] = StoppingReport(
        question.ratings, .nominal, of: samples, seed: round.seed,
        learning: try learningReport(question, seed: round.seed))
    }
    for work in rated {
      report.stopping[work.question.name] = StoppingReport(
        work.ratings, work.difference, of: samples, seed: round.seed, learning: nil)
    }
    return report
  }

  /// The learning curve of the text model at one question.
  func learningReport(_ votes: QuestionVotes, seed: UInt64) throws(EngineError) -> LearningReport {
    let given = votes.given(votes.counts())
    var labeled = given.indices.filter { given[$0] >= 0 }
    if labeled.count > Planner.mostLabels {
      let draw = SeededPermutation(count: labeled.count, seed: seed, stream: 1)
      labeled = (0..<Planner.mostLabels).map { labeled[draw.value(at: $0)] }.sorted()
    }
    let features = try textFeatures(at: labeled.map { votes.positions[$0] })
    let points = learningCurve(
      features, labels: labeled.map { given[$0] }, classCount: votes.question.values.count, seed: seed)
    return LearningMemory.report(points, labels: labeled.count, seed: seed)
  }
}

extension StoppingReport {
  /// How wide the interval is to be: ±0.03.
  private static let width = 0.06

  /// `samples`: how many the project has.
  init(_ ratings: Ratings, _ difference: Difference, of samples: Int, seed: UInt64, learning: LearningReport?) {
    let counts = AgreementCounts.withoutPairs(ratings)
    let alpha = counts.figures([.alpha(difference)], BootstrapOptions(seed: seed))[0]
    self.init(
      alpha: FigureReport(alpha), samplesWhenNarrow: itemsUntilNarrow(alpha, width: Self.width),
      samplesLeft: max(0, samples - alpha.items), width: Self.width, why: nil, learning: learning)
    if samplesWhenNarrow == nil { why = alpha.why?.explanation ?? "alpha has no interval yet" }
  }
}

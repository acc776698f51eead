import GRDB
import LabelStatistics

/// What the queue serves next, when it ends, and when there are labels enough: `gloss plan --json`.
public struct PlanReport: Codable, Equatable, Sendable {
  public var order: Round.Order
  /// nil where the order needs no plan, or none was made yet.
  public var plan: QueuePlan?
  /// Samples of the plan that are not complete yet.
  public var left: Int
  /// How far the round is, and when it ends at the pace of the last days: as the dashboard has it.
  public var progress: ProgressReport
  /// By question.
  public var stopping: [String: StoppingReport]
}

/// When work will be done at the pace of the last days: a 95 % prediction interval.
public struct WorkForecast: Codable, Equatable, Sendable {
  /// Annotations that are still to be made.
  public var annotations: Int
  /// Annotations a day over the last days with any work (at most 7); nil where there are none.
  public var perDay: Double?
  /// The ends of the interval, in milliseconds since 1970, UTC; nil where `why` says so.
  public var early: Int64?
  public var late: Int64?
  /// Why an end is missing.
  public var why: String?
}

/// When there are labels enough to a question.
public struct StoppingReport: Codable, Equatable, Sendable {
  /// With its interval as it is now.
  public var alpha: FigureReport
  /// How many samples with several answers there are in all when the interval of alpha is `width` wide; nil with why.
  public var samplesWhenNarrow: Int?
  /// Samples of the project that have no several answers yet: more cannot be answered.
  public var samplesLeft: Int
  /// How wide the interval is to be, from end to end.
  public var width: Double
  /// Why nothing is said of samples.
  public var why: String?
  /// When so many samples more have the round's annotations; nil where nothing more is needed or is known, and where the
  /// project has too few samples.
  public var forecast: WorkForecast?
  /// Accuracy of the text model against the labels that it learned from; nil for a question that it does not learn.
  public var learning: LearningReport?

  /// How many samples more need several answers; 0 where the interval is as narrow. It may be more than `samplesLeft`.
  public var samplesUntilNarrow: Int? { samplesWhenNarrow.map { max(0, $0 - alpha.items) } }
}

extension Workspace {
  /// What is planned, when the queue ends, and for every question of the kinds choice and rating how many more samples until
  /// alpha is known to ±0.03, when that is, and what more labels would bring the text model. Trains some tens of models
  /// on up to `LearningMemory.most` labels: some seconds.
  ///
  /// - Throws: `notPermitted` to annotators, who would lean on it.
  public func planReport(_ session: Session) throws(EngineError) -> PlanReport {
    let plan = try queuePlan()
    let (round, left) = try journal.read { db in
      let project = try db.project()
      try project.permit(session, "see the plan of the queue", needs: .reviewer)
      let left = try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM plan p LEFT JOIN touched t ON t.position = p.position WHERE coalesce(t.complete, 0) = 0
          """)
      return (project.round, left ?? 0)
    }
    let (status, work, now) = (try status(), try dashboards.work(for: self), clock())
    var report = PlanReport(
      order: round.order, plan: plan, left: left, progress: ProgressReport(status, work.progress, now: now),
      stopping: [:])
    for (question, consensus) in zip(work.works, work.consensus) where question.question.kind != .choices {
      var stopping = StoppingReport(question.ratings, question.difference, of: status.samples, seed: round.seed)
      if let more = stopping.samplesUntilNarrow, more > 0, more <= stopping.samplesLeft {
        let annotations = Double(more) * work.progress.wantedEach(status.round)
        stopping.forecast = work.progress.forecast(remaining: Int(annotations.rounded()), now: now)
      }
      if question.question.kind == .choice {
        stopping.learning = try learning.report(on: question, labels: consensus.labels, seed: round.seed, in: self)
      }
      report.stopping[question.question.name] = stopping
    }
    return report
  }
}

extension StoppingReport {
  /// How wide the interval is to be: ±0.03.
  private static let width = 0.06

  /// `samples`: how many the project has.
  init(_ ratings: Ratings, _ difference: Difference, of samples: Int, seed: UInt64) {
    let counts = AgreementCounts.withoutPairs(ratings)
    let alpha = counts.figures([.alpha(difference)], BootstrapOptions(seed: seed))[0]
    self.init(
      alpha: FigureReport(alpha), samplesWhenNarrow: itemsUntilNarrow(alpha, width: Self.width),
      samplesLeft: max(0, samples - alpha.items), width: Self.width, why: nil)
    if samplesWhenNarrow == nil { why = alpha.why?.explanation ?? "alpha has no interval yet" }
  }
}

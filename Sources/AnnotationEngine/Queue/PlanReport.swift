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
  /// Samples with several answers, in all, until the interval of alpha is `width` wide; nil with why.
  public var samplesUntilNarrow: Int?
  public var width: Double
  public var why: String?
  /// Accuracy of the text model against the labels that it learned from; nil for a question that it does not learn.
  public var learning: LearningReport?
}

extension Workspace {
  /// What is planned, and for every question how many more samples until alpha is known to ±0.03 and what more labels
  /// would bring the text model. Trains some tens of models on up to `Planner.mostLabels` labels: some seconds.
  ///
  /// - Throws: `notPermitted` to annotators, who would lean on it.
  public func planReport(_ session: Session) throws(EngineError) -> PlanReport {
    let plan = try queuePlan()
    let (round, votes, left) = try journal.read { db in
      let project = try db.project()
      try project.permit(session, "see the plan of the queue", needs: .reviewer)
      let votes = try project.questions.filter { $0.kind == .choice }.map { try QuestionVotes($0, db) }
      let left = try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM plan p LEFT JOIN touched t ON t.position = p.position WHERE coalesce(t.complete, 0) = 0
          """)
      return (project.round, votes, left ?? 0)
    }
    var report = PlanReport(order: round.order, plan: plan, left: left, stopping: [:])
    for question in votes {
      report.stopping[question.question.name] = StoppingReport(
        question.ratings, seed: round.seed, learning: try learningReport(question, seed: round.seed))
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

  init(_ ratings: Ratings, seed: UInt64, learning: LearningReport?) {
    let alpha = alphaWithInterval(ratings, seed: seed)
    self.init(
      alpha: FigureReport(alpha), samplesUntilNarrow: itemsUntilNarrow(alpha, width: Self.width), width: Self.width,
      why: nil, learning: learning)
    if samplesUntilNarrow == nil { why = alpha.why?.explanation ?? "alpha has no interval yet" }
  }
}

/// Alpha with a bootstrap interval over items that have the same answers: those are drawn together.
private func alphaWithInterval(_ ratings: Ratings, seed: UInt64) -> Figure {
  var figure = krippendorffAlpha(ratings)
  guard figure.value != nil else { return figure }
  let count = ratings.valueCount
  var votes = [Int](repeating: 0, count: ratings.itemCount * count)
  for index in ratings.items.indices { votes[Int(ratings.items[index]) * count + Int(ratings.values[index])] += 1 }
  var frequencies: [[Int]: Int] = [:]
  for item in 0..<ratings.itemCount {
    let pattern = Array(votes[item * count..<(item + 1) * count])
    if pattern.reduce(0, +) > 1 { frequencies[pattern, default: 0] += 1 }
  }
  let patterns = frequencies.sorted { $0.key.lexicographicallyPrecedes($1.key) }
  let intervals = bootstrapIntervals(
    frequencies: patterns.map(\.value), options: BootstrapOptions(samples: 500, seed: seed)
  ) { weights in
    [nominalAlpha(patterns.map(\.key), weights)]
  }
  figure.interval = intervals.first ?? nil
  return figure
}

/// Alpha from how often each pattern of votes occurs; nil where all answers are one value.
private func nominalAlpha(_ patterns: [[Int]], _ weights: [Int]) -> Double? {
  var (observed, pairable) = (0.0, 0.0)
  var totals = [Double](repeating: 0, count: patterns.first?.count ?? 0)
  for (pattern, weight) in zip(patterns, weights) where weight > 0 {
    let votes = Double(pattern.reduce(0, +))
    let same = pattern.reduce(0.0) { $0 + Double($1 * ($1 - 1)) }
    observed += Double(weight) * (votes * (votes - 1) - same) / (votes - 1)
    pairable += Double(weight) * votes
    for value in totals.indices { totals[value] += Double(weight * pattern[value]) }
  }
  let expected = pairable * pairable - totals.reduce(0) { $0 + $1 * $1 }
  return expected > 0 ? 1 - (pairable - 1) * observed / expected : nil
}

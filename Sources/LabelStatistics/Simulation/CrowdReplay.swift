/// How right the labels are after so many annotations.
public struct EffortPoint: Equatable, Sendable {
  /// Annotations taken so far.
  public var annotations: Int
  /// Items whose label is the known one, of those that have one.
  public var correct: Int
  public var known: Int

  public init(annotations: Int, correct: Int, known: Int) {
    self.annotations = annotations
    self.correct = correct
    self.known = known
  }

  /// With its Wilson interval over the known items.
  public var accuracy: Figure {
    known == 0
      ? Figure(value: nil, why: .noRatings, items: 0)
      : Figure(value: Double(correct) / Double(known), items: known, interval: wilson(correct, of: known))
  }
}

/// Replays a crowd that answered everything as if it had been asked less, to see what that would have cost.
///
/// Each item's answers are put in one order by the seed and taken from its beginning, so that every way of asking meets
/// the same answers. Labels are those of Dawid-Skene, lightly smoothed, on what was taken. Pure and deterministic.
public struct CrowdReplay {
  private let ratings: Ratings
  /// By item the known label, or −1.
  private let gold: [Int32]
  /// By item the indices of its ratings, in the order in which they are taken.
  private let order: [[Int]]
  private let seed: UInt64

  /// `gold` is the known label of each item, −1 where there is none; the seed fixes in which order ratings are taken.
  public init(_ ratings: Ratings, gold: [Int32], seed: UInt64) {
    precondition(gold.count == ratings.itemCount, "a known label or −1 an item")
    self.ratings = ratings
    self.gold = gold
    self.seed = seed
    var order = [[Int]](repeating: [], count: ratings.itemCount)
    for index in ratings.items.indices { order[Int(ratings.items[index])].append(index) }
    self.order = order.enumerated().map { item, indices in
      var generator = SplitMix64(seed: seed, stream: UInt64(item))
      return shuffled(indices, &generator)
    }
  }

  /// The most answers that an item has.
  public var most: Int { order.map(\.count).max() ?? 0 }

  /// Every item asked equally often, one point for each overlap from 1 to `most`.
  public func fixedOverlap() -> [EffortPoint] {
    (1...max(1, most)).map { overlap in point(order.map { min($0.count, overlap) }) }
  }

  /// Adaptive overlap at each posterior of `until`, one point each. In each round the annotators' skills are estimated
  /// anew from what was answered, and every item that is still in doubt gets one more answer.
  public func adaptiveOverlap(least: Int = 1, until: [Double]) -> [EffortPoint] {
    until.map { until in
      let rule = AdaptiveOverlap(least: least, most: max(least, most), until: until)
      var taken = order.map { min($0.count, max(1, least)) }
      while true {
        let model = model(taken)
        let wanting = taken.indices.filter { taken[$0] < order[$0].count && rule.asksAnother(votes($0, taken), model) }
        if wanting.isEmpty { return point(taken) }
        for item in wanting { taken[item] += 1 }
      }
    }
  }

  /// The items of the highest entropy first: from one answer each, in steps of `share` of the items, one point a step.
  public func uncertaintyFirst(share: Double = 0.1) -> [EffortPoint] {
    precondition(share > 0 && share <= 1, "a share of the items")
    var taken = order.map { min($0.count, 1) }
    var points = [point(taken)]
    var step: UInt64 = 0
    while true {
      let model = model(taken)
      let open = taken.indices.filter { taken[$0] < order[$0].count }
      if open.isEmpty { return points }
      let scores = open.map { Uncertainty.entropy.score(model.posterior(votes($0, taken))) }
      let count = max(1, Int(share * Double(taken.count)))
      for place in orderByScore(scores, seed: seed &+ step).prefix(count) { taken[open[place]] += 1 }
      points.append(point(taken))
      step += 1
    }
  }

  private func votes(_ item: Int, _ taken: [Int]) -> [Vote] {
    order[item].prefix(taken[item]).map {
      Vote(annotator: Int(ratings.annotators[$0]), value: Int(ratings.values[$0]))
    }
  }

  private func aggregate(_ taken: [Int]) -> Aggregation {
    var part = ratings
    let indices = order.indices.flatMap { order[$0].prefix(taken[$0]) }
    part.items = indices.map { ratings.items[$0] }
    part.annotators = indices.map { ratings.annotators[$0] }
    part.values = indices.map { ratings.values[$0] }
    return dawidSkene(part, options: EMOptions(smoothing: 0.1, steps: 50, tolerance: 1e-4))
  }

  private func model(_ taken: [Int]) -> VoteModel { VoteModel(aggregate(taken)) }

  private func point(_ taken: [Int]) -> EffortPoint {
    let labels = aggregate(taken).labels
    let known = gold.indices.filter { gold[$0] >= 0 }
    return EffortPoint(
      annotations: taken.reduce(0, +), correct: known.count { labels[$0] == gold[$0] }, known: known.count)
  }
}

extension VoteModel {
  /// From an aggregation's priors and confusion tables.
  public init(_ aggregation: Aggregation, strength: Double = 4, accuracy: Double = 0.75) {
    let count = aggregation.valueCount
    let counts = aggregation.annotators.map { annotator in
      var table = [Double](repeating: 0, count: count * count)
      for (row, answer) in annotator.confusion.observed.enumerated() {
        for truth in 0..<count {
          table[truth * count + Int(answer)] = annotator.confusion.counts[row * count + truth]
        }
      }
      return table
    }
    self.init(
      valueCount: count, priors: aggregation.classPriors, counts: counts, strength: strength, accuracy: accuracy)
  }
}

/// The fewest annotations at which a curve is at or above an accuracy, with straight lines between its points; nil where
/// it never is.
public func annotations(for accuracy: Double, on curve: [EffortPoint]) -> Int? {
  let points = curve.filter { $0.known > 0 }.sorted { ($0.annotations, $0.correct) < ($1.annotations, $1.correct) }
  var before: (annotations: Double, accuracy: Double)?
  for point in points {
    let here = (annotations: Double(point.annotations), accuracy: Double(point.correct) / Double(point.known))
    if here.accuracy >= accuracy {
      guard let before, before.accuracy < accuracy else { return point.annotations }
      let share = (accuracy - before.accuracy) / (here.accuracy - before.accuracy)
      return Int((before.annotations + share * (here.annotations - before.annotations)).rounded(.up))
    }
    before = here
  }
  return nil
}

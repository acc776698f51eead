/// One annotator's answer to a question about one sample.
public struct Vote: Equatable, Sendable {
  /// nil, or one that the model has never seen, for an annotator of whom nothing is known.
  public var annotator: Int?
  public var value: Int

  public init(annotator: Int?, value: Int) {
    self.annotator = annotator
    self.value = value
  }
}

/// What votes on one sample are worth: how probable each value is before any, and what each annotator answers where which
/// value is true.
///
/// An annotator's table is pulled towards that of all annotators together by `strength` answers a true value, and that of
/// all towards someone who is right with probability `accuracy` and else errs evenly; so nobody is taken for infallible,
/// and a newcomer for the average. Up to 32 values each annotator has a whole confusion table (Dawid and Skene 1979); with
/// more, one probability to be right (the one-coin model), for a table would hold more cells than answers.
public struct VoteModel: Equatable, Sendable {
  /// Values, numbered from 0.
  public let valueCount: Int
  /// ln of the probability of each value.
  private let priors: [Double]
  /// By annotator, the last one standing for strangers: ln P(answer | truth), truth · valueCount + answer; or, with many
  /// values, ln of being right and of one certain wrong answer.
  private let tables: [[Double]]
  private let isOneCoin: Bool

  /// The greatest number of values with whole tables.
  public static let mostTabled = 32

  /// Of annotators of whom nothing is known.
  public init(valueCount: Int, accuracy: Double = 0.75) {
    self.init(
      valueCount: valueCount, priors: [Double](repeating: 1, count: valueCount), counts: [], accuracy: accuracy)
  }

  /// From how often each annotator answered what where which value was true: `counts[annotator]` has truth ·
  /// valueCount + answer, as expected counts of Dawid-Skene's last step. `priors` need not sum to 1.
  /// O(annotators · values²).
  public init(
    valueCount: Int, priors: [Double], counts: [[Double]], strength: Double = 4, accuracy: Double = 0.75
  ) {
    precondition(
      valueCount > 0 && priors.count == valueCount && counts.allSatisfy { $0.count == valueCount * valueCount },
      "a prior a value, and tables of values by values")
    precondition(strength > 0 && accuracy > 0 && accuracy < 1, "nobody is infallible")
    self.valueCount = valueCount
    // Half a percent more of each value, so that none is impossible.
    let total = priors.reduce(0, +)
    let share = total > 0 ? 1 / total : 0
    self.priors = priors.map { logarithm(($0 * share + 0.005) / (1 + 0.005 * Double(valueCount))) }
    isOneCoin = valueCount > Self.mostTabled
    let wrong = valueCount > 1 ? (1 - accuracy) / Double(valueCount - 1) : 1
    if isOneCoin {
      let hits = counts.map { table in
        (right: (0..<valueCount).reduce(0.0) { $0 + table[$1 * valueCount + $1] }, all: table.reduce(0, +))
      }
      let (right, all) = hits.reduce((0.0, 0.0)) { ($0.0 + $1.right, $0.1 + $1.all) }
      let pooled = (right + strength * accuracy) / (all + strength)
      let shares = hits.map { ($0.right + strength * pooled) / ($0.all + strength) } + [pooled]
      tables = shares.map { [logarithm($0), logarithm((1 - $0) / Double(valueCount - 1))] }
      return
    }
    var pooled = (0..<valueCount * valueCount).map {
      strength * ($0 / valueCount == $0 % valueCount ? accuracy : wrong)
    }
    for table in counts {
      for cell in table.indices { pooled[cell] += table[cell] }
    }
    pooled = Self.normalized(pooled, valueCount)
    let known = counts.map { table in
      Self.normalized(zip(table, pooled).map { $0 + strength * $1 }, valueCount).map { logarithm($0) }
    }
    tables = known + [pooled.map { logarithm($0) }]
  }

  /// Each row of a table over its sum.
  private static func normalized(_ table: [Double], _ valueCount: Int) -> [Double] {
    stride(from: 0, to: table.count, by: valueCount).flatMap { row in
      let cells = table[row..<row + valueCount]
      let sum = cells.reduce(0, +)
      return cells.map { $0 / sum }
    }
  }

  /// The probability of each value given the votes; without votes that of the values. Sums to 1. O(votes · values).
  public func posterior(_ votes: some Sequence<Vote>) -> [Double] {
    var scores = priors
    for vote in votes {
      let known = vote.annotator.map { (0..<tables.count - 1).contains($0) ? $0 : tables.count - 1 }
      let table = tables[known ?? tables.count - 1]
      for value in 0..<valueCount {
        scores[value] += isOneCoin ? table[value == vote.value ? 0 : 1] : table[value * valueCount + vote.value]
      }
    }
    let most = scores.max() ?? 0
    let weights = scores.map { exponential($0 - most) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }
}

/// Asks more people about a sample only while what they said leaves it in doubt (as Welinder and Perona 2010, "Online
/// crowdsourcing: rating annotators and obtaining cost-effective labels").
public struct AdaptiveOverlap: Equatable, Sendable, Codable {
  /// Everyone's least and most votes a sample.
  public var least: Int
  public var most: Int
  /// Enough where the leading value's posterior is this or more.
  public var until: Double

  public init(least: Int, most: Int, until: Double) {
    precondition(least >= 0 && most >= least && until > 0, "at most as many votes as at least, and a probability")
    self.least = least
    self.most = most
    self.until = until
  }

  /// Whether the sample with these votes wants one more.
  public func asksAnother(_ votes: [Vote], _ model: VoteModel) -> Bool {
    !isEnough(votes.count) { model.posterior(votes).max() ?? 0 }
  }

  /// Whether so many votes are enough for a sample; `confidence`, the posterior of its leading value, is asked for where that
  /// decides.
  public func isEnough(_ votes: Int, confidence: () -> Double) -> Bool {
    votes >= most || (votes >= least && confidence() >= until)
  }
}

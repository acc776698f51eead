/// What a method makes of many opinions: a label an item, how sure it is, and what it thinks of the annotators.
public struct Aggregation: Equatable, Sendable {
  /// Values that an item may have; they are numbered from 0.
  public var valueCount: Int
  /// Items × values, a row an item: how likely the method holds each value. A row sums to 1; it is all zero where the
  /// item has no rating. What kind of number it is (a probability, a share of weighted votes) each method says.
  public var posteriors: [Double]
  /// The value with the highest posterior of each item, the smallest of several; −1 where the item has no rating.
  public var labels: [Int32]
  /// Whether another value is as likely as the label, to within 1e−12.
  public var ties: [Bool]
  /// The posterior of the label; 0 where there is none.
  public var confidence: [Double]
  /// Steps taken; 0 for a method that takes none.
  public var steps: Int
  /// false where the cap on the steps ended the work.
  public var converged: Bool
  /// ln of the likelihood of the ratings under the parameters that gave the posteriors; nil for a method without a model.
  public var logLikelihood: Double?
  /// What each step had reached of what the method climbs: the log-likelihood plus, where a prior or smoothing stands
  /// for one, ln of the prior's density up to a constant. It never falls.
  public var likelihoods: [Double]
  /// By annotator.
  public var annotators: [AnnotatorSkill]
  /// How likely each value is before any rating of an item is seen.
  public var classPriors: [Double]
  /// What one should know before taking the labels for good.
  public var warnings: [AggregationWarning]

  /// All items, also those without a rating.
  public var itemCount: Int { labels.count }

  /// Items that have a label.
  public var answered: Int { labels.count { $0 >= 0 } }

  /// The posteriors of one item.
  public subscript(item: Int) -> ArraySlice<Double> {
    posteriors[item * valueCount..<(item + 1) * valueCount]
  }
}

/// What a method thinks of one annotator.
public struct AnnotatorSkill: Equatable, Sendable {
  /// Ratings that the annotator gave.
  public var answers: Int
  /// What the method itself estimates of the annotator, in its own unit (each method says which): the ability of GLAD, the
  /// chance of knowing of MACE. nil where the method estimates nothing, or nothing of this annotator.
  public var skill: Double?
  /// The expected share of right answers under the posteriors, the same for every method. nil without answers.
  public var accuracy: Double?
  /// Where the accuracy lies (Wilson 1927), taking the posteriors as known.
  public var accuracyInterval: Interval?
  /// What the annotator answered where which value was true.
  public var confusion: Confusion
}

/// How often one annotator gave which value where which was true, as expected under the posteriors.
public struct Confusion: Equatable, Sendable {
  public var valueCount: Int
  /// The values that the annotator gave, ascending.
  public var observed: [Int32]
  /// A row an observed value, a column a true value: expected counts.
  public var counts: [Double]

  /// The share of `observed` among the answers where `truth` was true, nil where it hardly ever was (below a
  /// millionth of an answer). O(values that the annotator gave).
  public func share(of observed: Int, where truth: Int) -> Double? {
    var total = 0.0
    var hits = 0.0
    for (row, value) in self.observed.enumerated() {
      let count = counts[row * valueCount + truth]
      total += count
      if Int(value) == observed { hits = count }
    }
    return total < 1e-6 ? nil : hits / total
  }
}

/// What one should know before taking the labels for good.
public enum AggregationWarning: Equatable, Sendable {
  /// The cap on the steps ended the work, before it had converged.
  case stoppedAtCap(steps: Int)
  /// So many items have two or more values that are equally likely.
  case ties(items: Int)
  /// Every rating has the same value: nothing tells the annotators apart.
  case noVariation
  /// More than half of the items have one rating only.
  case mostlySingle(items: Int)

  /// The warning in a sentence.
  public var explanation: String {
    switch self {
    case .stoppedAtCap(let steps):
      "it was stopped at the cap of \(steps) steps before it had converged; more steps may change labels"
    case .ties(let items):
      "\(items == 1 ? "1 sample has" : "\(items) samples have") two or more values that are equally likely; the first is taken"
    case .noVariation: "all answers are the same, so nothing tells the annotators apart"
    case .mostlySingle(let items):
      "\(items == 1 ? "1 sample has" : "\(items) samples have") one answer only: what is thought of an annotator rests on the others"
    }
  }
}

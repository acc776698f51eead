/// Why a figure has no value, or has one by definition rather than by its formula.
public enum Degenerate: String, Sendable, Equatable, Codable {
  case noRatings, oneAnnotator, noOverlap
  /// Every pairable rating has the same value: no variation to correct chance with.
  case noVariation
  /// A ratio scale, and numbers of which some are below zero.
  case belowZero
  /// Numbers so large or so small that their squares are none.
  case beyondNumbers
  /// More different values than weights are tabled for.
  case tooManyValues
  /// A curve needs three points, a model two classes.
  case tooFewLabels
  /// What is to be told apart is all of one kind.
  case oneClass
  /// Nobody marked a span, so there is nothing to find.
  case noSpans
  /// Fewer than two objects are ranked by all whose rankings are compared.
  case tooFewObjects
  /// One ranking ties all objects, the other does not: no order to compare with.
  case tiedThroughout
  /// All texts that are compared are empty.
  case noText

  /// The reason in a sentence for people who label.
  public var explanation: String {
    switch self {
    case .noRatings: "there are no answers yet"
    case .oneAnnotator: "only one person has answered"
    case .noOverlap: "no sample has answers of two people"
    case .noVariation: "all answers are the same, so chance agreement cannot be told apart; taken as 1"
    case .belowZero: "a ratio scale has no numbers below zero"
    case .beyondNumbers: "the numbers are too large to be computed with"
    case .tooManyValues: "there are more than \(ValueWeights.limit) different values"
    case .tooFewLabels: "there are too few labels yet"
    case .oneClass: "all are of one kind, so there is nothing to tell apart"
    case .noSpans: "nobody marked a span"
    case .tooFewObjects: "fewer than two objects are ranked by all who are compared"
    case .tiedThroughout: "one of the rankings ties all objects"
    case .noText: "all texts that are compared are empty, so there is nothing to get wrong"
    }
  }
}

/// Where a figure lies with a given confidence.
public struct Interval: Equatable, Sendable, Codable {
  /// The two ends, in the unit of the figure.
  public var low: Double
  public var high: Double
  /// 0.95 for a 95 % interval.
  public var confidence: Double

  public init(low: Double, high: Double, confidence: Double = 0.95) {
    self.low = low
    self.high = high
    self.confidence = confidence
  }
}

/// A figure with its basis: never a bare number.
public struct Figure: Equatable, Sendable {
  /// nil where the figure is not defined; `why` then says why.
  public var value: Double?
  /// Why there is no value, or one by definition; nil where the formula gave it.
  public var why: Degenerate?
  /// Items that the figure rests on.
  public var items: Int
  /// nil where none was asked for, or the items are too few for one.
  public var interval: Interval?

  public init(value: Double?, why: Degenerate? = nil, items: Int, interval: Interval? = nil) {
    self.value = value
    self.why = why
    self.items = items
    self.interval = interval
  }
}

/// Agreement of one pair of annotators over the items that both rated.
public struct PairAgreement: Equatable, Sendable {
  /// The two annotators, a < b.
  public var a: Int
  public var b: Int
  /// The share of items to which both gave the same value.
  public var percent: Figure
  /// Cohen's kappa.
  public var kappa: Figure
  /// Scott's pi.
  public var scott: Figure
}

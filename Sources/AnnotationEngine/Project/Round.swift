import LabelStatistics

/// One pass over the samples: `round` in `gloss.yaml`.
public struct Round: Codable, Equatable, Sendable {
  /// Annotations wanted per sample: the most, where `adaptive` may want fewer. Default 1.
  public var overlap: Int
  public var order: Order
  /// Seconds that a claim on a sample lasts without a sign of life. Written "10m", "90s", "1h". Default 600.
  public var lease: Int
  /// What every random choice of the round is made by.
  public var seed: UInt64
  /// `overlap: {least: 2, most: 5, until: 0.95}`; nil where every sample gets the same number.
  public var adaptive: AdaptiveOverlap?
  /// `score:` how uncertain a prediction is, for the order `uncertainty`. Default entropy.
  public var score = Uncertainty.entropy
  /// `by:` the metadata column whose values the order `stratified` takes in turns.
  public var by: String?
  /// `mix:` the shares of the orders of a `mix`, in the order of the file; they add up to 1.
  public var mix: [MixShare] = []
  /// Share of what an annotator is shown that is gold, and that is a silent repeat. Default 0.
  public var gold = 0.0
  public var repeats = 0.0
  /// `withhold:` the share of pairs of sample and annotator from which suggestions are withheld, so that their pull can be
  /// measured. Default 0.
  public var withhold = 0.0
  /// When an annotator's queue pauses by itself; nil where never.
  public var pause: PauseRule?

  /// What is asked next. `imported` and `random` are given by the samples' ranks; the others are planned (`QueuePlan`),
  /// and fall back on the order of import where there is no plan.
  public enum Order: String, Codable, Sendable, CaseIterable {
    case imported, random
    /// What annotators disagree about and is not complete, the most divided first.
    case disagreement
    /// What the built-in text model is least sure of.
    case uncertainty
    /// What is least like anything annotated or planned before it.
    case diversity
    /// Every value of a metadata column in turn.
    case stratified
    /// Several of these, each with its share.
    case mix
  }

  /// One of the orders of a mix.
  public struct MixShare: Codable, Equatable, Sendable {
    public var order: Order
    /// 0…1 of what is served.
    public var share: Double
    public init(order: Order, share: Double) {
      self.order = order
      self.share = share
    }
  }

  /// Another annotator is asked only while the posterior of the leading answer is below `until`: at least `least`
  /// annotations a sample, at most `Round.overlap`.
  public struct AdaptiveOverlap: Codable, Equatable, Sendable {
    public var least: Int
    public var until: Double
    public init(least: Int, until: Double) {
      self.least = least
      self.until = until
    }
  }

  /// `pause: {gold-below: 0.7, after: 10}`: an annotator's queue pauses when fewer than this share of their answers to
  /// gold are right, once there are so many.
  public struct PauseRule: Codable, Equatable, Sendable {
    public var goldBelow: Double
    public var after: Int
    public init(goldBelow: Double, after: Int) {
      self.goldBelow = goldBelow
      self.after = after
    }
  }
}

extension Round {
  /// Whether what is asked next is planned.
  public var isPlanned: Bool { order != .imported && order != .random }
  /// The fewest annotations that a complete sample has.
  var least: Int { adaptive?.least ?? overlap }
}

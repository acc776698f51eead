/// Why a figure has no value, or has one by definition rather than by its formula.
public enum Degenerate: String, Sendable, Equatable, Codable {
  case noRatings, oneAnnotator, noOverlap
  /// Every pairable rating has the same value: no variation to correct chance with.
  case noVariation

  /// The reason in a sentence for people who label.
  public var explanation: String {
    switch self {
    case .noRatings: "there are no answers yet"
    case .oneAnnotator: "only one person has answered"
    case .noOverlap: "no sample has answers of two people"
    case .noVariation: "all answers are the same, so chance agreement cannot be told apart; taken as 1"
    }
  }
}

/// A figure with its basis: never a bare number.
public struct Figure: Equatable, Sendable {
  /// nil where the figure is not defined; `why` then says why.
  public var value: Double?
  public var why: Degenerate?
  /// Items that the figure rests on.
  public var items: Int

  public init(value: Double?, why: Degenerate? = nil, items: Int) {
    self.value = value
    self.why = why
    self.items = items
  }
}

/// Agreement of one pair of annotators over the items that both rated.
public struct PairAgreement: Equatable, Sendable {
  public var a: Int
  public var b: Int
  public var percent: Figure
  public var kappa: Figure
}

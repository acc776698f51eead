/// Who gave which value to which item, as three parallel arrays of small integers.
public struct Ratings: Equatable, Sendable {
  /// Item, annotator and value of each rating; item in 0..<itemCount and so on. At most one rating an (item, annotator).
  public var items: [Int32]
  public var annotators: [Int32]
  public var values: [Int32]
  public var itemCount: Int
  public var annotatorCount: Int
  public var valueCount: Int

  public init(
    items: [Int32], annotators: [Int32], values: [Int32], itemCount: Int, annotatorCount: Int, valueCount: Int
  ) {
    self.items = items
    self.annotators = annotators
    self.values = values
    self.itemCount = itemCount
    self.annotatorCount = annotatorCount
    self.valueCount = valueCount
  }
}

/// Why a figure has no value, or has one by definition rather than by its formula.
public enum Degenerate: String, Sendable, Equatable, Codable {
  case noRatings, oneAnnotator, noOverlap
  /// Every pairable rating has the same value: no variation to correct chance with.
  case noVariation
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

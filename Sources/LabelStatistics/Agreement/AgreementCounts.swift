/// What the measures of agreement are computed from, counted in whole numbers: which values the items got, what each pair of
/// annotators gave, how often each annotator gave each value.
///
/// Counts of the same ratings are equal whatever way they came about: all at once, or rating by rating
/// (``RunningAgreement``). So are then all figures, to the last bit.
public struct AgreementCounts: Equatable, Sendable {
  /// How often one annotator gave one value.
  struct Share: Equatable, Sendable {
    var rating: Rating
    var count: Int
  }

  let patterns: AnswerPatterns
  let pairs: [PairTable]
  /// In ascending order of annotator and value.
  let shares: [Share]
  /// One more than the largest value; the length of tables by value.
  let valueCount: Int
  /// false where the tables of pairs were left out.
  let hasPairs: Bool

  /// O(ratings + Σ of the squares of the items' numbers of ratings).
  public init(_ ratings: Ratings) { self.init(ratings, withPairs: true) }

  /// For measures that need no pairs of annotators: without the tables of pairs, which take the longest. O(ratings).
  public static func withoutPairs(_ ratings: Ratings) -> AgreementCounts { AgreementCounts(ratings, withPairs: false) }

  init(_ ratings: Ratings, withPairs: Bool) {
    patterns = AnswerPatterns(ratings)
    pairs = withPairs ? pairTables(ratings) : []
    shares = Self.shares(ratings)
    valueCount = ratings.valueCount
    hasPairs = withPairs
  }

  init(patterns: AnswerPatterns, pairs: [PairTable], shares: [Share], valueCount: Int, hasPairs: Bool = true) {
    self.patterns = patterns
    self.pairs = pairs
    self.shares = shares
    self.valueCount = valueCount
    self.hasPairs = hasPairs
  }

  private static func shares(_ ratings: Ratings) -> [Share] {
    let width = ratings.annotatorCount * ratings.valueCount
    if width <= max(1 << 16, 4 * ratings.items.count) {
      var counts = [Int](repeating: 0, count: width)
      for index in ratings.items.indices {
        counts[Int(ratings.annotators[index]) * ratings.valueCount + Int(ratings.values[index])] += 1
      }
      return counts.indices.compactMap { place in
        counts[place] == 0
          ? nil
          : Share(
            rating: Rating(
              annotator: Int32(place / ratings.valueCount), value: Int32(place % ratings.valueCount)),
            count: counts[place])
      }
    }
    var counts: [Rating: Int] = [:]
    for index in ratings.items.indices {
      counts[Rating(annotator: ratings.annotators[index], value: ratings.values[index]), default: 0] += 1
    }
    return Self.sorted(counts)
  }

  static func sorted(_ counts: [Rating: Int]) -> [Share] {
    counts.map { Share(rating: $0.key, count: $0.value) }
      .sorted { ($0.rating.annotator, $0.rating.value) < ($1.rating.annotator, $1.rating.value) }
  }

  /// The counts when value v is seen as image[v], one of `valueCount` values: agreement on one label against all others, or
  /// on coarser values. O(patterns + cells of pairs).
  public func mapped(_ image: [Int32], valueCount: Int) -> AgreementCounts {
    var merged: [Rating: Int] = [:]
    for share in shares {
      merged[Rating(annotator: share.rating.annotator, value: image[Int(share.rating.value)]), default: 0] +=
        share.count
    }
    return AgreementCounts(
      patterns: patterns.mapped(image), pairs: pairs.map { $0.mapped(image) }, shares: Self.sorted(merged),
      valueCount: valueCount, hasPairs: hasPairs)
  }

  // MARK: - What there is

  /// Annotators with any rating.
  public var annotatorCount: Int {
    var count = 0
    for (index, share) in shares.enumerated()
    where index == 0 || shares[index - 1].rating.annotator != share.rating.annotator { count += 1 }
    return count
  }

  /// All ratings.
  public var ratingCount: Int { shares.reduce(0) { $0 + $1.count } }

  /// How often each value was given.
  public var valueTotals: [Int] {
    var totals = [Int](repeating: 0, count: valueCount)
    for share in shares { totals[Int(share.rating.value)] += share.count }
    return totals
  }

  /// The values that were given at all, in ascending order: what the scale of the weights and of AC1 consists of.
  public var occurring: [Int32] {
    let totals = valueTotals
    return totals.indices.filter { totals[$0] > 0 }.map(Int32.init)
  }

  /// Why there is nothing to compute, where no item has two ratings.
  var undefined: Degenerate? {
    if shares.isEmpty { return .noRatings }
    if patterns.sizes.contains(where: { $0 > 1 }) { return nil }
    return annotatorCount < 2 ? .oneAnnotator : .noOverlap
  }
}

/// Counts of agreement that follow rating after rating: one more answer costs what its item's ratings cost, whatever the
/// number of items. The figures are those of a count of all ratings at once, to the last bit.
///
/// It does not keep the ratings: whoever changes an item says what it had before.
public struct RunningAgreement: Sendable {
  private struct Pair: Hashable {
    var a: Int32
    var b: Int32
  }

  private var patterns: [[AnswerPatterns.Run]: Int] = [:]
  private var pairs: [Pair: PairTable] = [:]
  private var shares: [Rating: Int] = [:]

  /// Of no ratings.
  public init() {}

  /// O(ratings + Σ of the squares of the items' numbers of ratings).
  public init(_ ratings: Ratings) { self.init(AgreementCounts(ratings)) }

  public init(_ counts: AgreementCounts) {
    patterns = counts.patterns.dictionary
    for pair in counts.pairs { pairs[Pair(a: pair.a, b: pair.b)] = pair }
    for share in counts.shares { shares[share.rating] = share.count }
  }

  /// An item that had `old` ratings has `new` ones now; at most one an annotator. O(ratings²) of the item.
  public mutating func replace(_ old: [Rating], by new: [Rating]) {
    count(old, -1)
    count(new, 1)
  }

  private mutating func count(_ ratings: [Rating], _ change: Int) {
    if ratings.isEmpty { return }
    var counts: [Int32: Int32] = [:]
    for rating in ratings { counts[rating.value, default: 0] += 1 }
    Self.add(change, to: &patterns[AnswerPatterns.runs(counts)])
    for (index, rating) in ratings.enumerated() {
      Self.add(change, to: &shares[rating])
      for other in ratings[(index + 1)...] {
        let (a, b) = rating.annotator < other.annotator ? (rating, other) : (other, rating)
        let pair = Pair(a: a.annotator, b: b.annotator)
        pairs[pair, default: PairTable(a: pair.a, b: pair.b)].add(change, mine: a.value, theirs: b.value)
        if change < 0, pairs[pair]?.cells.isEmpty == true { pairs[pair] = nil }
      }
    }
  }

  private static func add(_ change: Int, to count: inout Int?) {
    let sum = (count ?? 0) + change
    precondition(sum >= 0, "an item has the ratings that it is said to have had")
    count = sum == 0 ? nil : sum
  }

  /// The counts as they are now, with tables for `valueCount` values. O(patterns + cells of pairs), without the items.
  public func counts(valueCount: Int) -> AgreementCounts {
    AgreementCounts(
      patterns: AnswerPatterns(patterns), pairs: pairs.values.sorted { ($0.a, $0.b) < ($1.a, $1.b) },
      shares: AgreementCounts.sorted(shares), valueCount: valueCount)
  }
}

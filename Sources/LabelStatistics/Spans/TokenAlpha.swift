/// What token alpha is made of, document by document, so that it can be taken of any choice of documents.
public struct TokenAlpha: Equatable, Sendable {
  private struct Sums: Equatable, Sendable {
    var tokens = 0
    var pairable = 0
    /// Σ over tokens of ordered pairs of ratings that differ, over the token's ratings less one.
    var disagreement = 0.0
    var totals: [Int]
  }

  private let documents: [Sums]
  private let valueCount: Int
  /// Why there is no figure where no token that counts has two ratings.
  private let why: Degenerate

  /// O(tokens · answers).
  public init(_ tokens: TokenRatings) {
    let ratings = tokens.ratings
    valueCount = ratings.valueCount
    var documents: [Sums] = []
    var counts = [Int](repeating: 0, count: valueCount)
    var place = 0
    for document in tokens.starts.indices.dropLast() {
      var sums = Sums(totals: [Int](repeating: 0, count: valueCount))
      for item in tokens.starts[document]..<tokens.starts[document + 1] {
        for value in counts.indices { counts[value] = 0 }
        var size = 0
        while place < ratings.items.count && ratings.items[place] == Int32(item) {
          counts[Int(ratings.values[place])] += 1
          size += 1
          place += 1
        }
        if size < 2 { continue }
        sums.tokens += 1
        sums.pairable += size
        let agreeing = counts.reduce(0) { $0 + $1 * ($1 - 1) }
        sums.disagreement += Double(size * (size - 1) - agreeing) / Double(size - 1)
        for value in counts.indices { sums.totals[value] += counts[value] }
      }
      documents.append(sums)
    }
    self.documents = documents
    why =
      ratings.items.isEmpty
      ? .noRatings : ratings.annotators.allSatisfy { $0 == ratings.annotators[0] } ? .oneAnnotator : .noOverlap
  }

  /// Krippendorff's alpha, nominal, of the documents as often as `weights` says; all once where nil. Its items are tokens.
  public func figure(weights: [Int]? = nil) -> Figure {
    var all = Sums(totals: [Int](repeating: 0, count: valueCount))
    for (document, sums) in documents.enumerated() {
      let weight = weights?[document] ?? 1
      if weight == 0 { continue }
      all.tokens += weight * sums.tokens
      all.pairable += weight * sums.pairable
      all.disagreement += Double(weight) * sums.disagreement
      for value in sums.totals.indices { all.totals[value] += weight * sums.totals[value] }
    }
    if all.tokens == 0 { return Figure(value: nil, why: why, items: 0) }
    let differing = all.pairable * all.pairable - all.totals.reduce(0) { $0 + $1 * $1 }
    if differing == 0 { return Figure(value: 1, why: .noVariation, items: all.tokens) }
    let alpha = 1 - Double(all.pairable - 1) * all.disagreement / Double(differing)
    return Figure(value: alpha, items: all.tokens)
  }
}

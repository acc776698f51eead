/// How unsure a row of probabilities is, from 0 (one value is certain) to 1 (all are equally probable).
///
/// The three measures of Settles (2009), "Active Learning Literature Survey", each scaled to 0...1 so that questions with
/// different numbers of values compare. Of one value alone nothing is unsure: 0.
public enum Uncertainty: String, Sendable, Codable, CaseIterable {
  /// −Σ p·ln p / ln k.
  case entropy
  /// 1 − (the most probable less the next).
  case margin
  /// (1 − the most probable) · k/(k − 1).
  case leastConfidence = "least-confidence"

  /// O(values). Probabilities need not sum to exactly 1.
  public func score(_ probabilities: some Collection<Double>) -> Double {
    let count = probabilities.count
    if count < 2 { return 0 }
    switch self {
    case .entropy:
      let sum = probabilities.reduce(0) { $1 > 0 ? $0 - $1 * logarithm(max($1, Double.leastNormalMagnitude)) : $0 }
      return min(1, max(0, sum / logarithm(Double(count))))
    case .margin:
      var (first, second) = (-Double.infinity, -Double.infinity)
      for value in probabilities {
        if value > first {
          (first, second) = (value, first)
        } else if value > second {
          second = value
        }
      }
      return min(1, max(0, 1 - (first - second)))
    case .leastConfidence:
      let most = probabilities.max() ?? 1
      return min(1, max(0, (1 - most) * Double(count) / Double(count - 1)))
    }
  }

  /// Of each row of rows × classes probabilities, row-major.
  public func scores(_ probabilities: [Double], classCount: Int) -> [Double] {
    precondition(classCount > 0 && probabilities.count % classCount == 0, "rows of as many probabilities as classes")
    return stride(from: 0, to: probabilities.count, by: classCount).map {
      score(probabilities[$0..<$0 + classCount])
    }
  }
}

/// The indices of scores in falling order; equal scores stand in the order that the seed shuffles them to, so that no
/// region of the import is favoured. O(n log n).
public func orderByScore(_ scores: [Double], seed: UInt64) -> [Int] {
  var generator = SplitMix64(seed: seed)
  let ties = scores.map { _ in generator.next() }
  return scores.indices.sorted {
    scores[$0] != scores[$1] ? scores[$0] > scores[$1] : (ties[$0], $0) < (ties[$1], $1)
  }
}

/// −Σ p·ln p of the shares of some counts, in nats; 0 of none. In the order of the counts: sums of doubles depend on it.
public func entropy(ofCounts counts: [Int]) -> Double {
  let total = Double(counts.reduce(0, +))
  return counts.reduce(0) { $1 > 0 ? $0 - Double($1) / total * logarithm(Double($1) / total) : $0 }
}

/// Sums over the items, where each pattern counts as often as its weight says: its frequency, or how often a resample drew
/// it. All in whole numbers.
struct PatternTally {
  struct OfSize {
    var items = 0
    /// Ordered pairs of ratings of one item with the same value: Σ nᵢᵥ(nᵢᵥ − 1).
    var agreeing = 0
  }

  /// Sums over the items with as many ratings as the index says.
  private(set) var bySize: [OfSize]
  /// Items with two or more ratings, and their ratings.
  private(set) var items = 0
  private(set) var pairable = 0
  /// Of the pairable ratings, how many gave each value.
  private(set) var totals: [Int]
  /// Σ over all items of the share of the item's ratings that gave each value.
  private(set) var shares: [Double]
  private(set) var allItems = 0

  init(_ patterns: AnswerPatterns, weights: [Int], valueCount: Int) {
    let longest = patterns.sizes.last ?? 0
    bySize = [OfSize](repeating: OfSize(), count: longest + 1)
    totals = [Int](repeating: 0, count: valueCount)
    shares = [Double](repeating: 0, count: valueCount)
    // Patterns stand in the order of their sizes: the counts of one size are summed before they are divided by it.
    var counts = totals
    var pattern = 0
    while pattern < patterns.count {
      let size = patterns.sizes[pattern]
      for value in counts.indices { counts[value] = 0 }
      while pattern < patterns.count, patterns.sizes[pattern] == size {
        let weight = weights[pattern]
        if weight > 0 {
          bySize[size].items &+= weight
          var agreeing = 0
          for index in patterns.starts[pattern]..<patterns.starts[pattern + 1] {
            let run = patterns.runs[index]
            let count = Int(run.count)
            counts[Int(run.value)] &+= weight &* count
            agreeing &+= count &* (count &- 1)
          }
          bySize[size].agreeing &+= weight &* agreeing
        }
        pattern += 1
      }
      add(counts, size)
    }
  }

  private mutating func add(_ counts: [Int], _ size: Int) {
    allItems += bySize[size].items
    if size > 1 {
      items += bySize[size].items
      pairable += size * bySize[size].items
    }
    for value in counts.indices where counts[value] > 0 {
      shares[value] += Double(counts[value]) / Double(size)
      if size > 1 { totals[value] += counts[value] }
    }
  }

  // MARK: - Agreement

  /// Mean over the items of the share of agreeing pairs of ratings.
  var meanAgreement: Double {
    var sum = 0.0
    for size in 2..<max(2, bySize.count) where bySize[size].items > 0 {
      sum += Double(bySize[size].agreeing) / (Double(size) * Double(size - 1))
    }
    return sum / Double(items)
  }

  /// Share of all pairs of ratings of one item that agree: items with many ratings weigh more.
  var pooledAgreement: Double {
    var (agreeing, pairs) = (0, 0)
    for size in 2..<max(2, bySize.count) {
      agreeing += bySize[size].agreeing
      pairs += bySize[size].items * size * (size - 1)
    }
    return Double(agreeing) / Double(pairs)
  }

  /// Alpha of the nominal level; nil where only one value occurs.
  var nominalAlpha: Double? {
    var squares = 0
    for total in totals { squares += total * total }
    // Pairs of ratings, over all pairable ratings, that differ: zero where only one value occurs.
    let differing = pairable * pairable - squares
    if differing == 0 { return nil }
    var disagreement = 0.0
    for size in 2..<max(2, bySize.count) where bySize[size].items > 0 {
      let pairs = bySize[size].items * size * (size - 1)
      disagreement += Double(pairs - bySize[size].agreeing) / Double(size - 1)
    }
    return 1 - Double(pairable - 1) * disagreement / Double(differing)
  }
}

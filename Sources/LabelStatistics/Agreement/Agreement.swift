/// Mean over items with two or more ratings of the share of agreeing pairs of ratings (the observed agreement of
/// Fleiss 1971). O(ratings).
///
/// The result does not depend on the order of the ratings, not even in its last bit.
public func percentAgreement(_ ratings: Ratings) -> Figure {
  let counts = PairableCounts(ratings)
  if let why = counts.undefined { return Figure(value: nil, why: why, items: counts.items) }
  var sum = 0.0
  for size in 2..<counts.bySize.count where counts.bySize[size].items > 0 {
    sum += Double(counts.bySize[size].agreeing) / (Double(size) * Double(size - 1))
  }
  return Figure(value: sum / Double(counts.items), items: counts.items)
}

/// Krippendorff's alpha with the nominal metric (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability").
/// O(ratings + values). Missing data is normal: items with one rating are left out.
///
/// alpha = 1 − Do/De, where with n pairable ratings, nᵢ of item i, nᵢᵥ of them of value v, and nᵥ of value v in all
/// Do = Σᵢ Σᵥ nᵢᵥ(nᵢ − nᵢᵥ)/(nᵢ − 1) / n and De = Σᵥ nᵥ(n − nᵥ) / n(n − 1).
/// The result does not depend on the order of the ratings, not even in its last bit.
public func krippendorffAlpha(_ ratings: Ratings) -> Figure {
  let counts = PairableCounts(ratings)
  if let why = counts.undefined { return Figure(value: nil, why: why, items: counts.items) }
  // Pairs of ratings, over all pairable ratings, that differ: zero where only one value occurs.
  let differing = counts.pairable * counts.pairable - counts.squares
  if differing == 0 { return Figure(value: 1, why: .noVariation, items: counts.items) }
  var disagreement = 0.0
  for size in 2..<counts.bySize.count where counts.bySize[size].items > 0 {
    let pairs = counts.bySize[size].items * size * (size - 1)
    disagreement += Double(pairs - counts.bySize[size].agreeing) / Double(size - 1)
  }
  return Figure(value: 1 - Double(counts.pairable - 1) * disagreement / Double(differing), items: counts.items)
}

/// What percent agreement and alpha need, in whole numbers: sums of fractions are taken only over the sizes of items,
/// in their order, so that no order of the ratings can show in the result.
private struct PairableCounts {
  struct OfSize {
    var items = 0
    /// Ordered pairs of ratings of one item with the same value: Σ nᵢᵥ(nᵢᵥ − 1).
    var agreeing = 0
  }

  /// Sums over the items with as many ratings as the index says.
  var bySize: [OfSize] = []
  /// Items with two or more ratings, and their ratings.
  var items = 0
  var pairable = 0
  /// Σ nᵥ², over the pairable ratings.
  var squares = 0
  /// Why there is nothing to compute.
  var undefined: Degenerate?

  init(_ ratings: Ratings) {
    if ratings.items.isEmpty {
      undefined = .noRatings
      return
    }
    let byItem = RatingsByItem(ratings, ratings.values)
    var totals = [Int](repeating: 0, count: ratings.valueCount)
    byItem.starts.withUnsafeBufferPointer { starts in
      byItem.elements.withUnsafeBufferPointer { values in
        totals.withUnsafeMutableBufferPointer { totals in
          count(starts, values, totals)
        }
      }
    }
    for total in totals { squares += total * total }
    if items == 0 {
      undefined = hasTwoAnnotators(ratings) ? .noOverlap : .oneAnnotator
    }
  }

  private mutating func count(
    _ starts: UnsafeBufferPointer<Int32>, _ values: UnsafeBufferPointer<Int32>,
    _ totals: UnsafeMutableBufferPointer<Int>
  ) {
    var longest = 0
    for item in 1..<starts.count { longest = max(longest, Int(starts[item] - starts[item - 1])) }
    bySize = [OfSize](repeating: OfSize(), count: longest + 1)
    for item in 1..<starts.count {
      let (start, end) = (Int(starts[item - 1]), Int(starts[item]))
      let size = end - start
      if size < 2 { continue }
      // The totals themselves count within the item, so that no table of its own need be cleared: read before the
      // item they sum to Σ nᵢᵥTᵥ, read while counting to Σ (Tᵥ + 0) + … + (Tᵥ + nᵢᵥ − 1), which is Σ nᵢᵥ(nᵢᵥ − 1)/2 more.
      var before = 0
      for index in start..<end { before &+= totals[Int(values[index])] }
      var during = 0
      for index in start..<end {
        let value = Int(values[index])
        let total = totals[value]
        during &+= total
        totals[value] = total &+ 1
      }
      bySize[size].items += 1
      bySize[size].agreeing += 2 * (during - before)
      items += 1
      pairable += size
    }
  }

  private func hasTwoAnnotators(_ ratings: Ratings) -> Bool {
    let first = ratings.annotators.first
    return ratings.annotators.contains { $0 != first }
  }
}

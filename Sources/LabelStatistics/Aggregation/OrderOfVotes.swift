/// Dawid-Skene's model of items in the order of their votes, so that not a bit of the result depends on how the items are
/// numbered, nor on items without a rating: a sum of many numbers depends on their order in its last digits, and the
/// same answers, read by the samples' names here and by their places there, must be on the same side of a threshold.
///
/// Otherwise as ``dawidSkene(_:options:)``, and for O(ratings · log items) more. Annotators and values count by their
/// numbers: whoever calls brings them into an order of their own.
public func dawidSkeneInOrderOfVotes(_ ratings: Ratings, options: EMOptions = EMOptions()) -> Aggregation {
  let order = itemsInOrderOfVotes(ratings)
  var places = [Int32](repeating: -1, count: ratings.itemCount)
  for (place, item) in order.enumerated() { places[Int(item)] = Int32(place) }
  var ordered = ratings
  ordered.items = ratings.items.map { places[Int($0)] }
  ordered.itemCount = order.count
  return dawidSkene(ordered, options: options).spread(to: order, of: ratings.itemCount)
}

/// The items that have a rating: first by the annotators and values of their votes, compared one after another in
/// ascending order, then by number. Items of equal votes are one as good as another.
private func itemsInOrderOfVotes(_ ratings: Ratings) -> [Int32] {
  let byItem = RatingsByItem(
    ratings, zip(ratings.annotators, ratings.values).map { UInt64(UInt32($0)) << 32 | UInt64(UInt32($1)) })
  let starts = byItem.starts
  var votes = byItem.elements
  let items = (0..<ratings.itemCount).filter { starts[$0] < starts[$0 + 1] }
  for item in items where starts[item + 1] - starts[item] > 1 {
    votes[Int(starts[item])..<Int(starts[item + 1])].sort()
  }
  return votes.withUnsafeBufferPointer { votes in
    items.sorted { one, other in
      let (first, second) = (
        votes[Int(starts[one])..<Int(starts[one + 1])], votes[Int(starts[other])..<Int(starts[other + 1])]
      )
      for (a, b) in zip(first, second) where a != b { return a < b }
      return (first.count, one) < (second.count, other)
    }.map { Int32($0) }
  }
}

extension Aggregation {
  /// The same of `count` items, of which `items` are those of this result, in its order; the others have no rating.
  fileprivate func spread(to items: [Int32], of count: Int) -> Aggregation {
    var all = self
    all.posteriors = [Double](repeating: 0, count: count * valueCount)
    all.labels = [Int32](repeating: -1, count: count)
    all.ties = [Bool](repeating: false, count: count)
    all.confidence = [Double](repeating: 0, count: count)
    for (place, item) in items.enumerated() {
      let item = Int(item)
      for value in 0..<valueCount { all.posteriors[item * valueCount + value] = posteriors[place * valueCount + value] }
      all.labels[item] = labels[place]
      all.ties[item] = ties[place]
      all.confidence[item] = confidence[place]
    }
    return all
  }
}

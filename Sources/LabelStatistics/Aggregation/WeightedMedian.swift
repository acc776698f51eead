/// Numbers that annotators gave to items: three parallel arrays, at most one number an (item, annotator).
public struct NumberRatings: Equatable, Sendable {
  /// Item, annotator and number of each rating, ascending by item and annotator.
  public var items: [Int32]
  public var annotators: [Int32]
  public var numbers: [Double]
  /// Items are numbered below this, and so are annotators below theirs.
  public var itemCount: Int
  public var annotatorCount: Int

  /// Ratings in any order; the numbers must be finite. O(ratings · log ratings).
  public init(items: [Int32], annotators: [Int32], numbers: [Double], itemCount: Int, annotatorCount: Int) {
    precondition(
      items.count == annotators.count && items.count == numbers.count, "a rating has an item, an annotator and a number"
    )
    precondition(numbers.allSatisfy(\.isFinite), "ratings are numbers")
    let order = items.indices.sorted { (items[$0], annotators[$0]) < (items[$1], annotators[$1]) }
    self.items = order.map { items[$0] }
    self.annotators = order.map { annotators[$0] }
    self.numbers = order.map { numbers[$0] }
    self.itemCount = itemCount
    self.annotatorCount = annotatorCount
  }
}

/// A number an item out of many opinions.
public struct NumberAggregation: Equatable, Sendable {
  /// nil where nobody rated the item.
  public var numbers: [Double?]
  /// Where exactly half of the weight lies below: a median is then the middle between two ratings. A mean has none.
  public var ties: [Bool]
  /// The share of the item's weight whose ratings are the number itself.
  public var confidence: [Double]
  /// Of each annotator, with mean 1 over those with ratings; 0 without.
  public var weights: [Double]
  /// The mean difference of each annotator's ratings to those of the others on the same items; nil without others.
  public var distances: [Double?]
}

/// The median of each item's ratings, those of annotators who agree more with the others weighing more. O(Σ over items of
/// the squares of their ratings).
///
/// An annotator's distance d is the mean of |difference| to every other rating of the same item, drawn to the mean distance
/// of all, d̄, as by one more rating; the weight is 1/(d + d̄/10), scaled to the mean 1, so that none weighs more than eleven
/// times as much as one at the mean. Where nobody differs, all weigh the same.
public func weightedMedian(_ ratings: NumberRatings) -> NumberAggregation {
  aggregated(ratings, isWeighted: true, medianOfVotes)
}

/// The median of each item's ratings, everyone weighing the same; of an even number the middle between the two in the middle
/// (a tie where these differ). O(Σ over items of the squares of their ratings), for the distances.
public func median(_ ratings: NumberRatings) -> NumberAggregation {
  aggregated(ratings, isWeighted: false, medianOfVotes)
}

/// The mean of each item's ratings, in ascending order of the numbers. O(Σ over items of the squares of their ratings), for
/// the distances.
public func mean(_ ratings: NumberRatings) -> NumberAggregation {
  aggregated(ratings, isWeighted: false) { votes, _ in
    votes.isEmpty ? (nil, false) : (votes.reduce(0) { $0 + $1.number } / Double(votes.count), false)
  }
}

private typealias NumberVote = (number: Double, weight: Double)

/// `number` gets an item's votes in ascending order and the sum of their weights.
private func aggregated(
  _ ratings: NumberRatings, isWeighted: Bool, _ number: ([NumberVote], Double) -> (Double?, isTie: Bool)
) -> NumberAggregation {
  let starts = itemStarts(ratings)
  var (weights, distances) = agreementWeights(ratings, starts)
  if !isWeighted { weights = weights.map { $0 == 0 ? 0 : 1 } }
  var result = NumberAggregation(numbers: [], ties: [], confidence: [], weights: weights, distances: distances)
  for item in 0..<ratings.itemCount {
    let votes = (starts[item]..<starts[item + 1]).map {
      (number: ratings.numbers[$0], weight: weights[Int(ratings.annotators[$0])])
    }.sorted { $0.number < $1.number }
    let total = votes.reduce(0) { $0 + $1.weight }
    let (found, isTie) = number(votes, total)
    let atNumber = votes.reduce(0) { $1.number == found ? $0 + $1.weight : $0 }
    result.numbers.append(found)
    result.ties.append(isTie)
    result.confidence.append(total == 0 ? 0 : min(1, atNumber / total))
  }
  return result
}

private func medianOfVotes(_ votes: [NumberVote], _ total: Double) -> (Double?, isTie: Bool) {
  var below = 0.0
  for (index, vote) in votes.enumerated() {
    below += vote.weight
    if below > total / 2 * (1 + 1e-12) { return (vote.number, false) }
    if below >= total / 2 * (1 - 1e-12) {
      let next = votes[min(index + 1, votes.count - 1)].number
      let isTie = next != vote.number
      return (isTie ? vote.number + (next - vote.number) / 2 : vote.number, isTie)
    }
  }
  return (nil, false)
}

/// Where each item's ratings begin, and the end of the last.
private func itemStarts(_ ratings: NumberRatings) -> [Int] {
  var starts = [Int](repeating: 0, count: ratings.itemCount + 1)
  for item in ratings.items { starts[Int(item) + 1] += 1 }
  for item in 0..<ratings.itemCount { starts[item + 1] += starts[item] }
  return starts
}

private func agreementWeights(
  _ ratings: NumberRatings, _ starts: [Int]
) -> (weights: [Double], distances: [Double?]) {
  var sums = [Double](repeating: 0, count: ratings.annotatorCount)
  var counts = [Int](repeating: 0, count: ratings.annotatorCount)
  var hasRatings = [Bool](repeating: false, count: ratings.annotatorCount)
  for item in 0..<ratings.itemCount {
    for i in starts[item]..<starts[item + 1] {
      let annotator = Int(ratings.annotators[i])
      hasRatings[annotator] = true
      for j in starts[item]..<starts[item + 1] where j != i {
        sums[annotator] += abs(ratings.numbers[i] - ratings.numbers[j])
        counts[annotator] += 1
      }
    }
  }
  let pairs = counts.reduce(0, +)
  let mean = pairs == 0 ? 0 : sums.reduce(0, +) / Double(pairs)
  var weights = sums.indices.map { annotator in
    if !hasRatings[annotator] { return 0.0 }
    if mean == 0 { return 1 }
    let drawn = (sums[annotator] + mean) / Double(counts[annotator] + 1)
    return 1 / (drawn + mean / 10)
  }
  let total = weights.reduce(0, +)
  let scale = total == 0 ? 0 : Double(hasRatings.count { $0 }) / total
  weights = weights.map { $0 * scale }
  return (weights, sums.indices.map { counts[$0] == 0 ? nil : sums[$0] / Double(counts[$0]) })
}

/// The area under the ROC curve: how probable it is that a positive has a higher score than a negative, ties counting
/// half (Mann and Whitney 1947). nil where one of the two kinds is absent. Scores are finite: NaN has no place in an order.
/// O(n log n).
public func areaUnderROC(_ scores: [Double], positive: [Bool]) -> Figure {
  // Twice the ranks' sum, so that ties stay whole numbers.
  var doubledRanks = 0
  var positives = 0
  for tie in ties(of: scores, positive: positive, inOrderOf: <) {
    doubledRanks += tie.positives * (tie.places.lowerBound + 1 + tie.places.upperBound)
    positives += tie.positives
  }
  let negatives = scores.count - positives
  guard positives > 0, negatives > 0 else { return Figure(value: nil, why: .oneClass, items: scores.count) }
  let doubledWins = doubledRanks - positives * (positives + 1)
  return Figure(value: Double(doubledWins) / Double(2 * positives * negatives), items: scores.count)
}

/// Average precision: Σ (recall − recall before) · precision over the thresholds, equal scores being one threshold. nil
/// where there is no positive. Scores are finite: NaN has no place in an order. O(n log n).
public func averagePrecision(_ scores: [Double], positive: [Bool]) -> Figure {
  var sum = 0.0
  var found = 0
  for tie in ties(of: scores, positive: positive, inOrderOf: >) {
    found += tie.positives
    sum += Double(tie.positives) * Double(found) / Double(tie.places.upperBound)
  }
  if found == 0 { return Figure(value: nil, why: .oneClass, items: scores.count) }
  return Figure(value: sum / Double(found), items: scores.count)
}

/// Places of equal scores in an order of all, and how many of them are positive.
private struct Tie {
  var places: Range<Int>
  var positives: Int
}

private func ties(of scores: [Double], positive: [Bool], inOrderOf precedes: (Double, Double) -> Bool) -> [Tie] {
  precondition(scores.count == positive.count, "a score and a truth each")
  precondition(scores.allSatisfy(\.isFinite), "scores are finite")
  let order = scores.indices.sorted { precedes(scores[$0], scores[$1]) }
  var ties: [Tie] = []
  var start = 0
  while start < order.count {
    let end = order[start...].firstIndex { scores[$0] != scores[order[start]] } ?? order.count
    ties.append(Tie(places: start..<end, positives: order[start..<end].count { positive[$0] }))
    start = end
  }
  return ties
}

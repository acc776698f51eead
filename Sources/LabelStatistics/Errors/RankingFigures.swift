/// The area under the ROC curve: how probable it is that a positive has a higher score than a negative, ties counting
/// half (Mann and Whitney 1947). nil where one of the two kinds is absent. O(n log n).
public func areaUnderROC(_ scores: [Double], positive: [Bool]) -> Figure {
  precondition(scores.count == positive.count, "a score and a truth each")
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  // Twice the ranks' sum, so that ties stay whole numbers.
  var doubledRanks = 0
  var positives = 0
  var start = 0
  while start < order.count {
    var end = start
    var hits = 0
    while end < order.count, scores[order[end]] == scores[order[start]] {
      if positive[order[end]] { hits += 1 }
      end += 1
    }
    doubledRanks += hits * (start + 1 + end)
    positives += hits
    start = end
  }
  let negatives = scores.count - positives
  guard positives > 0, negatives > 0 else { return Figure(value: nil, why: .oneClass, items: scores.count) }
  let doubledWins = doubledRanks - positives * (positives + 1)
  return Figure(value: Double(doubledWins) / Double(2 * positives * negatives), items: scores.count)
}

/// Average precision: Σ (recall − recall before) · precision over the thresholds, equal scores being one threshold. nil
/// where there is no positive. O(n log n).
public func averagePrecision(_ scores: [Double], positive: [Bool]) -> Figure {
  precondition(scores.count == positive.count, "a score and a truth each")
  let order = scores.indices.sorted { scores[$0] > scores[$1] }
  var sum = 0.0
  var found = 0
  var start = 0
  while start < order.count {
    var end = start
    var hits = 0
    while end < order.count, scores[order[end]] == scores[order[start]] {
      if positive[order[end]] { hits += 1 }
      end += 1
    }
    found += hits
    sum += Double(hits) * Double(found) / Double(end)
    start = end
  }
  if found == 0 { return Figure(value: nil, why: .oneClass, items: scores.count) }
  return Figure(value: sum / Double(found), items: scores.count)
}

/// Worker agreement with aggregate: each vote weighs as much as its annotator agrees with the majority (Appen's
/// figure, as in crowd-kit's `Wawa`). O(ratings + items · values).
///
/// The posteriors are the shares of the weighted votes; an annotator's skill is the share of their answers that are the
/// label of the majority, the first where votes are tied.
public func wawa(_ ratings: Ratings) -> Aggregation {
  let votes = Votes(ratings)
  let skills = agreement(votes, labels: firstOfMost(votes, voteShares(votes)))
  return Aggregation(
    votes, posteriors: voteShares(votes, weights: skills.map { $0 ?? 0 }), skills: skills)
}

/// The label of each item: the first value that is within the tolerance of the most.
func firstOfMost(_ votes: Votes, _ shares: [Double]) -> [Int32] {
  let values = votes.valueCount
  var labels = [Int32](repeating: -1, count: votes.itemCount)
  shares.withUnsafeBufferPointer { shares in
    labels.withUnsafeMutableBufferPointer { labels in
      for item in 0..<votes.itemCount where votes.count(item) > 0 {
        var best = -Double.infinity
        for value in 0..<values { best = max(best, shares[item * values + value]) }
        var value = 0
        while shares[item * values + value] < best - tieTolerance { value += 1 }
        labels[item] = Int32(value)
      }
    }
  }
  return labels
}

/// The share of each annotator's answers that are the label of the item; nil without answers.
func agreement(_ votes: Votes, labels: [Int32]) -> [Double?] {
  var right = [Int](repeating: 0, count: votes.voiceCount)
  right.withUnsafeMutableBufferPointer { right in
    for item in labels.indices {
      for index in Int(votes.starts[item])..<Int(votes.starts[item + 1]) {
        let voice = Int(votes.voices[index])
        if votes.voiceValues[voice] == labels[item] { right[voice] += 1 }
      }
    }
  }
  return (0..<votes.annotatorCount).map { annotator in
    let voices = votes.voiceStarts[annotator]..<votes.voiceStarts[annotator + 1]
    if voices.isEmpty { return nil }
    return Double(right[voices].reduce(0, +)) / Double(votes.answers(of: annotator))
  }
}

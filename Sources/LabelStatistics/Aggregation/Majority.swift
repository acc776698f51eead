/// Majority vote: the value that most annotators gave. O(ratings + items · values).
///
/// The posteriors are the shares of the votes. Where several values have the most votes the item is a tie, and its
/// label the first of them; what a random choice among them would get right is in ``accuracy(_:gold:)``.
public func majority(_ ratings: Ratings) -> Aggregation {
  let votes = Votes(ratings)
  return Aggregation(votes, posteriors: voteShares(votes))
}

/// The shares of each item's votes, each vote counting the same.
func voteShares(_ votes: Votes) -> [Double] {
  let values = votes.valueCount
  var shares = [Double](repeating: 0, count: votes.itemCount * values)
  shares.withUnsafeMutableBufferPointer { shares in
    for item in 0..<votes.itemCount {
      for index in Int(votes.starts[item])..<Int(votes.starts[item + 1]) {
        shares[item * values + Int(votes.voiceValues[Int(votes.voices[index])])] += 1
      }
      let count = Double(votes.count(item))
      if count > 0 { for value in item * values..<(item + 1) * values { shares[value] /= count } }
    }
  }
  return shares
}

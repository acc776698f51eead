/// How doubtful a given label is by the answers of the crowd alone, and what it says instead.
public struct Doubt: Equatable, Sendable {
  /// 0 is no doubt, 1 certainty that the label is wrong.
  public var score: Double
  /// The best other value; nil where there is no other.
  public var suggestion: Int?
  /// `score`: 0…1; `suggestion`: the number of a value.
  public init(score: Double, suggestion: Int?) {
    self.score = score
    self.suggestion = suggestion
  }
}

/// By posteriors (rows × values, as Dawid-Skene gives them): the probability that the given label is wrong, 1 − P(given).
/// nil where the label is −1 or the item has no answers (a row of zeros). O(rows · values).
public func doubts(posteriors: [Double], given: [Int32], valueCount: Int) -> [Doubt?] {
  precondition(posteriors.count == given.count * valueCount, "a label and a row of posteriors an item")
  return given.indices.map { item in
    let row = posteriors[item * valueCount..<(item + 1) * valueCount]
    let label = Int(given[item])
    guard label >= 0, row.contains(where: { $0 > 0 }) else { return nil }
    return Doubt(
      score: min(1, max(0, 1 - row[row.startIndex + label])), suggestion: best(row.map { $0 }, besides: label))
  }
}

/// By the share of votes: 1 − the share that the given label has of its item's answers. nil where the label is −1 or
/// nobody answered. O(ratings + items · values).
public func doubts(votes ratings: Ratings, given: [Int32]) -> [Doubt?] {
  precondition(given.count == ratings.itemCount, "a label an item")
  let byItem = RatingsByItem(ratings, ratings.values)
  var counts = [Double](repeating: 0, count: ratings.valueCount)
  return given.indices.map { item in
    let answers = byItem.elements[Int(byItem.starts[item])..<Int(byItem.starts[item + 1])]
    let label = Int(given[item])
    if label < 0 || answers.isEmpty { return nil }
    for answer in answers { counts[Int(answer)] += 1 }
    defer { for answer in answers { counts[Int(answer)] = 0 } }
    return Doubt(score: 1 - counts[label] / Double(answers.count), suggestion: best(counts, besides: label))
  }
}

/// The most probable value but one; nil where no other has anything for it.
private func best(_ row: [Double], besides label: Int) -> Int? {
  var best: Int?
  for value in row.indices where value != label && row[value] > 0 && row[value] > best.map({ row[$0] }) ?? 0 {
    best = value
  }
  return best
}

/// How many labels are those of the gold.
public struct Accuracy: Equatable, Sendable {
  /// Items with a label and a gold value.
  public var items: Int
  /// Labels that are the gold value, where the first of tied values is taken.
  public var right: Int
  /// What a random choice among tied values gets right, in expectation; `right` where nothing is tied.
  public var expectedRight: Double

  /// `expectedRight` per item; nil without items.
  public var share: Double? { items == 0 ? nil : expectedRight / Double(items) }

  /// Wilson's 95 % interval of the share.
  public var interval: Interval? { share.map { wilson(share: $0, of: items) } }
}

/// How an aggregation does on items with a known answer. O(items · values).
///
/// - Parameter gold: the known value of each item, −1 where it is not known. A value that no annotator gave may be
///   any number from `valueCount` on; no label is ever right there.
public func accuracy(_ aggregation: Aggregation, gold: [Int32]) -> Accuracy {
  precondition(gold.count == aggregation.itemCount, "a gold value, or −1, an item")
  var accuracy = Accuracy(items: 0, right: 0, expectedRight: 0)
  for item in gold.indices where gold[item] >= 0 && aggregation.labels[item] >= 0 {
    accuracy.items += 1
    if aggregation.labels[item] == gold[item] { accuracy.right += 1 }
    if !aggregation.ties[item] {
      accuracy.expectedRight += aggregation.labels[item] == gold[item] ? 1 : 0
      continue
    }
    let likely = aggregation[item].map { $0 >= aggregation.confidence[item] - 2 * tieTolerance }
    if Int(gold[item]) < likely.count, likely[Int(gold[item])] {
      accuracy.expectedRight += 1 / Double(likely.count { $0 })
    }
  }
  return accuracy
}

/// How far two ways to aggregate the same ratings give the same labels.
public struct LabelAgreement: Equatable, Sendable {
  /// Places in the array of aggregations; a < b.
  public var a: Int
  public var b: Int
  /// Items that have a label.
  public var items: Int
  /// Of these, the ones whose labels are the same.
  public var same: Int
  /// The first items whose labels differ.
  public var examples: [Int]
}

/// Each pair of aggregations of the same ratings. O(pairs · items).
public func labelAgreements(_ aggregations: [Aggregation], examples: Int = 3) -> [LabelAgreement] {
  var agreements: [LabelAgreement] = []
  for a in aggregations.indices {
    for b in a + 1..<max(a + 1, aggregations.count) {
      var agreement = LabelAgreement(a: a, b: b, items: 0, same: 0, examples: [])
      for (item, label) in aggregations[a].labels.enumerated() where label >= 0 {
        agreement.items += 1
        if aggregations[b].labels[item] == label {
          agreement.same += 1
        } else if agreement.examples.count < examples {
          agreement.examples.append(item)
        }
      }
      agreements.append(agreement)
    }
  }
  return agreements
}

/// The items to which not all aggregations of the same ratings give the same label, ascending. O(aggregations · items).
public func contestedItems(_ aggregations: [Aggregation]) -> [Int] {
  guard let first = aggregations.first else { return [] }
  return first.labels.indices.filter { item in
    aggregations.contains { $0.labels[item] != first.labels[item] }
  }
}

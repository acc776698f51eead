/// How often objects won against one another, ties as half a win each.
struct PairCounts: Equatable, Sendable {
  struct Pair: Equatable, Sendable {
    var a: Int
    var b: Int
    /// Wins of a over b and of b over a; their sum is how often they were compared.
    var winsA = 0.0
    var winsB = 0.0
  }

  var objectCount: Int
  /// Ascending by (a, b), a < b.
  var pairs: [Pair] = []

  init(_ comparisons: Comparisons) {
    objectCount = comparisons.objectCount
    let sorted = comparisons.comparisons.sorted {
      (min($0.left, $0.right), max($0.left, $0.right)) < (min($1.left, $1.right), max($1.left, $1.right))
    }
    for comparison in sorted {
      let (a, b) = (Int(min(comparison.left, comparison.right)), Int(max(comparison.left, comparison.right)))
      if pairs.last.map({ ($0.a, $0.b) != (a, b) }) ?? true { pairs.append(Pair(a: a, b: b)) }
      let ofLeft = comparison.outcome.leftShare
      let ofA = Int(comparison.left) == a ? ofLeft : 1 - ofLeft
      pairs[pairs.count - 1].winsA += ofA
      pairs[pairs.count - 1].winsB += 1 - ofA
    }
  }

  /// Objects that comparisons join, whoever won: only within such a group can strengths be compared.
  var groups: [[Int]] {
    var joined = DisjointSets(count: objectCount)
    for pair in pairs { joined.join(pair.a, pair.b) }
    var byRoot = [[Int]](repeating: [], count: objectCount)
    for object in 0..<objectCount { byRoot[joined.root(object)].append(object) }
    return byRoot.filter { !$0.isEmpty }
  }

  /// Whether in each group a chain of wins leads from every object to every other: Ford's condition (1957) for finite
  /// strengths to be the likeliest. O(objects + pairs).
  var isStronglyJoined: Bool {
    var (wins, losses) = ([[Int]](repeating: [], count: objectCount), [[Int]](repeating: [], count: objectCount))
    for pair in pairs {
      if pair.winsA > 0 {
        wins[pair.a].append(pair.b)
        losses[pair.b].append(pair.a)
      }
      if pair.winsB > 0 {
        wins[pair.b].append(pair.a)
        losses[pair.a].append(pair.b)
      }
    }
    return groups.allSatisfy { reached(from: $0[0], wins) == $0.count && reached(from: $0[0], losses) == $0.count }
  }

  private func reached(from start: Int, _ next: [[Int]]) -> Int {
    var seen = Set([start])
    var waiting = [start]
    while let object = waiting.popLast() {
      for other in next[object] where seen.insert(other).inserted { waiting.append(other) }
    }
    return seen.count
  }
}

extension Comparison.Outcome {
  /// The part of a win that the left object has.
  var leftShare: Double {
    switch self {
    case .left: 1
    case .right: 0
    case .tie: 0.5
    }
  }
}

/// How far apart two values are, as alpha takes it: Krippendorff's δ² (2011, section E).
public enum Difference: Equatable, Sendable {
  /// 0 or 1.
  case nominal
  /// By how many ratings lie between the values in the order of these numbers, one a value: the square of that.
  case ordinal([Double])
  /// (x − y)² of these numbers, one a value.
  case interval([Double])
  /// ((x − y)/(x + y))² of these numbers, none of them below zero.
  case ratio([Double])
  /// Any other, as a table.
  case table(DistanceTable)
}

/// A difference of each value from each other.
public struct DistanceTable: Equatable, Sendable {
  /// Values, numbered from 0.
  public let count: Int
  private let distances: [Double]

  subscript(a: Int32, b: Int32) -> Double { distances[Int(a) * count + Int(b)] }

  /// The difference of two values, 0 from itself. O(1).
  public func distance(_ a: Int, _ b: Int) -> Double { distances[a * count + b] }

  /// `distance(a, b)` for a < b, which is that of (b, a), too; 0 from itself. O(count²).
  public init(count: Int, _ distance: (Int, Int) -> Double) {
    self.count = count
    var table = [Double](repeating: 0, count: count * count)
    for a in 0..<count {
      for b in a + 1..<max(a + 1, count) {
        let far = distance(a, b)
        table[a * count + b] = far
        table[b * count + a] = far
      }
    }
    distances = table
  }

  /// 1 − |A ∩ B| / |A ∪ B| of sets (Jaccard 1901); two empty sets are alike.
  public static func jaccard(_ sets: [Set<Int>]) -> DistanceTable {
    DistanceTable(count: sets.count) { 1 - overlap(sets[$0], sets[$1]) }
  }

  /// 1 − J · M, where J is Jaccard's overlap and M is 1 for equal sets, ⅔ where one holds the other, ⅓ where they only
  /// overlap, 0 where they do not (Passonneau 2006, "Measuring Agreement on Set-valued Items").
  public static func masi(_ sets: [Set<Int>]) -> DistanceTable {
    DistanceTable(count: sets.count) { a, b in
      let (a, b) = (sets[a], sets[b])
      if a == b { return 0 }
      // An empty set is held by every other; it has nothing in common with it all the same.
      let form = a.isSubset(of: b) || b.isSubset(of: a) ? 2.0 / 3 : a.isDisjoint(with: b) ? 0 : 1.0 / 3
      return 1 - overlap(a, b) * form
    }
  }

  private static func overlap(_ a: Set<Int>, _ b: Set<Int>) -> Double {
    let union = a.union(b).count
    return union == 0 ? 1 : Double(a.intersection(b).count) / Double(union)
  }

  /// Steps between two values of a taxonomy, up to the nearest common ancestor and down: `parents` names each value's parent,
  /// nil for a root. Values below different roots are as far as if the roots had one parent. Alpha is the same for any
  /// multiple of it. O(values² · depth).
  public static func path(parents: [Int?]) -> DistanceTable {
    let lines = parents.indices.map { value in
      var line = [value]
      // A ring of parents is no taxonomy; it ends where it closes.
      while let last = line.last, let parent = parents[last], !line.contains(parent) { line.append(parent) }
      return Array(line.reversed())
    }
    return DistanceTable(count: parents.count) { a, b in
      let common = zip(lines[a], lines[b]).prefix { $0 == $1 }.count
      return Double(lines[a].count + lines[b].count - 2 * common)
    }
  }
}

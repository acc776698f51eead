/// Who held which of two objects to be the better one.
public struct Comparison: Equatable, Sendable {
  /// Which of the two won.
  public enum Outcome: Int32, Sendable, Comparable {
    case left, right, tie

    public static func < (a: Outcome, b: Outcome) -> Bool { a.rawValue < b.rawValue }
  }

  public var annotator: Int32
  /// The objects as they were shown.
  public var left: Int32
  public var right: Int32
  public var outcome: Outcome

  public init(annotator: Int32, left: Int32, right: Int32, outcome: Outcome) {
    precondition(left != right, "two objects are compared")
    self.annotator = annotator
    self.left = left
    self.right = right
    self.outcome = outcome
  }
}

/// Comparisons whose objects and annotators are numbered together, in an order of their own.
public struct Comparisons: Equatable, Sendable {
  /// Ascending by annotator, left object, right object and outcome.
  public let comparisons: [Comparison]
  /// Objects and annotators are numbered below these.
  public var objectCount: Int
  public var annotatorCount: Int

  /// Comparisons in any order. O(n log n).
  public init(_ comparisons: [Comparison], objectCount: Int, annotatorCount: Int) {
    self.comparisons = comparisons.sorted {
      ($0.annotator, $0.left, $0.right, $0.outcome) < ($1.annotator, $1.left, $1.right, $1.outcome)
    }
    self.objectCount = objectCount
    self.annotatorCount = annotatorCount
  }

  /// As ratings: an item is a pair of objects, whichever stood left, and its values are 0 where the object with the smaller
  /// number won, 1 where the other did, 2 for a tie. Where an annotator compared a pair more than once, what they said most
  /// often counts, of two the smaller value. O(n log n).
  public var ratings: Ratings { ratedPairs.ratings }

  /// The same, with the two objects of each item.
  var ratedPairs: (ratings: Ratings, objects: [(low: Int32, high: Int32)]) {
    let preferences = comparisons.map { Preference($0) }.sorted()
    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: 0, annotatorCount: annotatorCount, valueCount: 3)
    var objects: [(low: Int32, high: Int32)] = []
    var start = 0
    while start < preferences.count {
      let first = preferences[start]
      var counts = [0, 0, 0]
      var end = start
      while end < preferences.count && preferences[end].isOfSameAnnotator(as: first) {
        counts[Int(preferences[end].value)] += 1
        end += 1
      }
      if objects.last.map({ $0 != (first.low, first.high) }) ?? true { objects.append((first.low, first.high)) }
      ratings.items.append(Int32(objects.count - 1))
      ratings.annotators.append(first.annotator)
      ratings.values.append(Int32(counts.firstIndex(of: counts.max() ?? 0) ?? 0))
      start = end
    }
    ratings.itemCount = objects.count
    return (ratings, objects)
  }

  /// Ratings of each pair in both directions: alpha of these does not depend on which of two objects has the smaller
  /// number, so that its chance takes both to win equally often. O(n log n).
  public var mirroredRatings: Ratings {
    let once = ratings
    var both = once
    both.items += once.items.map { $0 + Int32(once.itemCount) }
    both.annotators += once.annotators
    both.values += once.values.map { $0 == 2 ? 2 : 1 - $0 }
    both.itemCount *= 2
    return both
  }
}

/// A comparison whichever object stood left.
private struct Preference: Comparable {
  var low: Int32
  var high: Int32
  var annotator: Int32
  /// 0 where the object with the smaller number won, 1 where the other did, 2 for a tie.
  var value: Int32

  init(_ comparison: Comparison) {
    let isSwapped = comparison.left > comparison.right
    low = min(comparison.left, comparison.right)
    high = max(comparison.left, comparison.right)
    annotator = comparison.annotator
    value =
      switch comparison.outcome {
      case .left: isSwapped ? 1 : 0
      case .right: isSwapped ? 0 : 1
      case .tie: 2
      }
  }

  func isOfSameAnnotator(as other: Preference) -> Bool {
    (low, high, annotator) == (other.low, other.high, other.annotator)
  }

  static func < (a: Preference, b: Preference) -> Bool {
    (a.low, a.high, a.annotator, a.value) < (b.low, b.high, b.annotator, b.value)
  }
}

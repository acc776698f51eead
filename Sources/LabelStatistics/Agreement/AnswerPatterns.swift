/// The items of a question by which values they got how often, without who gave them: items that are alike in that are one
/// pattern with a frequency. Most measures need no more, and there are far fewer patterns than items as a rule.
struct AnswerPatterns: Equatable, Sendable {
  /// One value of a pattern, and how many ratings of the item gave it.
  struct Run: Hashable, Sendable, Comparable {
    var value: Int32
    var count: Int32

    static func < (a: Run, b: Run) -> Bool { (a.value, a.count) < (b.value, b.count) }
  }

  /// Runs of all patterns in ascending order of value; pattern p has runs[starts[p]..<starts[p + 1]]. Patterns stand in the
  /// order of their sizes, then of their runs, so that the order of the items never shows.
  private(set) var runs: [Run] = []
  private(set) var starts: [Int] = [0]
  /// Ratings of an item of each pattern.
  private(set) var sizes: [Int] = []
  /// Items of each pattern.
  private(set) var frequencies: [Int] = []

  var count: Int { sizes.count }

  init() {}

  init(_ items: [[Run]: Int]) {
    let patterns = items.map { (runs: $0.key, size: $0.key.reduce(0) { $0 + Int($1.count) }, frequency: $0.value) }
    for pattern in patterns.sorted(by: {
      $0.size != $1.size ? $0.size < $1.size : $0.runs.lexicographicallyPrecedes($1.runs)
    }) {
      runs += pattern.runs
      starts.append(runs.count)
      sizes.append(pattern.size)
      frequencies.append(pattern.frequency)
    }
  }

  /// O(ratings) where items have few of them.
  init(_ ratings: Ratings) {
    let byItem = RatingsByItem(ratings, ratings.values)
    var runs = chunks(starts: byItem.starts, cells: 0).map { (items: $0, found: SequenceTable()) }
    changeConcurrently(&runs) { run in
      byItem.forEachItem(run.items) { item in
        item.sortFew()
        run.found.add(item)
      }
    }
    for other in runs.dropFirst() { runs[0].found.add(other.found) }
    let found = runs[0].found
    var items: [[Run]: Int] = [:]
    items.reserveCapacity(found.count)
    for number in 0..<found.count { items[Self.runs(sorted: found[number])] = found.frequencies[number] }
    self.init(items)
  }

  var dictionary: [[Run]: Int] {
    var items: [[Run]: Int] = [:]
    for pattern in 0..<count {
      items[Array(runs[starts[pattern]..<starts[pattern + 1]])] = frequencies[pattern]
    }
    return items
  }

  /// The patterns when value v is seen as image[v]: several values may become one. O(patterns).
  func mapped(_ image: [Int32]) -> AnswerPatterns {
    var items: [[Run]: Int] = [:]
    for pattern in 0..<count {
      var counts: [Int32: Int32] = [:]
      for run in runs[starts[pattern]..<starts[pattern + 1]] { counts[image[Int(run.value)], default: 0] += run.count }
      items[Self.runs(counts), default: 0] += frequencies[pattern]
    }
    return AnswerPatterns(items)
  }

  static func runs(_ counts: [Int32: Int32]) -> [Run] { counts.map { Run(value: $0.key, count: $0.value) }.sorted() }

  /// Of values in ascending order.
  static func runs(sorted values: ArraySlice<Int32>) -> [Run] {
    var runs: [Run] = []
    for value in values {
      if let last = runs.last, last.value == value {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(Run(value: value, count: 1))
      }
    }
    return runs
  }
}

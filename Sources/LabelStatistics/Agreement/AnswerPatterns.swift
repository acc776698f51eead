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
    var found = PatternTable()
    var elements = byItem.elements
    elements.withUnsafeMutableBufferPointer { values in
      for item in 0..<ratings.itemCount {
        let (start, end) = (Int(byItem.starts[item]), Int(byItem.starts[item + 1]))
        if start < end { found.add(UnsafeMutableBufferPointer(rebasing: values[start..<end])) }
      }
    }
    self.init(found.patterns)
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
}

/// Finds the patterns of many items: an open-addressed table of their sorted values.
private struct PatternTable {
  private var table = [Int32](repeating: -1, count: 1024)
  private var values: [Int32] = []
  private var starts: [Int] = [0]
  private var hashes: [UInt64] = []
  private var frequencies: [Int] = []

  /// Sorts the values in their place and counts the pattern.
  mutating func add(_ item: UnsafeMutableBufferPointer<Int32>) {
    Self.sort(item)
    var hash = UInt64(item.count)
    for value in item { hash = (hash ^ UInt64(truncatingIfNeeded: value)) &* 0x9E37_79B9_7F4A_7C15 ^ (hash >> 31) }
    var place = Int(truncatingIfNeeded: hash >> 24) & (table.count - 1)
    while table[place] >= 0 {
      let pattern = Int(table[place])
      if hashes[pattern] == hash, values[starts[pattern]..<starts[pattern + 1]].elementsEqual(item) {
        frequencies[pattern] += 1
        return
      }
      place = (place + 1) & (table.count - 1)
    }
    table[place] = Int32(frequencies.count)
    values.append(contentsOf: item)
    starts.append(values.count)
    hashes.append(hash)
    frequencies.append(1)
    if frequencies.count * 2 > table.count { grow() }
  }

  private mutating func grow() {
    table = [Int32](repeating: -1, count: table.count * 4)
    for (pattern, hash) in hashes.enumerated() {
      var place = Int(truncatingIfNeeded: hash >> 24) & (table.count - 1)
      while table[place] >= 0 { place = (place + 1) & (table.count - 1) }
      table[place] = Int32(pattern)
    }
  }

  private static func sort(_ item: UnsafeMutableBufferPointer<Int32>) {
    var item = item
    if item.count > 40 {
      item.sort()
      return
    }
    for index in 1..<max(1, item.count) {
      let value = item[index]
      var place = index
      while place > 0, item[place - 1] > value {
        item[place] = item[place - 1]
        place -= 1
      }
      item[place] = value
    }
  }

  var patterns: [[AnswerPatterns.Run]: Int] {
    var items: [[AnswerPatterns.Run]: Int] = [:]
    items.reserveCapacity(frequencies.count)
    for pattern in frequencies.indices {
      var runs: [AnswerPatterns.Run] = []
      for value in values[starts[pattern]..<starts[pattern + 1]] {
        if let last = runs.last, last.value == value {
          runs[runs.count - 1].count += 1
        } else {
          runs.append(AnswerPatterns.Run(value: value, count: 1))
        }
      }
      items[runs] = frequencies[pattern]
    }
    return items
  }
}

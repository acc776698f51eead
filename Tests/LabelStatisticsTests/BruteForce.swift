import LabelStatistics

/// The figures straight from their definitions, pair by pair, to compare with.
enum BruteForce {
  static func percent(_ ratings: Ratings) -> Double? {
    let shares = byItem(ratings).filter { $0.count > 1 }.map { values in
      let pairs = ordered(values)
      return Double(pairs.count { $0.0 == $0.1 }) / Double(pairs.count)
    }
    return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
  }

  /// Alpha by the matrix of coincidences, as Krippendorff 2011 builds it.
  static func alpha(_ ratings: Ratings) -> Double? {
    var coincidences = [[Double]](
      repeating: [Double](repeating: 0, count: ratings.valueCount), count: ratings.valueCount)
    for values in byItem(ratings) where values.count > 1 {
      for (v, w) in ordered(values) { coincidences[v][w] += 1 / Double(values.count - 1) }
    }
    let totals = coincidences.map { $0.reduce(0, +) }
    let n = totals.reduce(0, +)
    var observed = 0.0
    var expected = 0.0
    for v in totals.indices {
      for w in totals.indices where v != w {
        observed += coincidences[v][w]
        expected += totals[v] * totals[w] / (n - 1)
      }
    }
    return n == 0 || expected == 0 ? nil : 1 - observed / expected
  }

  static func pairs(_ ratings: Ratings) -> [(a: Int, b: Int, items: Int, percent: Double, kappa: Double?)] {
    var rows: [(a: Int, b: Int, items: Int, percent: Double, kappa: Double?)] = []
    for a in 0..<ratings.annotatorCount {
      for b in a + 1..<max(a + 1, ratings.annotatorCount) {
        var common: [(Int, Int)] = []
        for i in ratings.items.indices where ratings.annotators[i] == Int32(a) {
          for j in ratings.items.indices where ratings.annotators[j] == Int32(b) && ratings.items[i] == ratings.items[j]
          {
            common.append((Int(ratings.values[i]), Int(ratings.values[j])))
          }
        }
        if common.isEmpty { continue }
        let n = Double(common.count)
        let agreeing = Double(common.count { $0.0 == $0.1 }) / n
        let chance = (0..<ratings.valueCount).reduce(0.0) { sum, value in
          sum + Double(common.count { $0.0 == value }) / n * Double(common.count { $0.1 == value }) / n
        }
        rows.append((a, b, common.count, agreeing, abs(1 - chance) < 1e-12 ? nil : (agreeing - chance) / (1 - chance)))
      }
    }
    return rows
  }

  private static func byItem(_ ratings: Ratings) -> [[Int]] {
    var items = [[Int]](repeating: [], count: ratings.itemCount)
    for (item, value) in zip(ratings.items, ratings.values) { items[Int(item)].append(Int(value)) }
    return items
  }

  private static func ordered(_ values: [Int]) -> [(Int, Int)] {
    values.indices.flatMap { i in values.indices.filter { $0 != i }.map { (values[i], values[$0]) } }
  }
}

/// A small generator with a seed, so that a failure can be repeated (Steele, Lea & Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

extension Ratings {
  /// From a table as papers print it: a row an annotator, a column an item, values from 1, "." for none.
  init(table: [String]) {
    let rows = table.map { $0.split(separator: " ").map { Int32($0) } }
    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: rows.first?.count ?? 0, annotatorCount: rows.count,
      valueCount: Int((rows.joined().compactMap { $0 }.max() ?? 0) + 1))
    for (annotator, row) in rows.enumerated() {
      for (item, value) in row.enumerated() {
        if let value { ratings.append(item, annotator, Int(value)) }
      }
    }
    self = ratings
  }

  mutating func append(_ item: Int, _ annotator: Int, _ value: Int) {
    items.append(Int32(item))
    annotators.append(Int32(annotator))
    values.append(Int32(value))
  }

  static func random(_ random: inout SplitMix) -> Ratings {
    let (items, annotators, values) = (random.below(12) + 1, random.below(6) + 1, random.below(5) + 1)
    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: items, annotatorCount: annotators, valueCount: values)
    let missing = random.below(4)
    for item in 0..<items {
      for annotator in 0..<annotators where random.below(4) >= missing {
        ratings.append(item, annotator, random.below(values))
      }
    }
    return ratings
  }

  func shuffled(_ random: inout SplitMix) -> Ratings {
    let order = items.indices.shuffled(using: &random)
    var other = self
    other.items = order.map { items[$0] }
    other.annotators = order.map { annotators[$0] }
    other.values = order.map { values[$0] }
    return other
  }
}

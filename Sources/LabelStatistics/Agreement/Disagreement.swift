/// Krippendorff's alpha with any difference of values (2011, "Computing Krippendorff's Alpha-Reliability"):
/// 1 − (n − 1) Σᵢ Σ nᵢᵥ nᵢᵥᵥ δ² / (mᵢ − 1) / Σ nᵥ nᵥᵥ δ², over pairable ratings.
struct Disagreement {
  private let patterns: AnswerPatterns
  private let difference: Difference
  /// What an item of each pattern adds to the observed disagreement; empty where it depends on all items.
  private var ofPattern: [Double] = []
  /// Values in ascending order of their numbers, in groups of equal ones.
  private var order: [[Int32]] = []
  private var hasNegative = false

  init(_ patterns: AnswerPatterns, _ difference: Difference) {
    self.patterns = patterns
    self.difference = difference
    switch difference {
    case .nominal: break
    case .ordinal(let numbers):
      for value in numbers.indices.sorted(by: { (numbers[$0], $0) < (numbers[$1], $1) }) {
        if let last = order.last?.first, numbers[Int(last)] == numbers[value] {
          order[order.count - 1].append(Int32(value))
        } else {
          order.append([Int32(value)])
        }
      }
    case .interval(let numbers): ofPattern = observed(numbers)
    case .ratio(let numbers):
      hasNegative = patterns.runs.contains { numbers[Int($0.value)] < 0 }
      if !hasNegative { ofPattern = observed { Self.ratio(numbers[Int($0)], numbers[Int($1)]) } }
    case .table(let distances): ofPattern = observed { distances[$0, $1] }
    }
  }

  func alpha(_ tally: PatternTally, _ weights: [Int]) -> MeasuredValue {
    switch difference {
    case .nominal:
      return tally.nominalAlpha.map { MeasuredValue(value: $0) } ?? MeasuredValue(value: 1, why: .noVariation)
    case .ordinal:
      let ranks = ranks(tally.totals)
      return alpha(sum(observed(ranks), weights), expected(ranks, tally.totals), tally)
    case .interval(let numbers):
      return alpha(sum(ofPattern, weights), expected(numbers, tally.totals), tally)
    case .ratio(let numbers):
      if hasNegative { return MeasuredValue(value: nil, why: .belowZero) }
      return alpha(
        sum(ofPattern, weights), expected(tally.totals) { Self.ratio(numbers[Int($0)], numbers[Int($1)]) }, tally)
    case .table(let distances):
      return alpha(sum(ofPattern, weights), expected(tally.totals) { distances[$0, $1] }, tally)
    }
  }

  private func alpha(_ observed: Double, _ expected: Double, _ tally: PatternTally) -> MeasuredValue {
    if !(observed.isFinite && expected.isFinite) { return MeasuredValue(value: nil, why: .beyondNumbers) }
    if expected == 0 { return MeasuredValue(value: 1, why: .noVariation) }
    return MeasuredValue(value: 1 - Double(tally.pairable - 1) * observed / expected)
  }

  private func sum(_ parts: [Double], _ weights: [Int]) -> Double {
    var sum = 0.0
    for pattern in parts.indices { sum += Double(weights[pattern]) * parts[pattern] }
    return sum
  }

  /// Where the middle of each value's ratings stands among all of them: the square of the difference of two is what
  /// Krippendorff's ordinal metric sums up.
  private func ranks(_ totals: [Int]) -> [Double] {
    var ranks = [Double](repeating: 0, count: totals.count)
    var below = 0
    for group in order {
      let own = group.reduce(0) { $0 + totals[Int($1)] }
      for value in group { ranks[Int(value)] = Double(below) + Double(own) / 2 }
      below += own
    }
    return ranks
  }

  static func ratio(_ x: Double, _ y: Double) -> Double {
    if x == y { return 0 }
    // Of the halves: the sum may be no number.
    let quotient = (x / 2 - y / 2) / (x / 2 + y / 2)
    return quotient * quotient
  }

  // MARK: - Squares of numbers: around the mean, without a loop over pairs

  private func observed(_ numbers: [Double]) -> [Double] {
    (0..<patterns.count).map { pattern in
      let size = Double(patterns.sizes[pattern])
      if size < 2 { return 0 }
      let runs = patterns.starts[pattern]..<patterns.starts[pattern + 1]
      if runs.count == 1 { return 0 }
      var mean = 0.0
      for index in runs { mean += Double(patterns.runs[index].count) * numbers[Int(patterns.runs[index].value)] }
      mean /= size
      var squares = 0.0
      for index in runs {
        let off = numbers[Int(patterns.runs[index].value)] - mean
        squares += Double(patterns.runs[index].count) * off * off
      }
      return 2 * size * squares / (size - 1)
    }
  }

  private func expected(_ numbers: [Double], _ totals: [Int]) -> Double {
    var (sum, count) = (0.0, 0)
    var isOne = true
    var first: Double?
    for value in totals.indices where totals[value] > 0 {
      sum += Double(totals[value]) * numbers[value]
      count += totals[value]
      if let first, first != numbers[value] { isOne = false }
      first = numbers[value]
    }
    // Exactly zero, whatever rounding the mean has.
    if isOne { return 0 }
    let mean = sum / Double(count)
    var squares = 0.0
    for value in totals.indices where totals[value] > 0 {
      let off = numbers[value] - mean
      squares += Double(totals[value]) * off * off
    }
    return 2 * Double(count) * squares
  }

  // MARK: - Any difference: pair by pair

  private func observed(_ distance: (Int32, Int32) -> Double) -> [Double] {
    (0..<patterns.count).map { pattern in
      let size = patterns.sizes[pattern]
      if size < 2 { return 0 }
      let runs = patterns.runs[patterns.starts[pattern]..<patterns.starts[pattern + 1]]
      var sum = 0.0
      for run in runs {
        for other in runs where other.value != run.value {
          sum += Double(run.count) * Double(other.count) * distance(run.value, other.value)
        }
      }
      return sum / Double(size - 1)
    }
  }

  private func expected(_ totals: [Int], _ distance: (Int32, Int32) -> Double) -> Double {
    var sum = 0.0
    for v in totals.indices where totals[v] > 0 {
      for w in 0..<v where totals[w] > 0 {
        sum += 2 * Double(totals[v]) * Double(totals[w]) * distance(Int32(v), Int32(w))
      }
    }
    return sum
  }
}

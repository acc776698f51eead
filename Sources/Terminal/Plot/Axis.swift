/// A scale from numbers to places, with ticks at round numbers.
///
/// Total: values that are no numbers are left out, a single value gets room around it, and no value at all gives 0 to 1.
public struct Axis: Equatable, Sendable {
  /// The tick at the lower end.
  public let low: Double
  /// The tick at the upper end.
  public let high: Double
  /// Round numbers within `low...high`, ascending; at least one.
  public let ticks: [Double]
  /// The distance of two ticks: 1, 2 or 5 times a power of ten.
  public let step: Double

  /// The scale from the tick below the least value to the tick above the largest.
  ///
  /// - Parameters:
  ///   - bounds: The scale ends there at the latest: 0 and 1 for a share. Values beyond are drawn at its end.
  ///   - ticks: At most so many, 3 or more: a scale across 0 has three.
  public init(
    covering values: some Sequence<Double>, within bounds: ClosedRange<Double>? = nil, ticks most: Int = 5
  ) {
    let most = max(3, most)
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite && abs(value) < 1e15 {
      low = min(low, value)
      high = max(high, value)
    }
    if let bounds, low <= high { (low, high) = (bounds.held(low), bounds.held(high)) }
    if low > high { (low, high) = (bounds?.lowerBound ?? 0, bounds?.upperBound ?? 1) }
    if low == high {
      let room = max(abs(low) * 0.1, bounds.map { ($0.upperBound - $0.lowerBound) * 0.1 } ?? 0.5)
      (low, high) = (low - room, high + room)
      if let bounds { (low, high) = (bounds.held(low), bounds.held(high)) }
      if low == high { high = low + 1 }
    }
    var step = Axis.roundStep(atLeast: (high - low) / Double(most - 1))
    // Rounding the ends outwards may take one tick more.
    while (high / step).rounded(.up) - (low / step).rounded(.down) > Double(most - 1) {
      step = Axis.roundStep(atLeast: step * 1.01)
    }
    let first = Int((low / step).rounded(.down))
    let last = max(first + 1, Int((high / step).rounded(.up)))
    // A quotient by a whole number is the double that is written so, where a product with 0.1 is not.
    let inverse = (1 / step).rounded()
    self.ticks = (first...last).map {
      step < 1 && inverse > 0 && inverse < 1e15 ? Double($0) / inverse : Double($0) * step
    }
    .map { $0 == 0 ? 0 : $0 }
    self.low = ticks.first ?? low
    self.high = ticks.last ?? high
    self.step = step
  }

  /// From 0 to the tick above the largest value: for counts.
  public init(counts values: some Sequence<Int>, ticks most: Int = 4) {
    self.init(covering: [0, Double(Swift.max(1, values.max() ?? 1))], ticks: most)
  }

  /// Where a value stands between the ends, 0 to 1; nil for what is no number.
  public func share(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    return (0...1).held((value - low) / (high - low))
  }

  /// The step 0 … `steps - 1` nearest to a value.
  public func place(_ value: Double, of steps: Int) -> Int? {
    guard steps > 0, let share = share(value) else { return nil }
    return Int((share * Double(steps - 1)).rounded())
  }

  /// 1, 2 or 5 times a power of ten.
  private static func roundStep(atLeast least: Double) -> Double {
    guard least.isFinite, least > 0 else { return 1 }
    // Powers of ten below 1 are quotients, so that .1 is the double that is written so.
    var (power, divisor) = (1.0, 1.0)
    while power * 10 <= least { power *= 10 }
    while power / divisor > least, divisor < 1e15 { divisor *= 10 }
    for factor in [1.0, 2, 5, 10] where factor * power / divisor >= least * (1 - 1e-12) {
      return factor * power / divisor
    }
    return 10 * power / divisor
  }
}

extension ClosedRange<Double> {
  /// The value, or the end that it lies beyond.
  func held(_ value: Double) -> Double { Swift.min(upperBound, Swift.max(lowerBound, value)) }
}

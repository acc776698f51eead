import LabelStatistics

extension FigureReport {
  init(_ figure: Figure) {
    self.init(
      value: figure.value, why: figure.why?.explanation, items: figure.items, low: figure.interval?.low,
      high: figure.interval?.high)
  }

  /// `right` of `count` with Wilson's interval; `why` says what is missing where there are none.
  static func share(_ right: Int, of count: Int, why: String) -> FigureReport {
    if count == 0 { return FigureReport(value: nil, why: why, items: 0) }
    let interval = wilson(right, of: count)
    return FigureReport(
      value: Double(right) / Double(count), items: count, low: interval?.low, high: interval?.high)
  }

  /// The mean with its 95 % interval by the normal distribution of means, from two numbers on.
  static func mean(_ numbers: [Double], why: String) -> FigureReport {
    if numbers.isEmpty { return FigureReport(value: nil, why: why, items: 0) }
    let count = Double(numbers.count)
    let mean = numbers.reduce(0, +) / count
    if numbers.count < 2 { return FigureReport(value: mean, items: 1) }
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let half = 1.959963984540054 * (squares / (count - 1) / count).squareRoot()
    return FigureReport(value: mean, items: numbers.count, low: mean - half, high: mean + half)
  }

  /// How much more often a suggested answer is given where it is seen than where it was withheld.
  static func pull(_ used: SuggestionTally) -> FigureReport {
    let difference = differenceOfShares(used.agreedShown, of: used.shown, used.agreedWithheld, of: used.withheld)
    guard let difference else {
      return .none("pull needs suggestions that were shown and others that were withheld")
    }
    return FigureReport(
      value: difference.value, items: used.shown + used.withheld, low: difference.interval.low,
      high: difference.interval.high)
  }

  static func none(_ why: String) -> FigureReport { FigureReport(value: nil, why: why, items: 0) }
}

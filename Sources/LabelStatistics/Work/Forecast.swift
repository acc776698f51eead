/// When work that is left will be done, from how much was done on each of the last days.
public struct Forecast: Equatable, Sendable {
  /// Why there is no forecast, or no late end of it.
  public enum Gap: Equatable, Sendable {
    /// Nothing is left to do.
    case done
    case noDays
    /// A spread needs two days.
    case oneDay
    /// Days differ so much that no last day can be named.
    case unsteady
    /// The late end lies past what a calendar is for.
    case tooFar
  }

  /// Mean over the days with any work that were looked at.
  public var perDay: Double?
  /// Calendar days from the end of the last day, at the upper and the lower end of the pace.
  public var early: Double?
  public var late: Double?
  /// What keeps a day from being named; nil where nothing does.
  public var gap: Gap?
}

/// Work done on one day.
public struct DayCount: Equatable, Sendable {
  /// Days since any fixed day.
  public var day: Int
  public var count: Int
  public init(day: Int, count: Int) {
    self.day = day
    self.count = count
  }
}

/// A 95 % prediction interval for the day on which `remaining` pieces of work will be done.
///
/// The last 7 days with any work count. With their mean m, standard deviation s and number k, the work of D further
/// working days lies in D·m ± t·s·√(D + D²/k), t being Student's with k − 1 degrees of freedom: the days ahead vary as
/// those behind did, and m itself is only an estimate. The ends are the D at which the upper and the lower bound reach
/// `remaining`. Working days become calendar days by the share of days without work between the first and the last.
///
/// - Parameter days: days with any work, in ascending order.
public func forecast(remaining: Int, days: [DayCount]) -> Forecast {
  let days = days.filter { $0.count > 0 }.suffix(7)
  let count = Double(days.count)
  guard let first = days.first, let last = days.last else {
    return Forecast(gap: remaining > 0 ? .noDays : .done)
  }
  let mean = Double(days.reduce(0) { $0 + $1.count }) / count
  if remaining <= 0 { return Forecast(perDay: mean, gap: .done) }
  if days.count < 2 { return Forecast(perDay: mean, gap: .oneDay) }
  let squares = days.reduce(0.0) { $0 + (Double($1.count) - mean) * (Double($1.count) - mean) }
  let spread = studentQuantile[days.count - 2] * (squares / (count - 1)).squareRoot()
  let calendar = Double(last.day - first.day + 1) / count
  let work = Double(remaining)
  func done(_ day: Double, _ sign: Double) -> Double {
    day * mean + sign * spread * (day + day * day / count).squareRoot()
  }
  let early = reach(work) { done($0, 1) }
  let isSteady = mean > spread / count.squareRoot()
  let late = isSteady ? reach(work) { done($0, -1) } : nil
  return Forecast(
    perDay: mean, early: early.map { $0 * calendar }, late: late.map { $0 * calendar },
    gap: late != nil ? nil : isSteady ? .tooFar : .unsteady)
}

/// The 97.5 % quantiles of Student's t for 1 to 6 degrees of freedom.
private let studentQuantile = [12.706_205, 4.302_653, 3.182_446, 2.776_445, 2.570_582, 2.446_912]

/// Where `amount`, which ends in growing for good, reaches `goal`; nil past a hundred years.
private func reach(_ goal: Double, _ amount: (Double) -> Double) -> Double? {
  var high = 1.0
  while amount(high) < goal {
    high *= 2
    if high > 36_525 { return nil }
  }
  var low = 0.0
  for _ in 0..<60 {
    let middle = (low + high) / 2
    if amount(middle) < goal { low = middle } else { high = middle }
  }
  return high
}

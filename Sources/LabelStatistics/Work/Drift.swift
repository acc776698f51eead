/// How outcomes in the order of time went, in consecutive stretches of as nearly equal length as can be.
public struct Drift: Equatable, Sendable {
  /// Outcomes that follow one another.
  public struct Stretch: Equatable, Sendable {
    /// The place of its first outcome.
    public var start: Int
    /// Right ones, of so many.
    public var right: Int
    public var count: Int
  }
  /// In the order of time.
  public var stretches: [Stretch]
  /// The last stretch against all before it, where it lies below; see `fell(at:)`.
  public var chance: Double?

  /// A smaller difference of shares is no finding, however sure it is.
  public static let leastFall = 0.05

  /// Whether the last stretch lies below the others by `leastFall` or more, and so that chance alone does that in less
  /// than `level` of cases.
  public func fell(at level: Double) -> Bool {
    guard let chance, let last = stretches.last else { return false }
    let before = self.before
    let difference = Double(before.right) / Double(before.count) - Double(last.right) / Double(last.count)
    return chance < level && difference >= Self.leastFall
  }

  /// All stretches but the last as one.
  public var before: Stretch {
    stretches.dropLast().reduce(into: Stretch(start: 0, right: 0, count: 0)) {
      $0.right += $1.right
      $0.count += $1.count
    }
  }
}

/// Cuts `outcomes`, right or not, into at most `most` stretches of `least` or more, and tests the last against all
/// before it (Fisher's exact test, one-sided): fewer than twice `least` outcomes give one stretch and no test. O(n).
public func drift(_ outcomes: [Bool], least: Int = 20, most: Int = 10) -> Drift {
  precondition(least > 0 && most > 0, "a stretch holds something")
  if outcomes.isEmpty { return Drift(stretches: []) }
  let count = max(1, min(most, outcomes.count / least))
  var drift = Drift(stretches: [])
  for index in 0..<count {
    let (start, end) = (outcomes.count * index / count, outcomes.count * (index + 1) / count)
    let right = outcomes[start..<end].reduce(0) { $0 + ($1 ? 1 : 0) }
    drift.stretches.append(.init(start: start, right: right, count: end - start))
  }
  if count > 1, let last = drift.stretches.last {
    let before = drift.before
    // Below, in whole numbers.
    if last.right * before.count < before.right * last.count {
      drift.chance = fisherLowerTail(
        successes: last.right, of: last.count, against: before.right, of: before.count)
    }
  }
  return drift
}

/// A probability of success, with what is needed again each time that numbers are drawn by it.
struct Chance: Sendable {
  /// At most one half: of failure where success is the likelier.
  fileprivate let rarer: Double
  fileprivate let isOfFailure: Bool
  /// Logarithms of the odds of `rarer`, and of 1 − `rarer`.
  fileprivate let logOdds: Double
  fileprivate let logOther: Double

  init(_ chance: Double) {
    isOfFailure = chance > 0.5
    rarer = isOfFailure ? 1 - min(chance, 1) : max(chance, 0)
    logOdds = rarer > 0 ? logarithm(rarer / (1 - rarer)) : 0
    logOther = rarer > 0 ? logarithmOfOne(plus: -rarer) : 0
  }
}

extension SplitMix64 {
  /// How many of `count` throws succeed, each with probability `chance`.
  public mutating func binomial(_ count: Int, _ chance: Double) -> Int { binomial(count, Chance(chance)) }

  /// Exact: by inversion where few are expected, else by Hörmann's transformed rejection (1993, "The generation of binomial
  /// random variates", algorithm BTRS). O(1).
  mutating func binomial(_ count: Int, _ chance: Chance) -> Int {
    if count <= 0 { return 0 }
    let drawn: Int
    if chance.rarer <= 0 {
      drawn = 0
    } else if Double(count) * chance.rarer < 10 {
      drawn = inverted(count, chance)
    } else {
      drawn = rejected(count, chance)
    }
    return chance.isOfFailure ? count - drawn : drawn
  }

  /// Walks up the distribution from 0.
  private mutating func inverted(_ count: Int, _ chance: Chance) -> Int {
    let odds = chance.rarer / (1 - chance.rarer)
    var probability = exponential(Double(count) * chance.logOther)
    var left = uniform()
    var successes = 0
    while left >= probability && successes < count {
      left -= probability
      probability *= odds * Double(count - successes) / Double(successes + 1)
      successes += 1
      // Rounding may leave a rest that no probability takes.
      if probability <= 0 { break }
    }
    return successes
  }

  private mutating func rejected(_ count: Int, _ chance: Chance) -> Int {
    let n = Double(count)
    let p = chance.rarer
    let spread = (n * p * (1 - p)).squareRoot()
    let b = 1.15 + 2.53 * spread
    let a = -0.0873 + 0.0248 * b + 0.01 * p
    let c = n * p + 0.5
    let v = 0.92 - 4.2 / b
    while true {
      let u = uniform() - 0.5
      var w = uniform()
      let us = 0.5 - abs(u)
      if us <= 0 { continue }
      let place = (2 * a / us + b) * u + c
      if place < 0 || place >= n + 1 { continue }
      let successes = Int(place)
      if us >= 0.07 && w <= v { return successes }
      let alpha = (2.83 + 5.1 / b) * spread
      w = logarithm(w * alpha / (a / (us * us) + b))
      let mode = Int((n + 1) * p)
      let above = logFactorial(successes) + logFactorial(count - successes)
      let atMode = logFactorial(mode) + logFactorial(count - mode)
      if w <= atMode - above + Double(successes - mode) * chance.logOdds { return successes }
    }
  }
}

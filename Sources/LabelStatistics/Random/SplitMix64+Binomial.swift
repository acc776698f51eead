extension SplitMix64 {
  /// How many of `count` throws succeed, each with probability `chance`. Exact: by inversion where few are expected, else
  /// by Hörmann's transformed rejection (1993, "The generation of binomial random variates", algorithm BTRS). O(1).
  public mutating func binomial(_ count: Int, _ chance: Double) -> Int {
    if count <= 0 || chance <= 0 { return 0 }
    if chance >= 1 { return count }
    if chance > 0.5 { return count - binomial(count, 1 - chance) }
    return Double(count) * chance < 10 ? inverted(count, chance) : rejected(count, chance)
  }

  /// Walks up the distribution from 0.
  private mutating func inverted(_ count: Int, _ chance: Double) -> Int {
    let odds = chance / (1 - chance)
    var probability = exponential(Double(count) * logarithmOfOne(plus: -chance))
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

  private mutating func rejected(_ count: Int, _ chance: Double) -> Int {
    let n = Double(count)
    let spread = (n * chance * (1 - chance)).squareRoot()
    let b = 1.15 + 2.53 * spread
    let a = -0.0873 + 0.0248 * b + 0.01 * chance
    let c = n * chance + 0.5
    let v = 0.92 - 4.2 / b
    let alpha = (2.83 + 5.1 / b) * spread
    let mode = ((n + 1) * chance).rounded(.down)
    let logOdds = logarithm(chance / (1 - chance))
    let atMode = logGamma(mode + 1) + logGamma(n - mode + 1)
    while true {
      let u = uniform() - 0.5
      var w = uniform()
      let us = 0.5 - abs(u)
      if us <= 0 { continue }
      let k = ((2 * a / us + b) * u + c).rounded(.down)
      if k < 0 || k > n { continue }
      if us >= 0.07 && w <= v { return Int(k) }
      w = logarithm(w * alpha / (a / (us * us) + b))
      if w <= atMode - logGamma(k + 1) - logGamma(n - k + 1) + (k - mode) * logOdds { return Int(k) }
    }
  }
}

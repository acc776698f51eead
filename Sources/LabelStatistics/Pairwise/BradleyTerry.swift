/// Strengths of objects that explain who won: P(i over j) = pᵢ / (pᵢ + pⱼ).
public struct Strengths: Equatable, Sendable {
  /// At least 0, together 1; of objects that no comparison joins they cannot be compared.
  public var strengths: [Double]
  /// Steps taken, and false where the cap on them ended the work.
  public var steps: Int
  public var converged: Bool
  /// ln of the likelihood of the comparisons, a tie as half a win each.
  public var logLikelihood: Double
  /// What each step had reached, the smoothing included. It never falls.
  public var likelihoods: [Double]
  /// Groups of objects that comparisons join.
  public var groups: [[Int]]
  /// false where without smoothing no finite strengths are the likeliest: some objects only won, or only lost, against the
  /// others of their group.
  public var isStronglyJoined: Bool

  /// What one should know before taking the order for good, a sentence each.
  public var warnings: [String] {
    var warnings: [String] = []
    if groups.count > 1 {
      warnings.append(
        "comparisons join the objects in \(groups.count) groups only; strengths of two groups cannot be compared")
    }
    if !isStronglyJoined {
      warnings.append(
        "some objects only won or only lost against the rest, so no finite strengths fit best without smoothing")
    }
    if !converged {
      warnings.append(
        "it was stopped at the cap of \(steps) steps before it had converged; more steps may change the order")
    }
    return warnings
  }
}

/// Bradley and Terry's model (1952), by the MM algorithm of Hunter 2004, "MM Algorithms for Generalized Bradley-Terry Models":
/// pᵢ ← Wᵢ / Σⱼ nᵢⱼ/(pᵢ + pⱼ), which never lowers the likelihood. O(pairs) a step.
///
/// `smoothing` (0 where nil) is a number of wins and as many losses that each object is given against an object of strength
/// 1; above 0 the strengths are finite whatever the data. It has converged when no strength moves by more than `tolerance`
/// of itself. An object that never won has strength 0, without smoothing.
public func bradleyTerry(_ comparisons: Comparisons, options: EMOptions) -> Strengths {
  let counts = PairCounts(comparisons)
  var climb = StrengthClimb(counts, smoothing: options.smoothing ?? 0)
  var likelihoods = [climb.objective]
  let cap = options.steps ?? 10_000
  var (steps, converged) = (0, counts.pairs.isEmpty)
  while !converged && steps < cap {
    let change = climb.step()
    steps += 1
    likelihoods.append(climb.objective)
    converged = change < options.tolerance
    if let afterStep = options.afterStep, !afterStep(steps) { break }
  }
  return Strengths(
    strengths: climb.normalized, steps: steps, converged: converged, logLikelihood: climb.logLikelihood,
    likelihoods: likelihoods, groups: counts.groups,
    isStronglyJoined: (options.smoothing ?? 0) > 0 || counts.isStronglyJoined)
}

/// The climb of Hunter's algorithm.
struct StrengthClimb {
  /// May be given other wins between steps, for the same pairs.
  var counts: PairCounts
  private(set) var strengths: [Double]
  private let smoothing: Double

  init(_ counts: PairCounts, smoothing: Double) {
    self.counts = counts
    self.smoothing = smoothing
    strengths = [Double](repeating: 1, count: counts.objectCount)
  }

  /// One step; the greatest change of a strength, as a part of itself.
  mutating func step() -> Double {
    var wins = [Double](repeating: smoothing, count: strengths.count)
    var weights = strengths.map { 2 * smoothing / ($0 + 1) }
    for pair in counts.pairs {
      wins[pair.a] += pair.winsA
      wins[pair.b] += pair.winsB
      let both = strengths[pair.a] + strengths[pair.b]
      // Two objects of strength 0 have not won against one another either: 0/0.
      let weight = both > 0 ? (pair.winsA + pair.winsB) / both : 0
      weights[pair.a] += weight
      weights[pair.b] += weight
    }
    // Without smoothing the scale is free: it is kept where numbers are in no danger.
    var next = strengths.indices.map { object in
      weights[object] == 0 ? strengths[object] : wins[object] == 0 ? 0 : max(1e-280, wins[object] / weights[object])
    }
    if smoothing == 0 {
      let scale = Double(next.count) / next.reduce(0, +)
      next = next.map { $0 == 0 ? 0 : max(1e-280, $0 * scale) }
    }
    let change = zip(strengths, next).reduce(0) { max($0, abs($1.0 - $1.1) / max($1.0, $1.1, 1e-280)) }
    strengths = next
    return change
  }

  var normalized: [Double] {
    let sum = strengths.reduce(0, +)
    return sum == 0 ? strengths : strengths.map { $0 / sum }
  }

  var logLikelihood: Double {
    counts.pairs.reduce(0) { sum, pair in
      let both = strengths[pair.a] + strengths[pair.b]
      if both == 0 { return sum }
      return sum + part(pair.winsA, strengths[pair.a] / both) + part(pair.winsB, strengths[pair.b] / both)
    }
  }

  /// The likelihood with the smoothing's wins and losses.
  var objective: Double {
    logLikelihood + smoothed
  }

  var smoothed: Double {
    strengths.reduce(0) { $0 + part(smoothing, $1 / ($1 + 1)) + part(smoothing, 1 / ($1 + 1)) }
  }

  private func part(_ weight: Double, _ chance: Double) -> Double { weight == 0 ? 0 : weight * logarithm(chance) }
}

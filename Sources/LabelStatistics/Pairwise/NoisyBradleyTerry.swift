/// What the noisy model thinks of one annotator.
public struct ComparerSkill: Equatable, Sendable {
  /// Comparisons that the annotator made.
  public var answers: Int
  /// How likely the annotator looks at the objects at all; nil without answers.
  public var skill: Double?
  /// How likely the annotator answers "left" where not looking; nil without answers.
  public var bias: Double?
}

/// Bradley and Terry's model with annotators who do not always look: P(left over right) =
/// γ·pₗ/(pₗ + pᵣ) + (1 − γ)·β, with a skill γ and a bias to the left β of each annotator (Bugakova et al. 2019, "Aggregation
/// of pairwise comparisons with reduction of biases", the model of crowd-kit's `NoisyBradleyTerry`).
///
/// By expectation-maximization, where the strengths climb by five of Hunter's steps (2004) each time, so that the likelihood
/// never falls. `smoothing` (0.01 where nil) is the pseudo-count of wins and losses of each object against an object of
/// strength 1, and of each annotator's answers with and without looking, to the left and to the right. A tie is half an
/// answer each way. It has converged when a step gains less than `tolerance` of the likelihood. O(comparisons) a step.
public func noisyBradleyTerry(
  _ comparisons: Comparisons, options: EMOptions
) -> (strengths: Strengths, annotators: [ComparerSkill]) {
  var climb = NoisyClimb(comparisons, smoothing: options.smoothing ?? 0.01)
  var likelihoods = [climb.objective]
  let cap = options.steps ?? 2_000
  var (steps, converged) = (0, comparisons.comparisons.isEmpty)
  while !converged && steps < cap {
    climb.step()
    steps += 1
    let (before, now) = (likelihoods[steps - 1], climb.objective)
    likelihoods.append(now)
    converged = now - before < options.tolerance * (1 + abs(now)) / 100
    if let afterStep = options.afterStep, !afterStep(steps) { break }
  }
  let counts = PairCounts(comparisons)
  let strengths = Strengths(
    strengths: climb.strengths.normalized, steps: steps, converged: converged, logLikelihood: climb.logLikelihood,
    likelihoods: likelihoods, groups: counts.groups,
    isStronglyJoined: options.smoothing != 0 || counts.isStronglyJoined)
  return (strengths, climb.skills)
}

private struct NoisyClimb {
  /// A comparison as one or, for a tie, two half votes.
  private struct Vote {
    var annotator: Int
    var pair: Int
    /// Whether the winner is the pair's first object, and whether it stood left.
    var isFirst: Bool
    var isLeft: Bool
    var weight: Double
  }

  private(set) var strengths: StrengthClimb
  private let votes: [Vote]
  private let smoothing: Double
  private var skill: [Double]
  private var left: [Double]
  private let answers: [Int]

  init(_ comparisons: Comparisons, smoothing: Double) {
    self.smoothing = smoothing
    let counts = PairCounts(comparisons)
    strengths = StrengthClimb(counts, smoothing: smoothing)
    skill = [Double](repeating: 0.9, count: comparisons.annotatorCount)
    left = [Double](repeating: 0.5, count: comparisons.annotatorCount)
    var answers = [Int](repeating: 0, count: comparisons.annotatorCount)
    var votes: [Vote] = []
    for comparison in comparisons.comparisons {
      let annotator = Int(comparison.annotator)
      answers[annotator] += 1
      let (a, b) = (Int(min(comparison.left, comparison.right)), Int(max(comparison.left, comparison.right)))
      let pair = counts.pairs.partitioningIndex { ($0.a, $0.b) >= (a, b) }
      for isLeft in [true, false] {
        let weight = isLeft ? comparison.outcome.leftShare : 1 - comparison.outcome.leftShare
        let isFirst = isLeft == (Int(comparison.left) == a)
        if weight > 0 {
          votes.append(Vote(annotator: annotator, pair: pair, isFirst: isFirst, isLeft: isLeft, weight: weight))
        }
      }
    }
    self.votes = votes
    self.answers = answers
    for _ in 0..<5 { _ = strengths.step() }
  }

  var skills: [ComparerSkill] {
    answers.indices.map {
      answers[$0] == 0
        ? ComparerSkill(answers: 0) : ComparerSkill(answers: answers[$0], skill: skill[$0], bias: left[$0])
    }
  }

  mutating func step() {
    var looked = [Double](repeating: smoothing, count: skill.count)
    var all = [Double](repeating: 2 * smoothing, count: skill.count)
    var guessed = all
    var guessedLeft = looked
    for pair in strengths.counts.pairs.indices { strengths.counts.pairs[pair].clear() }
    for vote in votes {
      let (byLooking, byGuess) = chances(vote)
      let share = byLooking / max(byLooking + byGuess, .leastNormalMagnitude)
      looked[vote.annotator] += vote.weight * share
      all[vote.annotator] += vote.weight
      guessed[vote.annotator] += vote.weight * (1 - share)
      if vote.isLeft { guessedLeft[vote.annotator] += vote.weight * (1 - share) }
      if vote.isFirst {
        strengths.counts.pairs[vote.pair].winsA += vote.weight * share
      } else {
        strengths.counts.pairs[vote.pair].winsB += vote.weight * share
      }
    }
    for annotator in skill.indices {
      if all[annotator] > 0 { skill[annotator] = looked[annotator] / all[annotator] }
      if guessed[annotator] > 0 { left[annotator] = guessedLeft[annotator] / guessed[annotator] }
    }
    for _ in 0..<5 { _ = strengths.step() }
  }

  /// How likely the vote is with the annotator looking, and without.
  private func chances(_ vote: Vote) -> (byLooking: Double, byGuess: Double) {
    let pair = strengths.counts.pairs[vote.pair]
    let (a, b) = (strengths.strengths[pair.a], strengths.strengths[pair.b])
    let wins = a + b == 0 ? 0.5 : (vote.isFirst ? a : b) / (a + b)
    let side = vote.isLeft ? left[vote.annotator] : 1 - left[vote.annotator]
    return (skill[vote.annotator] * wins, (1 - skill[vote.annotator]) * side)
  }

  var logLikelihood: Double {
    votes.reduce(0) { sum, vote in
      let (byLooking, byGuess) = chances(vote)
      return sum + vote.weight * logarithm(max(byLooking + byGuess, .leastNormalMagnitude))
    }
  }

  var objective: Double {
    if smoothing == 0 { return logLikelihood }
    return skill.indices.reduce(logLikelihood + strengths.smoothed) { sum, annotator in
      sum + smoothing
        * (logarithm(skill[annotator]) + logarithm(1 - skill[annotator]) + logarithm(left[annotator])
          + logarithm(1 - left[annotator]))
    }
  }
}

extension PairCounts.Pair {
  fileprivate mutating func clear() {
    winsA = 0
    winsB = 0
  }
}

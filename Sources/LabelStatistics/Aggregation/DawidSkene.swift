/// Maximum likelihood of observer error rates by EM (Dawid & Skene 1979): each annotator has a table that says how
/// often they give each value where each value is true. O(steps · ratings · values).
///
/// It starts from the shares of the votes, and ends when no posterior moves by `tolerance` in a step, or after
/// `options.steps` (1,000). A prior or a share below 1e−10 is lifted to it before the shares are made to sum to 1, so
/// that no answer is impossible. With smoothing s (0), s is added to each expected count of an annotator's table: the
/// mode under a Dirichlet prior of 1 + s; the climbed ``Aggregation/likelihoods`` then have ln of that prior added.
///
/// The posteriors are probabilities. An annotator's skill is the chance that they give the right value, over the
/// values as they occur: Σ prior · share right. Memory is (items + voices) · values, where a voice is an annotator and a
/// value that they gave. The result does not depend on the order of the ratings, nor on how many processors there are.
public func dawidSkene(_ ratings: Ratings, options: EMOptions = EMOptions()) -> Aggregation {
  let votes = Votes(ratings)
  var model = ConfusionModel(votes, smoothing: max(0, options.smoothing ?? 0))
  let run = climb(options, cap: 1000) { model.step() }
  return Aggregation(
    votes, posteriors: model.plainPosteriors(), skills: model.skills(), classPriors: model.prior,
    steps: run.steps, converged: run.converged, logLikelihood: run.logLikelihood, likelihoods: run.likelihoods)
}

/// The state of Dawid-Skene's EM. Rows of values are padded to whole vectors of four.
private struct ConfusionModel {
  private let votes: Votes
  private let smoothing: Double
  /// Vectors of four a row.
  private let width: Int
  private var runs: [ConfusionRun]
  /// Expected counts, a row a voice; after them a row for the prior.
  private var counts: [SIMD4<Double>] = []
  /// ln of the share of each voice, where each value is true.
  private var logShares: [SIMD4<Double>]
  private(set) var prior: [Double]
  private var logPrior: [SIMD4<Double>]

  init(_ votes: Votes, smoothing: Double) {
    self.votes = votes
    self.smoothing = smoothing
    let width = (votes.valueCount + 3) / 4
    self.width = width
    let cells = (votes.voiceCount + 1) * width
    logShares = [SIMD4<Double>](repeating: .zero, count: votes.voiceCount * width)
    prior = [Double](repeating: 0, count: votes.valueCount)
    logPrior = [SIMD4<Double>](repeating: SIMD4(repeating: -1e300), count: width)
    let shares = voteShares(votes)
    runs = chunks(starts: votes.starts, cells: cells * 4).map { items in
      ConfusionRun(votes, items: items, width: width, shares: shares)
    }
    gather()
  }

  mutating func step() -> EMStep {
    let penalty = estimate()
    let (votes, logShares, logPrior) = (votes, logShares, logPrior)
    changeConcurrently(&runs) { $0.expect(votes, logShares: logShares, logPrior: logPrior) }
    gather()
    var step = runs.reduce(EMStep()) { $0.with($1.step) }
    step.climbed = step.logLikelihood + penalty
    return step
  }

  /// The expected counts of all runs, run by run.
  private mutating func gather() {
    counts = runs[0].counts
    for run in runs.dropFirst() {
      for cell in counts.indices { counts[cell] += run.counts[cell] }
    }
  }

  /// Priors and shares from the expected counts. Gives ln of the density of the prior that smoothing stands for.
  private mutating func estimate() -> Double {
    let values = votes.valueCount
    let total = Double(max(1, votes.answered))
    for value in 0..<values {
      prior[value] = max(at(votes.voiceCount, value) / total, clip)
      logPrior[value / 4][value % 4] = logarithm(prior[value])
    }
    var penalty = 0.0
    for annotator in 0..<votes.annotatorCount {
      let voices = votes.voiceStarts[annotator]..<votes.voiceStarts[annotator + 1]
      if voices.isEmpty { continue }
      // Each value that the annotator never gave has the least share that there is.
      let silent = Double(values - voices.count)
      let least = max(smoothing, clip)
      for value in 0..<values {
        var sum = silent * least
        for voice in voices { sum += max(at(voice, value) + smoothing, clip) }
        let logSum = logarithm(sum)
        for voice in voices {
          let share = logarithm(max(at(voice, value) + smoothing, clip)) - logSum
          logShares[voice * width + value / 4][value % 4] = share
          penalty += smoothing * share
        }
        penalty += smoothing * silent * (logarithm(least) - logSum)
      }
    }
    return penalty
  }

  /// The expected count of a voice where `value` is true; after the last voice, of the value itself.
  private func at(_ voice: Int, _ value: Int) -> Double { counts[voice * width + value / 4][value % 4] }

  func plainPosteriors() -> [Double] {
    var plain: [Double] = []
    plain.reserveCapacity(votes.itemCount * votes.valueCount)
    for run in runs {
      for row in 0..<run.items.count {
        for value in 0..<votes.valueCount { plain.append(run.posteriors[row * width + value / 4][value % 4]) }
      }
    }
    return plain
  }

  func skills() -> [Double?] {
    (0..<votes.annotatorCount).map { annotator in
      let voices = votes.voiceStarts[annotator]..<votes.voiceStarts[annotator + 1]
      if voices.isEmpty { return nil }
      var skill = 0.0
      for voice in voices {
        let value = Int(votes.voiceValues[voice])
        skill += prior[value] * exponential(logShares[voice * width + value / 4][value % 4])
      }
      return min(1, skill)
    }
  }
}

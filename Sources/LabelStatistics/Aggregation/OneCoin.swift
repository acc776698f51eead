/// Dawid-Skene with one number an annotator, by EM: how often they are right, all wrong values being as likely
/// (Zhang, Chen, Zhou & Jordan 2016, "Spectral Methods Meet EM", the one-coin model). O(steps · (ratings + items · values)).
///
/// It starts from the shares of the votes, and ends when no posterior moves by `tolerance` in a step, or after
/// `options.steps` (1,000). Priors, and chances of being right and of being wrong, are at least 1e−10. With smoothing s
/// (0), s right and s wrong answers are added to each annotator's: the mode under a Beta prior of 1 + s.
///
/// The posteriors are probabilities; an annotator's skill is their chance of being right.
public func oneCoin(_ ratings: Ratings, options: EMOptions = EMOptions()) -> Aggregation {
  let votes = Votes(ratings)
  var model = OneCoinModel(votes, smoothing: max(0, options.smoothing ?? 0))
  let run = climb(options, cap: 1000) { model.step() }
  return Aggregation(
    votes, posteriors: model.runs.posteriors, skills: model.skills, classPriors: model.prior, steps: run.steps,
    converged: run.converged, logLikelihood: run.logLikelihood, likelihoods: run.likelihoods)
}

private struct OneCoinModel {
  let votes: Votes
  let smoothing: Double
  var runs: CoinRuns
  var skills: [Double?]
  var prior: [Double]
  var gains: [Double]

  init(_ votes: Votes, smoothing: Double) {
    self.votes = votes
    self.smoothing = smoothing
    runs = CoinRuns(votes)
    skills = [Double?](repeating: nil, count: votes.annotatorCount)
    prior = [Double](repeating: 0, count: votes.valueCount)
    gains = [Double](repeating: 0, count: votes.voiceCount)
  }

  mutating func step() -> EMStep {
    prior = runs.truths.map { max($0 / Double(max(1, votes.answered)), clip) }
    let others = logarithm(Double(max(1, votes.valueCount - 1)))
    var penalty = 0.0
    // ln of the likelihood if every answer were wrong: what the votes gain comes on top.
    var base = 0.0
    for annotator in skills.indices {
      let voices = votes.voiceStarts[annotator]..<votes.voiceStarts[annotator + 1]
      if voices.isEmpty { continue }
      let answers = Double(votes.answers(of: annotator))
      let right = voices.reduce(0.0) { $0 + runs.right[$1] }
      let skill = min(max((right + smoothing) / (answers + 2 * smoothing), clip), 1 - clip)
      skills[annotator] = skill
      let (hit, miss) = (logarithm(skill), logarithm(1 - skill))
      penalty += smoothing * (hit + miss)
      base += answers * (miss - others)
      for voice in voices { gains[voice] = hit - miss + others }
    }
    var step = runs.expect(gains: gains, logPrior: prior.map(logarithm))
    step.logLikelihood += base
    step.climbed = step.logLikelihood + penalty
    return step
  }
}

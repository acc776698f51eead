/// GLAD by EM (Whitehill, Ruvolo, Wu, Bergsma & Movellan 2009, "Whose Vote Should Count More"): an answer is right with
/// a chance of σ(ability · ease), the ability that of its annotator, the ease, above 0, that of its item; all wrong
/// values are as likely. O(steps · (ratings + items · values)).
///
/// Values are equally likely before any answer. The abilities and ln of the eases have the priors N(1, 1), and start at 1.
/// Each step takes new posteriors, then one safeguarded step of Newton's for each ease, and one for each ability by a bound
/// of the curvature, so that the likelihood with its priors never falls. It ends when no posterior moves by `tolerance` in a
/// step, or after `options.steps` (500).
///
/// The posteriors are probabilities; an annotator's skill is their ability: 0 says nothing, below it is against the truth.
public func glad(_ ratings: Ratings, options: EMOptions = EMOptions()) -> Aggregation {
  let votes = Votes(ratings)
  var model = GLADModel(votes)
  let run = climb(options, cap: 500) { model.step() }
  return Aggregation(
    votes, posteriors: model.runs.flatMap(\.posteriors), skills: model.skills, classPriors: model.prior,
    steps: run.steps, converged: run.converged, logLikelihood: run.logLikelihood, likelihoods: run.likelihoods)
}

private struct GLADModel {
  private let votes: Votes
  private(set) var runs: [GLADRun]
  let prior: [Double]
  private var abilities: [Double]
  /// The annotator of each voice.
  private let annotators: [Int32]

  init(_ votes: Votes) {
    self.votes = votes
    let shares = voteShares(votes)
    runs = chunks(starts: votes.starts, cells: votes.annotatorCount * 2).map {
      GLADRun(votes, items: $0, shares: shares)
    }
    prior = [Double](repeating: 1 / Double(max(1, votes.valueCount)), count: votes.valueCount)
    abilities = [Double](repeating: 1, count: votes.annotatorCount)
    annotators = votes.voiceAnnotators
  }

  var skills: [Double?] {
    abilities.indices.map { votes.voiceStarts[$0] == votes.voiceStarts[$0 + 1] ? nil : abilities[$0] }
  }

  mutating func step() -> EMStep {
    let (votes, annotators, abilities, logPrior) = (votes, annotators, abilities, prior.map(logarithm))
    changeConcurrently(&runs) {
      $0.expect(votes, annotators: annotators, abilities: abilities, logPrior: logPrior)
    }
    var step = runs.reduce(EMStep()) { $0.with($1.step) }
    step.climbed += step.logLikelihood
    // ln of the density of the prior N(1, 1), up to a constant.
    for ability in abilities { step.climbed -= (ability - 1) * (ability - 1) / 2 }
    for annotator in abilities.indices {
      let slope = runs.reduce(1 - abilities[annotator]) { $0 + $1.slopes[annotator] }
      let curvature = runs.reduce(1) { $0 + $1.curvatures[annotator] }
      self.abilities[annotator] += slope / curvature
    }
    return step
  }
}

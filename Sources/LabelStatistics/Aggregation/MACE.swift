/// MACE by variational Bayes (Hovy, Berg-Kirkpatrick, Vaswani & Hovy 2013, "Learning Whom to Trust with MACE"): an
/// annotator either knows the value or, with a chance of their own, answers from a habit that does not look at the item.
/// O(steps · (ratings + items · values)).
///
/// How likely each value is before any answer is estimated (maximum likelihood); the paper takes them for equally likely,
/// and then takes a common value given by habit for a rare one given by people who know. The prior of knowing is
/// Beta(½, ½), that of a habit Dirichlet with `options.smoothing` (1) for each value; it starts from these priors and from
/// equally likely values. It ends when no posterior moves by `tolerance` in a step, or after `options.steps` (1,000).
///
/// The posteriors are probabilities; an annotator's skill is the mean of their chance of knowing, the paper's
/// competence. ``Aggregation/likelihoods`` is the lower bound of ln of the evidence, which never falls, and
/// ``Aggregation/logLikelihood`` is at the means of the parameters.
public func mace(_ ratings: Ratings, options: EMOptions = EMOptions()) -> Aggregation {
  let votes = Votes(ratings)
  var model = MACEModel(votes, prior: max(clip, options.smoothing ?? 1))
  let run = climb(options, cap: 1000) { model.step() }
  return Aggregation(
    votes, posteriors: model.runs.posteriors, skills: model.skills, classPriors: model.classPriors, steps: run.steps,
    converged: run.converged, logLikelihood: model.logLikelihoodAtMeans(), likelihoods: run.likelihoods)
}

private struct MACEModel {
  private let votes: Votes
  private(set) var runs: CoinRuns
  /// The Dirichlet parameter of each value in each habit, and the Beta parameter of knowing and of not knowing.
  private let habitPrior: Double
  private let knowPrior = 0.5
  /// Answers that each voice gave by habit, as expected, and answers of each annotator that they knew.
  private var habitual: [Double]
  private var known: [Double]
  /// What the last E-step took for the chance of a voice if its annotator knows, and if they do not.
  private var knowing: [Double]
  private var missing: [Double]
  private let answers: [Double]
  private(set) var classPriors: [Double]

  init(_ votes: Votes, prior: Double) {
    self.votes = votes
    habitPrior = prior
    runs = CoinRuns(votes)
    habitual = [Double](repeating: 0, count: votes.voiceCount)
    known = [Double](repeating: 0, count: votes.annotatorCount)
    answers = (0..<votes.annotatorCount).map { Double(votes.answers(of: $0)) }
    knowing = habitual
    missing = habitual
    classPriors = [Double](repeating: 1 / Double(max(1, votes.valueCount)), count: votes.valueCount)
  }

  var skills: [Double?] {
    answers.indices.map { answers[$0] == 0 ? nil : (known[$0] + knowPrior) / (answers[$0] + 2 * knowPrior) }
  }

  mutating func step() -> EMStep {
    // The first step has the priors for what is known of the annotators: nothing counted, no distance from them.
    let isFirst = knowing.allSatisfy { $0 == 0 }
    var distance = 0.0
    for annotator in 0..<votes.annotatorCount {
      let voices = votes.voiceStarts[annotator]..<votes.voiceStarts[annotator + 1]
      if voices.isEmpty { continue }
      if !isFirst { count(annotator, voices) }
      distance += weigh(annotator, voices)
    }
    if !isFirst { classPriors = runs.truths.map { max($0 / Double(max(1, votes.answered)), clip) } }
    var step = expect(&runs)
    step.climbed = step.logLikelihood - distance
    return step
  }

  /// Splits the answers into those that were known and those by habit, by the last posteriors.
  private mutating func count(_ annotator: Int, _ voices: Range<Int>) {
    known[annotator] = 0
    for voice in voices {
      let knew = runs.right[voice] * knowing[voice] / (knowing[voice] + missing[voice])
      known[annotator] += knew
      habitual[voice] = max(0, Double(votes.voiceVotes[voice]) - knew)
    }
  }

  /// The weights of the next E-step: exp of the mean of ln of each parameter. Gives the distance (Kullback & Leibler
  /// 1951) of what is believed of the parameters from the priors.
  private mutating func weigh(_ annotator: Int, _ voices: Range<Int>) -> Double {
    let byHabit = voices.reduce(0.0) { $0 + habitual[$1] }
    let (a, b) = (known[annotator] + knowPrior, byHabit + knowPrior)
    let (logKnow, logNot) = (digamma(a) - digamma(a + b), digamma(b) - digamma(a + b))
    var distance =
      2 * logGamma(knowPrior) - logGamma(2 * knowPrior) + logGamma(a + b) - logGamma(a) - logGamma(b)
      + (a - knowPrior) * logKnow + (b - knowPrior) * logNot
    let whole = Double(votes.valueCount) * habitPrior
    distance += logGamma(whole + byHabit) - logGamma(whole)
    for voice in voices {
      let strength = habitual[voice] + habitPrior
      let logHabit = digamma(strength) - digamma(whole + byHabit)
      distance += logGamma(habitPrior) - logGamma(strength) + habitual[voice] * logHabit
      knowing[voice] = exponential(logKnow)
      missing[voice] = exponential(logNot + logHabit)
    }
    return distance
  }

  private func expect(_ runs: inout CoinRuns) -> EMStep {
    var gains = [Double](repeating: 0, count: votes.voiceCount)
    var base = 0.0
    for voice in gains.indices {
      let miss = max(missing[voice], 1e-300)
      gains[voice] = logarithm((knowing[voice] + miss) / miss)
      base += Double(votes.voiceVotes[voice]) * logarithm(miss)
    }
    var step = runs.expect(gains: gains, logPrior: classPriors.map(logarithm))
    step.logLikelihood += base
    return step
  }

  func logLikelihoodAtMeans() -> Double {
    var means = self
    for annotator in 0..<votes.annotatorCount {
      let voices = votes.voiceStarts[annotator]..<votes.voiceStarts[annotator + 1]
      let byHabit = voices.reduce(0.0) { $0 + habitual[$1] }
      let know = (known[annotator] + knowPrior) / (answers[annotator] + 2 * knowPrior)
      for voice in voices {
        let habit = (habitual[voice] + habitPrior) / (byHabit + Double(votes.valueCount) * habitPrior)
        means.knowing[voice] = know
        means.missing[voice] = (1 - know) * habit
      }
    }
    return means.expect(&means.runs).logLikelihood
  }
}

/// How far apart two posteriors may be and still count as a tie.
let tieTolerance = 1e-12

extension Aggregation {
  /// The rest of an aggregation that follows from the posteriors.
  ///
  /// - Parameter skills: what the method estimates of each annotator; empty where it estimates nothing.
  init(
    _ votes: Votes, posteriors: [Double], skills: [Double?] = [], classPriors: [Double]? = nil, steps: Int = 0,
    converged: Bool = true, logLikelihood: Double? = nil, likelihoods: [Double] = []
  ) {
    let values = votes.valueCount
    valueCount = values
    self.posteriors = posteriors
    labels = [Int32](repeating: -1, count: votes.itemCount)
    ties = [Bool](repeating: false, count: votes.itemCount)
    confidence = [Double](repeating: 0, count: votes.itemCount)
    self.steps = steps
    self.converged = converged
    self.logLikelihood = logLikelihood
    self.likelihoods = likelihoods
    annotators = []
    self.classPriors = classPriors ?? meanPosterior(votes, posteriors)
    warnings = []
    choose(votes)
    judge(votes, skills)
    warn(votes)
  }

  private mutating func choose(_ votes: Votes) {
    for item in 0..<votes.itemCount where votes.count(item) > 0 {
      var best = -Double.infinity
      for value in item * valueCount..<(item + 1) * valueCount { best = max(best, posteriors[value]) }
      for value in 0..<valueCount where posteriors[item * valueCount + value] >= best - tieTolerance {
        if labels[item] >= 0 {
          ties[item] = true
          break
        }
        labels[item] = Int32(value)
        confidence[item] = posteriors[item * valueCount + value]
      }
    }
  }

  private mutating func judge(_ votes: Votes, _ skills: [Double?]) {
    let table = expectedCounts(votes, posteriors)
    for annotator in 0..<votes.annotatorCount {
      let voices = votes.voiceStarts[annotator]..<votes.voiceStarts[annotator + 1]
      let answers = votes.answers(of: annotator)
      var right = 0.0
      for voice in voices { right += table[voice * valueCount + Int(votes.voiceValues[voice])] }
      // Sums of shares that are 1 but for their last bits.
      let accuracy = answers == 0 ? nil : min(1, right / Double(answers))
      annotators.append(
        AnnotatorSkill(
          answers: answers, skill: skills.isEmpty ? nil : skills[annotator], accuracy: accuracy,
          accuracyInterval: accuracy.map { wilson(share: $0, of: answers) },
          confusion: Confusion(
            valueCount: valueCount, observed: Array(votes.voiceValues[voices]),
            counts: Array(table[voices.lowerBound * valueCount..<voices.upperBound * valueCount]))))
    }
  }

  private mutating func warn(_ votes: Votes) {
    if !converged { warnings.append(.stoppedAtCap(steps: steps)) }
    let tied = ties.count { $0 }
    if tied > 0 { warnings.append(.ties(items: tied)) }
    if let first = votes.voiceValues.first, votes.voiceValues.allSatisfy({ $0 == first }) {
      warnings.append(.noVariation)
    }
    let single = (0..<votes.itemCount).count { votes.count($0) == 1 }
    if 2 * single > votes.answered { warnings.append(.mostlySingle(items: single)) }
  }
}

/// The mean of the posteriors over the items with a vote; zeros where there is none.
func meanPosterior(_ votes: Votes, _ posteriors: [Double]) -> [Double] {
  var mean = [Double](repeating: 0, count: votes.valueCount)
  for item in 0..<votes.itemCount where votes.count(item) > 0 {
    for value in mean.indices { mean[value] += posteriors[item * mean.count + value] }
  }
  return mean.map { $0 / Double(max(1, votes.answered)) }
}

/// Voices × values: how often each voice spoke where each value was true, as expected under the posteriors.
func expectedCounts(_ votes: Votes, _ posteriors: [Double]) -> [Double] {
  let values = votes.valueCount
  var table = [Double](repeating: 0, count: votes.voiceCount * values)
  table.withUnsafeMutableBufferPointer { table in
    for item in 0..<votes.itemCount {
      for index in Int(votes.starts[item])..<Int(votes.starts[item + 1]) {
        let row = Int(votes.voices[index]) * values
        for value in 0..<values { table[row + value] += posteriors[item * values + value] }
      }
    }
  }
  return table
}

/// The shares of an item's votes that each value has, each vote with the weight of its annotator, which must not be
/// negative. Where the weights of an item sum to zero, each vote weighs the same.
func voteShares(_ votes: Votes, weights: [Double]) -> [Double] {
  let values = votes.valueCount
  let annotatorOf = votes.voiceAnnotators
  var shares = [Double](repeating: 0, count: votes.itemCount * values)
  shares.withUnsafeMutableBufferPointer { shares in
    for item in 0..<votes.itemCount where votes.count(item) > 0 {
      let ballot = Int(votes.starts[item])..<Int(votes.starts[item + 1])
      var total = 0.0
      for index in ballot { total += weights[Int(annotatorOf[Int(votes.voices[index])])] }
      for index in ballot {
        let voice = Int(votes.voices[index])
        shares[item * values + Int(votes.voiceValues[voice])] += total > 0 ? weights[Int(annotatorOf[voice])] : 1
      }
      let whole = total > 0 ? total : Double(ballot.count)
      for value in item * values..<(item + 1) * values { shares[value] /= whole }
    }
  }
  return shares
}

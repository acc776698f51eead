/// A run of items in the EM of a model in which an answer is right or not, whatever else is true: the one-coin model
/// and MACE. A vote then says of its own value that it is so much likelier than every other, and nothing more.
struct CoinRun: Sendable {
  let items: Range<Int>
  /// Items of the run × values.
  private(set) var posteriors: [Double]
  /// For each voice, the votes that are right, as expected.
  private(set) var right: [Double]
  /// For each value, the items where it is true, as expected.
  private(set) var truths: [Double]
  private(set) var step = EMStep()

  /// The posteriors are the shares of the votes, items × values.
  init(_ votes: Votes, items: Range<Int>, shares: [Double]) {
    self.items = items
    let values = votes.valueCount
    posteriors = Array(shares[items.lowerBound * values..<items.upperBound * values])
    right = [Double](repeating: 0, count: votes.voiceCount)
    truths = [Double](repeating: 0, count: values)
    for item in items {
      for value in 0..<values { truths[value] += shares[item * values + value] }
      for index in Int(votes.starts[item])..<Int(votes.starts[item + 1]) {
        let voice = Int(votes.voices[index])
        right[voice] += shares[item * values + Int(votes.voiceValues[voice])]
      }
    }
  }

  /// New posteriors, and the expected counts that follow from them.
  ///
  /// - Parameters:
  ///   - gains: of each voice, ln of how much likelier its value makes the vote than any other value does.
  ///   - logPrior: of each value.
  mutating func expect(_ votes: Votes, gains: [Double], logPrior: [Double]) {
    let items = items
    step = posteriors.withUnsafeMutableBufferPointer { posteriors in
      right.withUnsafeMutableBufferPointer { right in
        truths.withUnsafeMutableBufferPointer { truths in
          votes.starts.withUnsafeBufferPointer { starts in
            votes.voices.withUnsafeBufferPointer { voices in
              votes.voiceValues.withUnsafeBufferPointer { voiceValues in
                right.update(repeating: 0)
                truths.update(repeating: 0)
                let pass = CoinPass(
                  items: items, starts: starts, voices: voices, voiceValues: voiceValues, posteriors: posteriors,
                  right: right, truths: truths)
                return pass.run(gains: gains, logPrior: logPrior)
              }
            }
          }
        }
      }
    }
  }
}

private struct CoinPass {
  let items: Range<Int>
  let starts: UnsafeBufferPointer<Int32>
  let voices: UnsafeBufferPointer<Int32>
  let voiceValues: UnsafeBufferPointer<Int32>
  let posteriors: UnsafeMutableBufferPointer<Double>
  let right: UnsafeMutableBufferPointer<Double>
  let truths: UnsafeMutableBufferPointer<Double>

  func run(gains: [Double], logPrior: [Double]) -> EMStep {
    let values = logPrior.count
    var step = EMStep()
    var joint = logPrior
    joint.withUnsafeMutableBufferPointer { joint in
      gains.withUnsafeBufferPointer { gains in
        for item in items {
          let (start, end) = (Int(starts[item]), Int(starts[item &+ 1]))
          if start == end { continue }
          for value in 0..<values { joint[value] = logPrior[value] }
          for index in start..<end {
            let voice = Int(voices[index])
            joint[Int(voiceValues[voice])] += gains[voice]
          }
          var top = joint[0]
          for value in 1..<values { top = max(top, joint[value]) }
          var total = 0.0
          for value in 0..<values {
            let mass = exponential(joint[value] - top)
            joint[value] = mass
            total += mass
          }
          step.logLikelihood += logarithm(total) + top
          let row = (item &- items.lowerBound) &* values
          for value in 0..<values {
            let posterior = joint[value] / total
            step.moved = max(step.moved, abs(posterior - posteriors[row &+ value]))
            posteriors[row &+ value] = posterior
            truths[value] += posterior
          }
          for index in start..<end {
            let voice = Int(voices[index])
            right[voice] += posteriors[row &+ Int(voiceValues[voice])]
          }
        }
      }
    }
    return step
  }
}

/// All runs of such a model, and the sums over them, run by run.
struct CoinRuns {
  let votes: Votes
  private var runs: [CoinRun]
  private(set) var right: [Double] = []
  private(set) var truths: [Double] = []

  init(_ votes: Votes) {
    self.votes = votes
    let shares = voteShares(votes)
    runs = chunks(starts: votes.starts, cells: votes.voiceCount + votes.valueCount).map {
      CoinRun(votes, items: $0, shares: shares)
    }
    gather()
  }

  mutating func expect(gains: [Double], logPrior: [Double]) -> EMStep {
    let votes = votes
    changeConcurrently(&runs) { $0.expect(votes, gains: gains, logPrior: logPrior) }
    gather()
    return runs.reduce(EMStep()) { $0.with($1.step) }
  }

  private mutating func gather() {
    right = runs[0].right
    truths = runs[0].truths
    for run in runs.dropFirst() {
      for voice in right.indices { right[voice] += run.right[voice] }
      for value in truths.indices { truths[value] += run.truths[value] }
    }
  }

  /// Items × values.
  var posteriors: [Double] { runs.flatMap(\.posteriors) }
}

/// A run of items in the EM of GLAD, with their posteriors and difficulties.
struct GLADRun: Sendable {
  let items: Range<Int>
  /// Items of the run × values.
  private(set) var posteriors: [Double]
  /// Of each item of the run, ln of the inverse of its difficulty.
  private(set) var logEase: [Double]
  /// Of each annotator: the slope in their ability of what the M-step climbs, and a curvature that bounds its own.
  private(set) var slopes: [Double]
  private(set) var curvatures: [Double]
  private(set) var step = EMStep()

  init(_ votes: Votes, items: Range<Int>, shares: [Double]) {
    self.items = items
    let values = votes.valueCount
    posteriors = Array(shares[items.lowerBound * values..<items.upperBound * values])
    logEase = [Double](repeating: 1, count: items.count)
    slopes = [Double](repeating: 0, count: votes.annotatorCount)
    curvatures = slopes
  }

  /// New posteriors, then eases that climb, then the slopes for the abilities.
  ///
  /// - Parameter annotators: of each voice.
  mutating func expect(_ votes: Votes, annotators: [Int32], abilities: [Double], logPrior: [Double]) {
    let items = items
    step = posteriors.withUnsafeMutableBufferPointer { posteriors in
      logEase.withUnsafeMutableBufferPointer { logEase in
        slopes.withUnsafeMutableBufferPointer { slopes in
          curvatures.withUnsafeMutableBufferPointer { curvatures in
            slopes.update(repeating: 0)
            curvatures.update(repeating: 0)
            let pass = GLADPass(
              items: items, posteriors: posteriors, logEase: logEase, slopes: slopes, curvatures: curvatures)
            return pass.run(votes, annotators: annotators, abilities: abilities, logPrior: logPrior)
          }
        }
      }
    }
  }
}

private struct GLADPass {
  let items: Range<Int>
  let posteriors: UnsafeMutableBufferPointer<Double>
  let logEase: UnsafeMutableBufferPointer<Double>
  let slopes: UnsafeMutableBufferPointer<Double>
  let curvatures: UnsafeMutableBufferPointer<Double>

  func run(_ votes: Votes, annotators: [Int32], abilities: [Double], logPrior: [Double]) -> EMStep {
    let values = logPrior.count
    let others = logarithm(Double(max(1, values - 1)))
    var step = EMStep()
    var joint = logPrior
    var ballot: [GLADVote] = []
    for item in items where votes.count(item) > 0 {
      let row = (item - items.lowerBound) * values
      let ease = exponential(logEase[item - items.lowerBound])
      ballot.removeAll(keepingCapacity: true)
      for value in 0..<values { joint[value] = logPrior[value] }
      for index in Int(votes.starts[item])..<Int(votes.starts[item + 1]) {
        let voice = Int(votes.voices[index])
        let annotator = annotators[voice]
        let vote = GLADVote(
          annotator: annotator, value: votes.voiceValues[voice], ability: abilities[Int(annotator)], ease: ease)
        step.logLikelihood -= vote.softplus + others
        // ln σ(x) − ln (1 − σ(x)) is x itself.
        joint[Int(vote.value)] += vote.x + others
        ballot.append(vote)
      }
      expect(row, &joint, &step)
      for index in ballot.indices { ballot[index].right = posteriors[row + Int(ballot[index].value)] }
      climb(&ballot, item - items.lowerBound, &step)
    }
    return step
  }

  private func expect(_ row: Int, _ joint: inout [Double], _ step: inout EMStep) {
    var top = joint[0]
    for value in 1..<max(1, joint.count) { top = max(top, joint[value]) }
    var total = 0.0
    for value in joint.indices {
      joint[value] = exponential(joint[value] - top)
      total += joint[value]
    }
    step.logLikelihood += logarithm(total) + top
    for value in joint.indices {
      let posterior = joint[value] / total
      step.moved = max(step.moved, abs(posterior - posteriors[row + value]))
      posteriors[row + value] = posterior
    }
  }

  /// One step of Newton's for the ease, halved until what the M-step maximizes has not fallen; then what the item adds
  /// to the slopes of its annotators.
  private func climb(_ ballot: inout [GLADVote], _ place: Int, _ step: inout EMStep) {
    let before = logEase[place]
    // ln of the density of the prior N(1, 1), up to a constant.
    step.climbed -= (before - 1) * (before - 1) / 2
    var worth = -(before - 1) * (before - 1) / 2
    var slope = -(before - 1)
    var curvature = 1.0
    for vote in ballot {
      worth += vote.right * vote.x - vote.softplus
      let pull = (vote.right - vote.sigmoid) * vote.x
      slope += pull
      curvature += vote.sigmoid * (1 - vote.sigmoid) * vote.x * vote.x - pull
    }
    var stride = slope / max(curvature, 1)
    for _ in 0..<8 {
      let after = before + min(max(stride, -2), 2)
      let ease = exponential(after)
      var reached = -(after - 1) * (after - 1) / 2
      for index in ballot.indices {
        ballot[index].move(ease: ease)
        reached += ballot[index].right * ballot[index].x - ballot[index].softplus
      }
      if reached >= worth {
        logEase[place] = after
        break
      }
      stride /= 4
    }
    let ease = exponential(logEase[place])
    if logEase[place] == before { for index in ballot.indices { ballot[index].move(ease: ease) } }
    for vote in ballot {
      let annotator = Int(vote.annotator)
      slopes[annotator] += (vote.right - vote.sigmoid) * ease
      curvatures[annotator] += vote.bound * ease * ease
    }
  }
}

/// One vote, where x = ability · ease and the vote is right with a chance of σ(x) = 1/(1 + e⁻ˣ).
private struct GLADVote {
  let annotator: Int32
  let value: Int32
  let ability: Double
  /// The chance that it is right.
  var right = 0.0
  var x: Double
  var sigmoid: Double
  /// ln (1 + eˣ).
  var softplus: Double

  init(annotator: Int32, value: Int32, ability: Double, ease: Double) {
    self.annotator = annotator
    self.value = value
    self.ability = ability
    x = 0
    sigmoid = 0
    softplus = 0
    move(ease: ease)
  }

  mutating func move(ease: Double) {
    x = ability * ease
    let small = exponential(-abs(x))
    softplus = max(x, 0) + logarithm(1 + small)
    sigmoid = (x > 0 ? 1 : small) / (1 + small)
  }

  /// The curvature of the parabola that touches −ln(1 + eˣ) at x and −x and lies below it elsewhere (Jaakkola & Jordan
  /// 2000): a step by it climbs however long it is.
  var bound: Double { abs(x) < 1e-3 ? 0.25 - x * x / 48 : (sigmoid - 0.5) / x }
}

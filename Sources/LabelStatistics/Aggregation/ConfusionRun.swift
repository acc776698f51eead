/// A run of items in Dawid-Skene's EM, with their posteriors and the expected counts that follow from them.
/// Rows of values are padded to whole vectors of four.
struct ConfusionRun: Sendable {
  let items: Range<Int>
  /// A row an item of the run.
  private(set) var posteriors: [SIMD4<Double>]
  /// A row a voice, and after them a row for the prior.
  private(set) var counts: [SIMD4<Double>]
  private(set) var step = EMStep()

  /// The posteriors are the shares of the votes, items × values.
  init(_ votes: Votes, items: Range<Int>, width: Int, shares: [Double]) {
    self.items = items
    posteriors = [SIMD4<Double>](repeating: .zero, count: items.count * width)
    counts = [SIMD4<Double>](repeating: .zero, count: (votes.voiceCount + 1) * width)
    for item in items where votes.count(item) > 0 {
      let row = (item - items.lowerBound) * width
      for value in 0..<votes.valueCount {
        posteriors[row + value / 4][value % 4] = shares[item * votes.valueCount + value]
      }
      for part in 0..<width {
        let posterior = posteriors[row + part]
        counts[votes.voiceCount * width + part] += posterior
        for index in Int(votes.starts[item])..<Int(votes.starts[item + 1]) {
          counts[Int(votes.voices[index]) * width + part] += posterior
        }
      }
    }
  }

  /// New posteriors, and from them at once the counts of the next step.
  mutating func expect(_ votes: Votes, logShares: [SIMD4<Double>], logPrior: [SIMD4<Double>]) {
    let items = items
    step = posteriors.withUnsafeMutableBufferPointer { posteriors in
      counts.withUnsafeMutableBufferPointer { counts in
        logShares.withUnsafeBufferPointer { logShares in
          votes.starts.withUnsafeBufferPointer { starts in
            votes.voices.withUnsafeBufferPointer { voices in
              let pass = ConfusionPass(
                items: items, starts: starts, voices: voices, logShares: logShares, posteriors: posteriors,
                counts: counts)
              counts.update(repeating: .zero)
              switch logPrior.count {
              case 1: return pass.narrow(logPrior[0])
              case 2: return pass.middling(logPrior[0], logPrior[1])
              default: return pass.wide(logPrior)
              }
            }
          }
        }
      }
    }
  }
}

/// The same three times: with a row of values in one vector, in two (both stay in registers), or in any number.
private struct ConfusionPass {
  let items: Range<Int>
  let starts: UnsafeBufferPointer<Int32>
  let voices: UnsafeBufferPointer<Int32>
  let logShares: UnsafeBufferPointer<SIMD4<Double>>
  let posteriors: UnsafeMutableBufferPointer<SIMD4<Double>>
  let counts: UnsafeMutableBufferPointer<SIMD4<Double>>

  func narrow(_ logPrior: SIMD4<Double>) -> EMStep {
    var step = EMStep()
    var moved = SIMD4<Double>.zero
    var prior = SIMD4<Double>.zero
    for item in items {
      let (start, end) = (Int(starts[item]), Int(starts[item &+ 1]))
      if start == end { continue }
      var joint = logPrior
      for index in start..<end { joint += logShares[Int(voices[index])] }
      let top = joint.max()
      joint = exponential(joint - top)
      let total = joint.sum()
      joint /= total
      step.logLikelihood += logarithm(total) + top
      let row = item &- items.lowerBound
      moved = pointwiseMax(moved, absolute(joint - posteriors[row]))
      posteriors[row] = joint
      prior += joint
      for index in start..<end { counts[Int(voices[index])] += joint }
    }
    counts[counts.count - 1] = prior
    step.moved = moved.max()
    return step
  }

  func middling(_ lowLogPrior: SIMD4<Double>, _ highLogPrior: SIMD4<Double>) -> EMStep {
    var step = EMStep()
    var moved = SIMD4<Double>.zero
    var (lowPrior, highPrior) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
    for item in items {
      let (start, end) = (Int(starts[item]), Int(starts[item &+ 1]))
      if start == end { continue }
      var (low, high) = (lowLogPrior, highLogPrior)
      for index in start..<end {
        let voice = Int(voices[index]) &* 2
        low += logShares[voice]
        high += logShares[voice &+ 1]
      }
      let top = max(low.max(), high.max())
      low = exponential(low - top)
      high = exponential(high - top)
      let total = (low + high).sum()
      low /= total
      high /= total
      step.logLikelihood += logarithm(total) + top
      let row = (item &- items.lowerBound) &* 2
      moved = pointwiseMax(moved, absolute(low - posteriors[row]))
      moved = pointwiseMax(moved, absolute(high - posteriors[row &+ 1]))
      posteriors[row] = low
      posteriors[row &+ 1] = high
      lowPrior += low
      highPrior += high
      for index in start..<end {
        let voice = Int(voices[index]) &* 2
        counts[voice] += low
        counts[voice &+ 1] += high
      }
    }
    counts[counts.count - 2] = lowPrior
    counts[counts.count - 1] = highPrior
    step.moved = moved.max()
    return step
  }

  func wide(_ logPrior: [SIMD4<Double>]) -> EMStep {
    let width = logPrior.count
    var step = EMStep()
    var moved = SIMD4<Double>.zero
    var joint = logPrior
    joint.withUnsafeMutableBufferPointer { joint in
      for item in items {
        let (start, end) = (Int(starts[item]), Int(starts[item &+ 1]))
        if start == end { continue }
        for part in 0..<width { joint[part] = logPrior[part] }
        for index in start..<end {
          let voice = Int(voices[index]) &* width
          for part in 0..<width { joint[part] += logShares[voice &+ part] }
        }
        var tops = joint[0]
        for part in 1..<width { tops = pointwiseMax(tops, joint[part]) }
        let top = tops.max()
        var totals = SIMD4<Double>.zero
        for part in 0..<width {
          joint[part] = exponential(joint[part] - top)
          totals += joint[part]
        }
        let total = totals.sum()
        step.logLikelihood += logarithm(total) + top
        let row = (item &- items.lowerBound) &* width
        for part in 0..<width {
          joint[part] /= total
          moved = pointwiseMax(moved, absolute(joint[part] - posteriors[row &+ part]))
          posteriors[row &+ part] = joint[part]
          counts[counts.count - width + part] += joint[part]
        }
        for index in start..<end {
          let voice = Int(voices[index]) &* width
          for part in 0..<width { counts[voice &+ part] += joint[part] }
        }
      }
    }
    step.moved = moved.max()
    return step
  }
}

@inline(__always)
private func absolute(_ x: SIMD4<Double>) -> SIMD4<Double> {
  unsafeBitCast(
    unsafeBitCast(x, to: SIMD4<UInt64>.self) & SIMD4(repeating: 0x7fff_ffff_ffff_ffff), to: SIMD4<Double>.self)
}

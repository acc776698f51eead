/// Iterative learning by messages between items and annotators (Karger, Oh & Shah 2011, "Iterative Learning for Reliable
/// Crowdsourcing Systems"), for two values. O(steps · ratings).
///
/// An annotator tells each of their items how reliable they were on the others, an item tells each of its annotators
/// what the others say. The first messages are drawn from N(1, 1) by `options.seed`. It ends when no message, their mean
/// square being 1, moves by `tolerance` in a step, or after `options.steps` (100).
///
/// The posteriors are shares of the votes weighed by the messages, no probabilities. An annotator's skill is how far
/// their answers agree with what the others say, weighed by how clearly they say it: from −1 to 1.
///
/// - Throws: where the data do not have two values: there is no one way to more, and one against the rest gives labels
///   that contradict one another.
public func kos(_ ratings: Ratings, options: EMOptions = EMOptions()) throws(AggregationRefusal) -> Aggregation {
  if ratings.valueCount < 2 { throw .oneValue }
  if ratings.valueCount > 2 { throw .notBinary(values: ratings.valueCount) }
  let votes = Votes(ratings)
  var messages = Messages(votes, seed: options.seed)
  var steps = 0
  var converged = false
  while steps < max(1, options.steps ?? 100), !converged {
    steps += 1
    converged = messages.pass() < options.tolerance
    if options.afterStep?(steps) == false { break }
  }
  return Aggregation(
    votes, posteriors: messages.shares(), skills: messages.skills(), steps: steps, converged: converged)
}

private struct Messages {
  private let votes: Votes
  /// Of each vote, in the order of the items: its annotator, and +1 for the first value, −1 for the second.
  private let annotators: [Int32]
  private let signs: [Double]
  /// What its annotator tells its item, and what its item tells its annotator.
  private var reliabilities: [Double]
  private var opinions: [Double]

  init(_ votes: Votes, seed: UInt64) {
    self.votes = votes
    let annotatorOf = votes.voiceAnnotators
    annotators = votes.voices.map { annotatorOf[Int($0)] }
    signs = votes.voices.map { votes.voiceValues[Int($0)] == 0 ? 1 : -1 }
    var random = SplitMix64(seed: seed)
    reliabilities = signs.map { _ in 1 + normal(&random) }
    opinions = [Double](repeating: 0, count: signs.count)
  }

  /// Gives the most that a message of an annotator moved.
  mutating func pass() -> Double {
    var sums = [Double](repeating: 0, count: votes.annotatorCount)
    for item in 0..<votes.itemCount {
      let ballot = Int(votes.starts[item])..<Int(votes.starts[item + 1])
      var sum = 0.0
      for index in ballot { sum += signs[index] * reliabilities[index] }
      for index in ballot {
        opinions[index] = sum - signs[index] * reliabilities[index]
        sums[Int(annotators[index])] += signs[index] * opinions[index]
      }
    }
    var squares = 0.0
    for index in signs.indices {
      let message = sums[Int(annotators[index])] - signs[index] * opinions[index]
      squares += message * message
    }
    // Nobody has anything to tell of others: the messages stay what they are.
    if squares == 0 { return 0 }
    let scale = (squares / Double(signs.count)).squareRoot()
    var moved = 0.0
    for index in signs.indices {
      let message = (sums[Int(annotators[index])] - signs[index] * opinions[index]) / scale
      moved = max(moved, abs(message - reliabilities[index]))
      reliabilities[index] = message
    }
    return moved
  }

  func shares() -> [Double] {
    var shares = [Double](repeating: 0, count: votes.itemCount * 2)
    for item in 0..<votes.itemCount where votes.count(item) > 0 {
      var (sum, whole) = (0.0, 0.0)
      for index in Int(votes.starts[item])..<Int(votes.starts[item + 1]) {
        sum += signs[index] * reliabilities[index]
        whole += abs(reliabilities[index])
      }
      shares[2 * item] = whole == 0 ? 0.5 : (1 + sum / whole) / 2
      shares[2 * item + 1] = 1 - shares[2 * item]
    }
    return shares
  }

  func skills() -> [Double?] {
    var sums = [Double](repeating: 0, count: votes.annotatorCount)
    var wholes = sums
    for index in signs.indices {
      sums[Int(annotators[index])] += signs[index] * opinions[index]
      wholes[Int(annotators[index])] += abs(opinions[index])
    }
    return sums.indices.map { wholes[$0] == 0 ? nil : sums[$0] / wholes[$0] }
  }
}

/// A draw from N(0, 1), by the polar method (Marsaglia & Bray 1964).
private func normal(_ random: inout SplitMix64) -> Double {
  while true {
    let (x, y) = (2 * random.uniform() - 1, 2 * random.uniform() - 1)
    let square = x * x + y * y
    if square > 1e-300, square < 1 { return x * (-2 * logarithm(square) / square).squareRoot() }
  }
}

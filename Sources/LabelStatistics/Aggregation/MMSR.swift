/// Matrix mean-subsequence-reduced (Ma & Olshevsky 2020, "Adversarial Crowdsourcing Through Robust Rank-One Matrix
/// Completion"): how often two annotators agree, chance taken off, is the product of their skills; the skills are found
/// from these products without letting the most extreme of each annotator's partners have a say, so that a few
/// adversaries do no harm. O(ratings of pairs, and steps · pairs · log of the partners).
///
/// Chance-corrected agreement is K/(K−1) · share − 1/(K−1) with K values, over pairs with items in common. Half of the least
/// number of partners, less one, are left out at each end. The signs of the skills are those that fit the signs of most
/// pairs, and most skills are above 0. It ends when no skill moves by `tolerance` in a step, or after `options.steps`
/// (1,000).
///
/// The label is that of the votes weighed by ln of the odds of the skills, and the posteriors are the probabilities that
/// follow. An annotator's skill is their chance of being right; it is nil for one who shares no item with another, whose
/// votes then weigh as those of the mean annotator.
///
/// - Throws: where there are fewer than two values, or no two annotators share an item.
public func mmsr(_ ratings: Ratings, options: EMOptions = EMOptions()) throws(AggregationRefusal) -> Aggregation {
  if ratings.valueCount < 2 { throw .oneValue }
  let pairs = pairAgreements(ratings)
  if pairs.isEmpty { throw .noOverlap }
  let votes = Votes(ratings)
  var factors = RankOneFactors(pairs, annotators: votes.annotatorCount, values: Double(votes.valueCount))
  var steps = 0
  var converged = false
  while steps < max(1, options.steps ?? 1000), !converged {
    steps += 1
    converged = factors.step() < options.tolerance
    if options.afterStep?(steps) == false { break }
  }
  let chances = factors.chances(items: Double(votes.answered))
  return Aggregation(
    votes, posteriors: posteriors(votes, chances), skills: chances, steps: steps, converged: converged)
}

private struct RankOneFactors {
  private struct Partner {
    var annotator: Int
    var agreement: Double
  }

  private let values: Double
  private var partners: [[Partner]]
  /// How many are left out at each end.
  private let extremes: Int
  private var left: [Double]
  private var right: [Double]
  private var quotients: [Double] = []

  init(_ pairs: [PairAgreement], annotators: Int, values: Double) {
    self.values = values
    partners = [[Partner]](repeating: [], count: annotators)
    for pair in pairs {
      let agreement = ((pair.percent.value ?? 0) * values - 1) / (values - 1)
      partners[pair.a].append(Partner(annotator: pair.b, agreement: agreement))
      partners[pair.b].append(Partner(annotator: pair.a, agreement: agreement))
    }
    let fewest = partners.filter { !$0.isEmpty }.map(\.count).min() ?? 0
    extremes = max(0, fewest / 2 - 1)
    left = partners.map { _ in 0.5 }
    right = left
  }

  /// Gives the most that a skill moved.
  mutating func step() -> Double {
    let before = left
    for annotator in partners.indices { right[annotator] = reduced(annotator, from: left, own: right[annotator]) }
    for annotator in partners.indices { left[annotator] = reduced(annotator, from: right, own: left[annotator]) }
    // Only the products count: both sides are made equally long.
    let scale = (length(right) / max(length(left), 1e-300)).squareRoot()
    if scale > 0 {
      for annotator in partners.indices {
        left[annotator] *= scale
        right[annotator] /= scale
      }
    }
    return zip(before, left).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  private func length(_ vector: [Double]) -> Double {
    zip(vector, partners).reduce(0) { $0 + ($1.1.isEmpty ? 0 : $1.0 * $1.0) }.squareRoot()
  }

  /// The mean of what the partners make of an annotator, without as many of the largest as there are above their own, and
  /// of the smallest below, up to the number of extremes.
  private mutating func reduced(_ annotator: Int, from others: [Double], own: Double) -> Double {
    quotients.removeAll(keepingCapacity: true)
    for partner in partners[annotator] where others[partner.annotator] > 0 {
      quotients.append(abs(partner.agreement) / others[partner.annotator])
    }
    quotients.sort()
    let low = min(extremes, quotients.count { $0 < own })
    let high = min(extremes, quotients.count { $0 > own })
    let rest = quotients[low..<max(low, quotients.count - high)]
    return rest.isEmpty ? own : rest.reduce(0, +) / Double(rest.count)
  }

  /// The chance of each annotator to be right, from the skill with its sign, kept off the ends by 1/√items.
  func chances(items: Double) -> [Double?] {
    let signs = signs()
    return partners.indices.map { annotator in
      if partners[annotator].isEmpty { return nil }
      let room = 1 / max(1, items).squareRoot()
      let skill = max(min(signs[annotator] * left[annotator], 1 - room), -1 / (values - 1) + room)
      return (skill * (values - 1) + 1) / values
    }
  }

  /// The signs of the leading eigenvector of the signs of the agreements, each row divided by its length.
  private func signs() -> [Double] {
    var vector = partners.map { _ in 1.0 }
    for _ in 0..<200 {
      var next = vector
      var most = 0.0
      for (annotator, mine) in partners.enumerated() where !mine.isEmpty {
        var sum = 0.0
        for partner in mine where partner.agreement != 0 {
          sum += partner.agreement > 0 ? vector[partner.annotator] : -vector[partner.annotator]
        }
        // Half of the old, so that no eigenvalue is below 0 and the largest wins.
        next[annotator] = (vector[annotator] + sum / Double(mine.count)) / 2
        most = max(most, abs(next[annotator]))
      }
      if most == 0 { break }
      vector = next.map { $0 / most }
    }
    let positive = zip(vector, partners).reduce(0) { $0 + ($1.1.isEmpty ? 0 : $1.0 >= 0 ? 1 : -1) } >= 0
    return vector.map { ($0 >= 0) == positive ? 1 : -1 }
  }
}

private func posteriors(_ votes: Votes, _ chances: [Double?]) -> [Double] {
  let values = votes.valueCount
  let known = chances.compactMap { $0 }
  let mean = known.reduce(0, +) / Double(known.count)
  let weights = chances.map { chance in
    let chance = chance ?? mean
    return logarithm(chance * Double(values - 1) / (1 - chance))
  }
  let annotatorOf = votes.voiceAnnotators
  var posteriors = [Double](repeating: 0, count: votes.itemCount * values)
  for item in 0..<votes.itemCount where votes.count(item) > 0 {
    let row = item * values..<(item + 1) * values
    for index in Int(votes.starts[item])..<Int(votes.starts[item + 1]) {
      let voice = Int(votes.voices[index])
      posteriors[row.lowerBound + Int(votes.voiceValues[voice])] += weights[Int(annotatorOf[voice])]
    }
    let top = posteriors[row].reduce(-Double.infinity, max)
    var total = 0.0
    for cell in row {
      posteriors[cell] = exponential(posteriors[cell] - top)
      total += posteriors[cell]
    }
    for cell in row { posteriors[cell] /= total }
  }
  return posteriors
}

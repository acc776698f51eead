/// A measure for which it does not matter who gave which value, with what can be computed of each pattern beforehand.
struct PatternMeasure {
  private let measure: Measure
  private let patterns: AnswerPatterns
  /// Values that occur at all, and whether those that can be compared have more than one.
  private let occurring: [Int32]
  private let agreement: WeightedAgreement
  private let disagreement: Disagreement

  init(_ measure: Measure, _ counts: AgreementCounts) {
    self.measure = measure
    patterns = counts.patterns
    occurring = counts.occurring
    switch measure {
    case .fleiss(let weights), .gwet(let weights):
      agreement = WeightedAgreement(patterns, weights)
      disagreement = Disagreement(patterns, .nominal)
    case .alpha(let difference):
      agreement = WeightedAgreement(patterns, nil)
      disagreement = Disagreement(patterns, difference)
    default:
      agreement = WeightedAgreement(patterns, nil)
      disagreement = Disagreement(patterns, .nominal)
    }
  }

  /// `weights`: how often each pattern counts.
  func value(_ tally: PatternTally, _ weights: [Int]) -> MeasuredValue {
    if tally.items == 0 { return MeasuredValue(value: nil, why: .noOverlap) }
    switch measure {
    case .percent: return MeasuredValue(value: tally.meanAgreement)
    case .percentPooled: return MeasuredValue(value: tally.pooledAgreement)
    case .alpha: return disagreement.alpha(tally, weights)
    case .fleiss(let table): return corrected(tally, weights, chance: fleissChance(tally, table))
    case .gwet(let table): return corrected(tally, weights, chance: gwetChance(tally, table))
    case .conger, .cohen, .scott: return MeasuredValue(value: nil)
    }
  }

  private func corrected(_ tally: PatternTally, _ weights: [Int], chance: Double) -> MeasuredValue {
    // In a resample all may be one value, too.
    if occurring.count < 2 || chance == 1 { return MeasuredValue(value: 1, why: .noVariation) }
    return MeasuredValue(value: (agreement.mean(tally, weights) - chance) / (1 - chance))
  }

  /// Fleiss (1971): Σ w π π, π the mean over the items of the shares of the values in them (Gwet 2014 with missing ratings).
  private func fleissChance(_ tally: PatternTally, _ weights: ValueWeights?) -> Double {
    let items = Double(tally.allItems)
    var chance = 0.0
    for v in occurring {
      let share = tally.shares[Int(v)] / items
      guard let weights else {
        chance += share * share
        continue
      }
      for w in occurring { chance += weights[v, w] * share * tally.shares[Int(w)] / items }
    }
    return chance
  }

  /// Gwet (2008): Σ w / q(q − 1) · Σ π(1 − π).
  private func gwetChance(_ tally: PatternTally, _ weights: ValueWeights?) -> Double {
    let items = Double(tally.allItems)
    var spread = 0.0
    for v in occurring {
      let share = tally.shares[Int(v)] / items
      spread += share * (1 - share)
    }
    let q = Double(occurring.count)
    var sum = q
    if let weights {
      sum = 0
      for v in occurring {
        for w in occurring { sum += weights[v, w] }
      }
    }
    return sum * spread / (q * (q - 1))
  }
}

/// Mean over the items of the agreement of their pairs of ratings, by weights.
struct WeightedAgreement {
  private let isWeighted: Bool
  /// Of an item of each pattern.
  private var ofPattern: [Double] = []

  init(_ patterns: AnswerPatterns, _ weights: ValueWeights?) {
    isWeighted = weights != nil
    guard let weights else { return }
    ofPattern.reserveCapacity(patterns.count)
    for pattern in 0..<patterns.count {
      let runs = patterns.runs[patterns.starts[pattern]..<patterns.starts[pattern + 1]]
      let size = Double(patterns.sizes[pattern])
      var sum = 0.0
      for run in runs {
        var alike = 0.0
        for other in runs { alike += weights[run.value, other.value] * Double(other.count) }
        sum += Double(run.count) * (alike - 1)
      }
      ofPattern.append(size > 1 ? sum / (size * (size - 1)) : 0)
    }
  }

  func mean(_ tally: PatternTally, _ weights: [Int]) -> Double {
    if !isWeighted { return tally.meanAgreement }
    var sum = 0.0
    for pattern in ofPattern.indices { sum += Double(weights[pattern]) * ofPattern[pattern] }
    return sum / Double(tally.items)
  }
}

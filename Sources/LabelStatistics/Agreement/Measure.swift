/// A measure of agreement over all annotators. The page <doc:Agreement> has the definitions.
public enum Measure: Equatable, Sendable {
  /// Mean over items with two or more ratings of the share of agreeing pairs of ratings.
  case percent
  /// Share of all pairs of ratings of one item that agree: items with many ratings weigh more.
  case percentPooled
  /// Krippendorff's alpha.
  case alpha(Difference)
  /// Fleiss's kappa (1971), also weighted. With unequal numbers of ratings as Gwet (2014) generalises it: percent agreement
  /// over the items with two or more ratings, chance from the mean over all items of the shares of the values in each.
  case fleiss(ValueWeights?)
  /// Gwet's AC1 (2008); with weights AC2 (2014). The scale are the values that occur.
  case gwet(ValueWeights?)
  /// Conger's kappa (1980), also weighted: percent agreement, and chance as the mean over the pairs of annotators of what the
  /// two would agree by chance, each with the distribution of all their values.
  case conger(ValueWeights?)
  /// The mean over the pairs of annotators of Cohen's kappa (1960; with weights 1968), each pair weighed by its items in
  /// common; pairs without variation are left out.
  case cohen(ValueWeights?)
  /// The same mean of Scott's pi (1955).
  case scott

  /// Whether it matters who gave which value.
  var knowsAnnotators: Bool {
    switch self {
    case .percent, .percentPooled, .alpha, .fleiss, .gwet: false
    case .conger, .cohen, .scott: true
    }
  }

  /// Whether it is a mean over pairs of annotators.
  var knowsPairs: Bool {
    switch self {
    case .percent, .percentPooled, .alpha, .fleiss, .gwet, .conger: false
    case .cohen, .scott: true
    }
  }
}

extension AgreementCounts {
  /// A measure of all ratings. Never NaN: nil where it is not defined, 1 where all agree and the formula is 0/0, each with the
  /// reason.
  public func figure(_ measure: Measure) -> Figure {
    var items = 0
    for (size, frequency) in zip(patterns.sizes, patterns.frequencies) where size > 1 { items += frequency }
    if let undefined { return Figure(value: nil, why: undefined, items: items) }
    precondition(hasPairs || !measure.knowsPairs, "a mean over pairs of annotators needs the counts of their pairs")
    let value = measure.knowsAnnotators ? ofAnnotators(measure) : ofPatterns(measure)
    guard value.value?.isFinite ?? true else { return Figure(value: nil, why: .beyondNumbers, items: items) }
    return Figure(value: value.value, why: value.why, items: items)
  }

  private func ofPatterns(_ measure: Measure) -> MeasuredValue {
    let tally = PatternTally(patterns, weights: patterns.frequencies, valueCount: valueCount)
    return PatternMeasure(measure, self).value(tally, patterns.frequencies)
  }

  private func ofAnnotators(_ measure: Measure) -> MeasuredValue {
    switch measure {
    case .cohen(let weights): Self.mean(pairs.map { $0.kappa(weights) })
    case .scott: Self.mean(pairs.map(\.scott))
    case .conger(let weights): conger(weights)
    case .percent, .percentPooled, .alpha, .fleiss, .gwet: MeasuredValue(value: nil, why: nil)
    }
  }

  /// The mean of what pairs have, each weighed by its items; pairs without variation say nothing.
  static func mean(_ figures: some Sequence<Figure>) -> MeasuredValue {
    var sum = 0.0
    var items = 0
    var isEmpty = true
    for figure in figures {
      isEmpty = false
      if figure.why != nil { continue }
      sum += (figure.value ?? 0) * Double(figure.items)
      items += figure.items
    }
    if isEmpty { return MeasuredValue(value: nil, why: .noOverlap) }
    return items > 0 ? MeasuredValue(value: sum / Double(items)) : MeasuredValue(value: 1, why: .noVariation)
  }

  private func conger(_ weights: ValueWeights?) -> MeasuredValue {
    let tally = PatternTally(patterns, weights: patterns.frequencies, valueCount: valueCount)
    let agreement = WeightedAgreement(patterns, weights)
    guard occurring.count > 1 else { return MeasuredValue(value: 1, why: .noVariation) }
    let observed = agreement.mean(tally, patterns.frequencies)
    let chance = congerChance(shares, weights, valueCount: valueCount)
    return MeasuredValue(value: (observed - chance) / (1 - chance))
  }
}

/// A value and why it has none, or has one by definition.
struct MeasuredValue: Equatable {
  var value: Double?
  var why: Degenerate?

  init(value: Double?, why: Degenerate? = nil) {
    self.value = value
    self.why = why
  }
}

/// What two annotators drawn at random would agree by chance, each with their own distribution of values (Conger 1980).
func congerChance(_ shares: [AgreementCounts.Share], _ weights: ValueWeights?, valueCount: Int) -> Double {
  /// Σ over annotators of the shares of the values, and of the agreement of each with themselves.
  var sums = [Double](repeating: 0, count: valueCount)
  var own = 0.0
  var annotators = 0
  var start = 0
  while start < shares.count {
    var end = start
    var total = 0
    while end < shares.count, shares[end].rating.annotator == shares[start].rating.annotator {
      total += shares[end].count
      end += 1
    }
    annotators += total > 0 ? 1 : 0
    for share in shares[start..<end] where share.count > 0 {
      let part = Double(share.count) / Double(total)
      sums[Int(share.rating.value)] += part
      guard let weights else {
        own += part * Double(share.count) / Double(total)
        continue
      }
      for other in shares[start..<end] {
        own += weights[share.rating.value, other.rating.value] * part * Double(other.count) / Double(total)
      }
    }
    start = end
  }
  var all = 0.0
  for v in sums.indices where sums[v] > 0 {
    guard let weights else {
      all += sums[v] * sums[v]
      continue
    }
    for w in sums.indices where sums[w] > 0 { all += weights[Int32(v), Int32(w)] * sums[v] * sums[w] }
  }
  return (all - own) / (Double(annotators) * Double(annotators - 1))
}

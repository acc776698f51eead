extension AgreementCounts {
  /// Measures with their intervals over resampled items. `ratings` are those that the counts are of: for the measures that
  /// know annotators the items are drawn with them.
  ///
  /// A resample costs the number of patterns; for measures that know annotators the number of pairs of ratings of one item,
  /// summed over the items that differ in who gave what. There are fewer resamples for these where that would be more than
  /// `pairBudget` in all, but never fewer than 40.
  public func figures(
    _ measures: [Measure], of ratings: Ratings, _ options: BootstrapOptions?, pairBudget: Int = 200_000_000
  ) -> [Figure] {
    var figures = measures.map(figure)
    guard let options, undefined == nil else { return figures }
    let ofPatterns = measures.indices.filter { !measures[$0].knowsAnnotators }
    set(patternIntervals(ofPatterns.map { measures[$0] }, options), ofPatterns, &figures)
    let ofAnnotators = measures.indices.filter { measures[$0].knowsAnnotators }
    if !ofAnnotators.isEmpty {
      let resampling = PairResampling(ratings, self)
      var options = options
      options.samples = min(options.samples, max(40, pairBudget / max(1, resampling.cost)))
      set(resampling.intervals(ofAnnotators.map { measures[$0] }, options), ofAnnotators, &figures)
    }
    return figures
  }

  /// The measures that need no annotators, without the ratings.
  public func figures(_ measures: [Measure], _ options: BootstrapOptions?) -> [Figure] {
    precondition(measures.allSatisfy { !$0.knowsAnnotators }, "a measure that knows annotators needs the ratings")
    var figures = measures.map(figure)
    guard let options, undefined == nil else { return figures }
    set(patternIntervals(measures, options), Array(measures.indices), &figures)
    return figures
  }

  /// An interval that says no more than a figure by definition is none.
  private func set(_ intervals: [Interval?], _ places: [Int], _ figures: inout [Figure]) {
    for (interval, place) in zip(intervals, places) where figures[place].why == nil {
      figures[place].interval = interval
    }
  }

  private func patternIntervals(_ measures: [Measure], _ options: BootstrapOptions) -> [Interval?] {
    if measures.isEmpty { return [] }
    let prepared = measures.map { PatternMeasure($0, self) }
    return bootstrapIntervals(frequencies: patterns.frequencies, options: options) { weights in
      let tally = PatternTally(patterns, weights: weights, valueCount: valueCount)
      return prepared.map { $0.value(tally, weights).value }
    }
  }

  /// Percent, kappa and pi of each pair, with intervals over its resampled items. O(pairs · samples · cells of a pair).
  public func pairAgreements(_ options: BootstrapOptions?) -> [PairAgreement] {
    pairs.map { pair in
      var agreement = pair.agreement
      guard let options else { return agreement }
      let drawn = bootstrapIntervals(frequencies: pair.cells.map(\.count), options: options) { weights in
        var resample = pair
        for index in weights.indices { resample.cells[index].count = weights[index] }
        return [resample.percent.value, resample.kappa().value, resample.scott.value]
      }
      agreement.percent.interval = drawn[0]
      if agreement.kappa.why == nil { agreement.kappa.interval = drawn[1] }
      if agreement.scott.why == nil { agreement.scott.interval = drawn[2] }
      return agreement
    }
  }
}

extension AgreementCounts {
  /// Measures with their intervals over resampled items. `ratings` are those that the counts are of: for the measures that
  /// know annotators the items are drawn with them.
  ///
  /// A resample costs the number of patterns; for measures that know annotators the number of pairs of ratings of one item,
  /// summed over the items that differ in who gave what: `annotatorSamples` of them.
  public func figures(_ measures: [Measure], of ratings: Ratings, _ options: BootstrapOptions?) -> [Figure] {
    var figures = measures.map(figure)
    guard let options, undefined == nil else { return figures }
    let ofPatterns = measures.indices.filter { !measures[$0].knowsAnnotators }
    set(patternIntervals(ofPatterns.map { measures[$0] }, options), ofPatterns, &figures)
    let ofAnnotators = measures.indices.filter { measures[$0].knowsAnnotators }
    if !ofAnnotators.isEmpty {
      let resampling = PairResampling(ratings, self)
      var options = options
      options.samples = annotatorSamples(options, of: ratings)
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

  /// An interval that says no more than a figure by definition is none, nor is one that the figure itself lies beyond: a
  /// mean over pairs that have few items in common is another on resamples, which have fewer.
  private func set(_ intervals: [Interval?], _ places: [Int], _ figures: inout [Figure]) {
    for (interval, place) in zip(intervals, places) where figures[place].why == nil {
      // But for rounding, which differs between a sum over all and one over a resample.
      guard let interval, let value = figures[place].value,
        abs(value - (interval.low + interval.high) / 2)
          <= (interval.high - interval.low) / 2 + 1e-9
      else { continue }
      figures[place].interval = interval
    }
  }

  private func patternIntervals(_ measures: [Measure], _ options: BootstrapOptions) -> [Interval?] {
    if measures.isEmpty { return [] }
    let prepared = measures.map { PatternMeasure($0, self) }
    return concurrentIntervals(frequencies: patterns.frequencies, options: options, scratch: ()) { _, weights in
      let tally = PatternTally(patterns, weights: weights, valueCount: valueCount)
      return prepared.map { $0.value(tally, weights).value }
    }
  }

  /// Percent, kappa and pi of each pair, with intervals over its resampled items: `pairSamples` of them.
  public func pairAgreements(_ options: BootstrapOptions?) -> [PairAgreement] {
    guard var options else { return pairs.map(\.agreement) }
    options.samples = pairSamples(options)
    let count = min(16, pairs.count)
    var runs = (0..<count).map { run in
      PairRun(tables: pairs[pairs.count * run / count..<pairs.count * (run + 1) / count])
    }
    changeConcurrently(&runs) { [options] run in run.agreements = run.tables.map { $0.agreement(options) } }
    return runs.flatMap(\.agreements)
  }

  /// Pairs whose intervals are computed side by side with those of others.
  private struct PairRun: Sendable {
    var tables: ArraySlice<PairTable>
    var agreements: [PairAgreement] = []
  }

  /// Weighted kappa of each pair, in the same order.
  public func weightedKappas(_ weights: ValueWeights) -> [Figure] { pairs.map { $0.kappa(weights) } }

  // MARK: - How many resamples

  /// Resamples of a pair: those that are asked for, or fewer (200 at least) where the cells of all pairs would come to more
  /// than ten million drawn.
  public func pairSamples(_ options: BootstrapOptions) -> Int {
    options.forParts(cells: pairs.reduce(0) { $0 + $1.cells.count }).samples
  }

  /// Resamples for the measures that know annotators: those that are asked for, or fewer (40 at least) where they would count
  /// more than 200 million pairs of ratings.
  public func annotatorSamples(_ options: BootstrapOptions, of ratings: Ratings) -> Int {
    let together = pairs.reduce(0) { $0 + $1.cells.reduce(0) { $0 + $1.count } } + ratings.items.count
    return min(options.samples, max(40, 200_000_000 / max(1, together)))
  }
}

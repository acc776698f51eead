import LabelStatistics

/// Agreement on parts of the answers, kept by the counts that it was made of: a part that has not changed is not resampled
/// again. The figures are the same as without it.
struct PartMemory {
  private struct Known {
    var counts: AgreementCounts
    var options: BootstrapOptions?
    var figures: [Figure]
  }
  private var known: [[String]: Known] = [:]

  /// The scale's `partMeasures` of the part called `name`.
  mutating func figures(
    of counts: AgreementCounts, _ scale: AnswerScale, _ options: BootstrapOptions?, part name: [String]
  ) -> [Figure] {
    if let known = known[name], known.options == options, known.counts == counts { return known.figures }
    let figures = counts.figures(scale.partMeasures, options)
    known[name] = Known(counts: counts, options: options, figures: figures)
    return figures
  }

  // MARK: - Slices

  /// Agreement on the answers with each value of a column, and on those that have none.
  mutating func slices(
    _ column: AnswerSheet.Column, of sheet: AnswerSheet, _ options: BootstrapOptions?
  ) -> [SliceAgreement] {
    column.slices.map { slice in
      let counts = AgreementCounts.withoutPairs(sheet.ratings.only(slice.places))
      let figures = figures(of: counts, sheet.scale, options, part: [column.name, slice.value])
      return SliceAgreement(
        column: column.name, value: slice.value, percent: FigureReport(figures[0]), alpha: FigureReport(figures[1]))
    }
  }
}

/// Alpha of all answers up to the end of each stretch of time, kept while those answers stay what they are.
struct StretchMemory {
  private struct Known {
    /// Of the last answer.
    var end: Int64
    /// Of all answers up to there: how many, and the sum of their hashes.
    var count: Int
    var hash: UInt64
    var figure: TimedFigure
  }
  private var size = 0
  private var known: [Known] = []

  /// - Parameters:
  ///   - identities: by rating, who answered what about which sample when, in one number.
  ///   - overall: alpha of all answers, which is that of the last stretch.
  mutating func figures(
    of sheet: AnswerSheet, _ times: [Int64], identities: [UInt64], overall: FigureReport, _ options: BootstrapOptions
  ) -> [TimedFigure] {
    keep(times, identities)
    let (last, skipped) = (known.last?.end, known.last?.count ?? 0)
    let rest = times.filter { time in last.map { time > $0 } ?? true }.sorted()
    var figures = known.map(\.figure)
    var start = 0
    for end in Stretches.ends(rest, after: skipped) {
      let (from, to) = (rest[start], rest[end - 1])
      start = end
      if end == rest.count {
        figures.append(TimedFigure(from: from, figure: overall))
        continue
      }
      let places = times.indices.filter { times[$0] <= to }
      let alpha = AgreementCounts.withoutPairs(sheet.ratings.only(places))
        .figures([.alpha(sheet.scale.difference)], options)[0]
      figures.append(TimedFigure(from: from, figure: FigureReport(alpha)))
      known.append(
        Known(
          end: to, count: places.count, hash: places.reduce(0) { $0 &+ identities[$1] },
          figure: figures[figures.count - 1]))
    }
    return figures
  }

  /// Forgets the stretches from the first one on whose answers are not those that it was counted from.
  private mutating func keep(_ times: [Int64], _ identities: [UInt64]) {
    let size = Stretches.size(times.count)
    if size != self.size {
      self.size = size
      known = []
    }
    let ends = known.map(\.end)
    guard let last = ends.last else { return }
    var counts = [Int](repeating: 0, count: ends.count)
    var hashes = [UInt64](repeating: 0, count: ends.count)
    for (index, time) in times.enumerated() where time <= last {
      var stretch = 0
      while ends[stretch] < time { stretch += 1 }
      counts[stretch] += 1
      hashes[stretch] &+= identities[index]
    }
    var (count, hash) = (0, UInt64(0))
    let changed = known.indices.first { stretch in
      count += counts[stretch]
      hash &+= hashes[stretch]
      return known[stretch].count != count || known[stretch].hash != hash
    }
    if let changed { known.removeSubrange(changed...) }
  }
}

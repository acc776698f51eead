/// Resamples of items together with who gave what to them: items that are alike in that are one group.
struct PairResampling {
  private let counts: AgreementCounts
  private let patterns: AnswerPatterns
  /// Items of each group.
  private let frequencies: [Int]
  /// The pattern of each group.
  private var patternOf: [Int] = []
  /// Shares that an item of each group adds one to, in ascending order.
  private var shares: [Int32] = []
  private var shareStarts = [0]
  /// Where two shares of one item are counted.
  private let places: CellPlaces
  /// Of the groups, one after another, the places of their pairs of shares; empty where these are places in a table.
  private var cells: [Int32] = []
  private var cellStarts = [0]

  /// `tableLimit`: numbers in a table at most; beyond, places are looked up.
  init(_ ratings: Ratings, _ counts: AgreementCounts, tableLimit: Int = 1 << 21) {
    precondition(counts.hasPairs, "items are drawn with the pairs of annotators that were counted")
    self.counts = counts
    patterns = counts.patterns
    let places = CellPlaces(counts, ratings, tableLimit: tableLimit)
    self.places = places
    // Shares stand in the order of annotators: sorted, they are what an item got, whoever came first.
    let byItem = RatingsByItem(
      ratings, zip(ratings.annotators, ratings.values).map { places.share(Rating(annotator: $0, value: $1)) })
    var groups = SequenceTable()
    byItem.forEachItem(0..<ratings.itemCount) { item in
      item.sortFew()
      groups.add(item)
    }
    frequencies = groups.frequencies
    var found = SequenceTable()
    var values: [Int32] = []
    for group in 0..<groups.count {
      let given = groups[group]
      shares += given
      shareStarts.append(shares.count)
      if places.tableWidth == nil {
        for place in given.indices {
          for other in given[(place + 1)...] { cells.append(places.cell(given[place], other)) }
        }
      }
      cellStarts.append(cells.count)
      values.removeAll(keepingCapacity: true)
      values.append(contentsOf: given.lazy.map { counts.shares[Int($0)].rating.value })
      let pattern = values.withUnsafeMutableBufferPointer { values in
        values.sortFew()
        return found.add(values)
      }
      patternOf.append(pattern)
    }
    let known = patterns.numbers
    let numbers = (0..<found.count).map { known[AnswerPatterns.runs(sorted: found[$0])] ?? 0 }
    for group in patternOf.indices { patternOf[group] = numbers[patternOf[group]] }
  }

  func intervals(_ measures: [Measure], _ options: BootstrapOptions) -> [Interval?] {
    let agreements = measures.map { measure in
      if case .conger(let weights) = measure {
        WeightedAgreement(patterns, weights)
      } else {
        WeightedAgreement(patterns, nil)
      }
    }
    let empty = Drawn(counts, places)
    return concurrentIntervals(frequencies: frequencies, options: options, scratch: empty) { drawn, weights in
      count(weights, &drawn)
      let tally = PatternTally(patterns, weights: drawn.ofPattern, valueCount: counts.valueCount)
      return measures.indices.map { index in
        switch measures[index] {
        case .cohen(let weights): return drawn.mean { $0.kappa(weights) }
        case .scott: return drawn.mean(\.scott)
        case .conger(let weights):
          if tally.items == 0 { return nil }
          let chance = congerChance(drawn.shares, weights, valueCount: counts.valueCount)
          if chance == 1 { return 1 }
          return (agreements[index].mean(tally, drawn.ofPattern) - chance) / (1 - chance)
        case .percent, .percentPooled, .alpha, .fleiss, .gwet: return nil
        }
      }
    }
  }

  /// What a resample drew: the counts, with other numbers in them.
  private struct Drawn: Sendable {
    var pairs: [PairDraw]
    var shares: [AgreementCounts.Share]
    var ofPattern: [Int]
    /// By the cells' places.
    var ofCell: [Int32]

    init(_ counts: AgreementCounts, _ places: CellPlaces) {
      pairs = counts.pairs.map { PairDraw($0) }
      shares = counts.shares
      ofPattern = [Int](repeating: 0, count: counts.patterns.count)
      ofCell = [Int32](repeating: 0, count: places.count)
    }

    /// Of the pairs that have items in this resample.
    func mean(_ figure: (PairDraw) -> Figure) -> Double? {
      AgreementCounts.mean(pairs.lazy.filter { $0.items > 0 }.map(figure)).value
    }
  }

  private func count(_ weights: [Int], _ drawn: inout Drawn) {
    for index in drawn.ofPattern.indices { drawn.ofPattern[index] = 0 }
    for index in drawn.ofCell.indices { drawn.ofCell[index] = 0 }
    for index in drawn.shares.indices { drawn.shares[index].count = 0 }
    for group in weights.indices where weights[group] > 0 {
      drawn.ofPattern[patternOf[group]] += weights[group]
      for share in shares[shareStarts[group]..<shareStarts[group + 1]] {
        drawn.shares[Int(share)].count += weights[group]
      }
    }
    drawn.ofCell.withUnsafeMutableBufferPointer { countCells(weights, $0) }
    var start = 0
    for pair in drawn.pairs.indices {
      drawn.pairs[pair].take { Int(drawn.ofCell[Int(places.ofCell[start + $0])]) }
      start += counts.pairs[pair].cells.count
    }
  }

  /// What takes the time: every pair of ratings of one item that was drawn.
  private func countCells(_ weights: [Int], _ ofCell: UnsafeMutableBufferPointer<Int32>) {
    guard let width = places.tableWidth else {
      for group in weights.indices where weights[group] > 0 {
        for cell in cells[cellStarts[group]..<cellStarts[group + 1]] { ofCell[Int(cell)] &+= Int32(weights[group]) }
      }
      return
    }
    shares.withUnsafeBufferPointer { shares in
      for group in weights.indices where weights[group] > 0 {
        let weight = Int32(weights[group])
        let end = shareStarts[group + 1]
        for place in shareStarts[group]..<end {
          let row = Int(shares[place]) &* width
          for other in place + 1..<max(place + 1, end) { ofCell[row &+ Int(shares[other])] &+= weight }
        }
      }
    }
  }
}

extension AnswerPatterns {
  /// The number of each pattern.
  fileprivate var numbers: [[Run]: Int] {
    var numbers: [[Run]: Int] = [:]
    for pattern in 0..<count { numbers[Array(runs[starts[pattern]..<starts[pattern + 1]])] = pattern }
    return numbers
  }
}

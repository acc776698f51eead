/// Resamples of items together with who gave what to them: items that are alike in that are one group.
struct PairResampling {
  private let counts: AgreementCounts
  private let patterns: AnswerPatterns
  /// Items of each group.
  private var frequencies: [Int] = []
  /// The pattern of each group.
  private var patternOf: [Int] = []
  /// Cells of all pairs, one after another, that an item of each group adds one to; and the same of the shares.
  private var cells: [Int32] = []
  private var cellStarts = [0]
  private var shares: [Int32] = []
  private var shareStarts = [0]

  init(_ ratings: Ratings, _ counts: AgreementCounts) {
    precondition(counts.hasPairs, "items are drawn with the pairs of annotators that were counted")
    self.counts = counts
    patterns = counts.patterns
    let byItem = RatingsByItem(
      ratings, ratings.items.indices.map { Rating(annotator: ratings.annotators[$0], value: ratings.values[$0]) })
    let places = CellPlaces(counts)
    let known = patterns.numbers
    var groups: [[Rating]: Int] = [:]
    for item in 0..<ratings.itemCount {
      let (start, end) = (Int(byItem.starts[item]), Int(byItem.starts[item + 1]))
      if start == end { continue }
      let given = byItem.elements[start..<end].sorted { $0.annotator < $1.annotator }
      if let group = groups[given] {
        frequencies[group] += 1
        continue
      }
      groups[given] = frequencies.count
      frequencies.append(1)
      add(given, places, known)
    }
  }

  private mutating func add(_ given: [Rating], _ places: CellPlaces, _ known: [[AnswerPatterns.Run]: Int]) {
    var values: [Int32: Int32] = [:]
    for (index, rating) in given.enumerated() {
      values[rating.value, default: 0] += 1
      shares.append(places.share(rating))
      for other in given[(index + 1)...] { cells.append(places.cell(rating, other)) }
    }
    cellStarts.append(cells.count)
    shareStarts.append(shares.count)
    patternOf.append(known[AnswerPatterns.runs(values)] ?? 0)
  }

  func intervals(_ measures: [Measure], _ options: BootstrapOptions) -> [Interval?] {
    var pairs = counts.pairs
    var resampledShares = counts.shares
    var ofPattern = [Int](repeating: 0, count: patterns.count)
    var ofCell = [Int](repeating: 0, count: pairs.reduce(0) { $0 + $1.cells.count })
    var ofShare = [Int](repeating: 0, count: resampledShares.count)
    let agreements = measures.map { measure in
      if case .conger(let weights) = measure {
        WeightedAgreement(patterns, weights)
      } else {
        WeightedAgreement(patterns, nil)
      }
    }
    let wantsPatterns = measures.contains { if case .conger = $0 { true } else { false } }
    return bootstrapIntervals(frequencies: frequencies, options: options) { weights in
      count(weights, &ofPattern, &ofCell, &ofShare)
      var at = 0
      for pair in pairs.indices {
        for cell in pairs[pair].cells.indices {
          pairs[pair].cells[cell].count = ofCell[at]
          at += 1
        }
      }
      for index in resampledShares.indices { resampledShares[index].count = ofShare[index] }
      let tally = wantsPatterns ? PatternTally(patterns, weights: ofPattern, valueCount: counts.valueCount) : nil
      return measures.indices.map { index in
        switch measures[index] {
        case .cohen(let weights): return AgreementCounts.mean(pairs.compactMap { $0.drawn?.kappa(weights) }).value
        case .scott: return AgreementCounts.mean(pairs.compactMap { $0.drawn?.scott }).value
        case .conger(let weights):
          guard let tally, tally.items > 0 else { return nil }
          let chance = congerChance(resampledShares, weights, valueCount: counts.valueCount)
          if chance == 1 { return 1 }
          return (agreements[index].mean(tally, ofPattern) - chance) / (1 - chance)
        case .percent, .percentPooled, .alpha, .fleiss, .gwet: return nil
        }
      }
    }
  }

  private func count(_ weights: [Int], _ ofPattern: inout [Int], _ ofCell: inout [Int], _ ofShare: inout [Int]) {
    for index in ofPattern.indices { ofPattern[index] = 0 }
    for index in ofCell.indices { ofCell[index] = 0 }
    for index in ofShare.indices { ofShare[index] = 0 }
    ofCell.withUnsafeMutableBufferPointer { ofCell in
      cells.withUnsafeBufferPointer { cells in
        for group in weights.indices where weights[group] > 0 {
          let weight = weights[group]
          ofPattern[patternOf[group]] += weight
          for index in cellStarts[group]..<cellStarts[group + 1] { ofCell[Int(cells[index])] &+= weight }
          for index in shareStarts[group]..<shareStarts[group + 1] { ofShare[Int(shares[index])] &+= weight }
        }
      }
    }
  }
}

extension PairTable {
  /// nil where a resample drew none of its items.
  fileprivate var drawn: PairTable? { items > 0 ? self : nil }
}

extension AnswerPatterns {
  /// The number of each pattern.
  fileprivate var numbers: [[Run]: Int] {
    var numbers: [[Run]: Int] = [:]
    for pattern in 0..<count { numbers[Array(runs[starts[pattern]..<starts[pattern + 1]])] = pattern }
    return numbers
  }
}

/// Where a cell of a pair, or a share of an annotator, stands among all of them.
private struct CellPlaces {
  private struct Key: Hashable {
    var a: Rating
    var b: Rating
  }
  private var cells: [Key: Int32] = [:]
  private var shares: [Rating: Int32] = [:]

  init(_ counts: AgreementCounts) {
    for pair in counts.pairs {
      for cell in pair.cells {
        let key = Key(
          a: Rating(annotator: pair.a, value: cell.mine), b: Rating(annotator: pair.b, value: cell.theirs))
        cells[key] = Int32(cells.count)
      }
    }
    for (index, share) in counts.shares.enumerated() { shares[share.rating] = Int32(index) }
  }

  /// `a` before `b`.
  func cell(_ a: Rating, _ b: Rating) -> Int32 { cells[Key(a: a, b: b)] ?? 0 }
  func share(_ rating: Rating) -> Int32 { shares[rating] ?? 0 }
}

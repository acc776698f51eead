/// Cohen's kappa (1960) and percent agreement of every pair of annotators with items in common, in ascending (a, b).
/// O(Σ of the squares of the items' numbers of ratings).
///
/// kappa = (Po − Pe)/(1 − Pe), where Pe is what two annotators with these two distributions of values, taken over the
/// items that both rated, would agree by chance. Where that is all (both gave one and the same value throughout),
/// kappa is 1 for want of variation.
public func pairAgreements(_ ratings: Ratings) -> [PairAgreement] {
  pairAgreements(ratings, cellLimit: 1 << 21)
}

/// Counts in one table of (annotator, value) × (annotator, value) where it has at most `cellLimit` cells, else
/// annotator by annotator in memory that grows with annotators · values only.
func pairAgreements(_ ratings: Ratings, cellLimit: Int) -> [PairAgreement] {
  let width = ratings.annotatorCount * ratings.valueCount
  return width <= cellLimit && width * width <= cellLimit
    ? pairsByTable(ratings, width: width) : pairsByAnnotator(ratings)
}

/// What is counted of one pair.
private struct PairCounts {
  var items = 0
  var agreeing = 0
  /// Σ over values of how often the one and how often the other gave it: items² times chance agreement.
  var chance = 0

  func figures(_ a: Int, _ b: Int) -> PairAgreement {
    let percent = Figure(value: Double(agreeing) / Double(items), items: items)
    // Both sides of the fraction times items², so that only whole numbers are subtracted.
    let room = items * items - chance
    let kappa =
      room == 0
      ? Figure(value: 1, why: .noVariation, items: items)
      : Figure(value: Double(items * agreeing - chance) / Double(room), items: items)
    return PairAgreement(a: a, b: b, percent: percent, kappa: kappa)
  }
}

// MARK: - By one table

private func pairsByTable(_ ratings: Ratings, width: Int) -> [PairAgreement] {
  let values = Int32(ratings.valueCount)
  let codes = zip(ratings.annotators, ratings.values).map { $0 &* values &+ $1 }
  let byItem = RatingsByItem(ratings, codes)
  var table = [Int32](repeating: 0, count: width * width)
  byItem.starts.withUnsafeBufferPointer { starts in
    byItem.elements.withUnsafeBufferPointer { codes in
      table.withUnsafeMutableBufferPointer { table in
        for item in 1..<starts.count {
          let end = Int(starts[item])
          for i in Int(starts[item - 1])..<end {
            let row = Int(codes[i]) &* width
            for j in i + 1..<max(i + 1, end) { table[row &+ Int(codes[j])] &+= 1 }
          }
        }
      }
    }
  }
  return readPairs(table, ratings, width)
}

/// A pair stands in the table in both orders, as the ratings of an item may stand in any.
private func readPairs(_ table: [Int32], _ ratings: Ratings, _ width: Int) -> [PairAgreement] {
  let values = ratings.valueCount
  var pairs: [PairAgreement] = []
  var mine = [Int](repeating: 0, count: values)
  var theirs = mine
  for a in 0..<ratings.annotatorCount {
    for b in a + 1..<max(a + 1, ratings.annotatorCount) {
      var counts = PairCounts()
      for v in 0..<values { (mine[v], theirs[v]) = (0, 0) }
      for v in 0..<values {
        for w in 0..<values {
          let (one, other) = (a * values + v, b * values + w)
          let count = Int(table[one * width + other]) + Int(table[other * width + one])
          mine[v] += count
          theirs[w] += count
          if v == w { counts.agreeing += count }
        }
      }
      for v in 0..<values {
        counts.items += mine[v]
        counts.chance += mine[v] * theirs[v]
      }
      if counts.items > 0 { pairs.append(counts.figures(a, b)) }
    }
  }
  return pairs
}

// MARK: - Annotator by annotator

/// One rating of an item.
private struct Rating {
  var annotator: Int32
  var value: Int32
}

private func pairsByAnnotator(_ ratings: Ratings) -> [PairAgreement] {
  let all = ratings.items.indices.map { Rating(annotator: ratings.annotators[$0], value: ratings.values[$0]) }
  let byItem = RatingsByItem(ratings, all)
  // The same ratings once more, by annotator, each naming its item.
  let items = byItem.starts.indices.dropLast().flatMap { item in
    repeatElement(Int32(item), count: Int(byItem.starts[item + 1] - byItem.starts[item]))
  }
  let byAnnotator = RatingsByItem(
    Ratings(
      items: byItem.elements.map(\.annotator), annotators: items, values: byItem.elements.map(\.value),
      itemCount: ratings.annotatorCount, annotatorCount: ratings.itemCount, valueCount: ratings.valueCount),
    zip(items, byItem.elements).map { Rating(annotator: $0, value: $1.value) })
  var partners = Partners(annotators: ratings.annotatorCount, values: ratings.valueCount)
  var pairs: [PairAgreement] = []
  for a in 0..<ratings.annotatorCount {
    for place in byAnnotator.starts[a]..<byAnnotator.starts[a + 1] {
      let mine = byAnnotator.elements[Int(place)]
      partners.count(item: Int(mine.annotator), of: a, value: mine.value, byItem)
    }
    pairs += partners.take(a)
  }
  return pairs
}

/// Counts of one annotator with every later one: reused from annotator to annotator.
private struct Partners {
  private let valueCount: Int
  private var counts: [PairCounts]
  /// For partner b: how often the one and how often b gave each value, on the items that both rated.
  private var mine: [Int32]
  private var theirs: [Int32]

  init(annotators: Int, values: Int) {
    valueCount = values
    counts = [PairCounts](repeating: PairCounts(), count: annotators)
    mine = [Int32](repeating: 0, count: annotators * values)
    theirs = mine
  }

  mutating func count(item: Int, of a: Int, value: Int32, _ byItem: RatingsByItem<Rating>) {
    for index in Int(byItem.starts[item])..<Int(byItem.starts[item + 1]) {
      let other = byItem.elements[index]
      let b = Int(other.annotator)
      if b <= a { continue }
      counts[b].items += 1
      if other.value == value { counts[b].agreeing += 1 }
      mine[b * valueCount + Int(value)] += 1
      theirs[b * valueCount + Int(other.value)] += 1
    }
  }

  /// The figures of `a` with each later annotator, and everything back to zero.
  mutating func take(_ a: Int) -> [PairAgreement] {
    var pairs: [PairAgreement] = []
    for b in a + 1..<max(a + 1, counts.count) where counts[b].items > 0 {
      for value in b * valueCount..<(b + 1) * valueCount {
        counts[b].chance += Int(mine[value]) * Int(theirs[value])
        mine[value] = 0
        theirs[value] = 0
      }
      pairs.append(counts[b].figures(a, b))
      counts[b] = PairCounts()
    }
    return pairs
  }
}

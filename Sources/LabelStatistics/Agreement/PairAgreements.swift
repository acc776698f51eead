/// Cohen's kappa (1960) and percent agreement of every pair of annotators with items in common, in ascending (a, b).
/// O(Σ of the squares of the items' numbers of ratings).
///
/// kappa = (Po − Pe)/(1 − Pe), where Pe is what two annotators with these two distributions of values, taken over the
/// items that both rated, would agree by chance. Where that is all (both gave one and the same value throughout),
/// kappa is 1 for want of variation.
public func pairAgreements(_ ratings: Ratings) -> [PairAgreement] { pairTables(ratings).map(\.agreement) }

func pairAgreements(_ ratings: Ratings, cellLimit: Int) -> [PairAgreement] {
  pairTables(ratings, cellLimit: cellLimit).map(\.agreement)
}

extension PairTable {
  var agreement: PairAgreement {
    PairAgreement(a: Int(a), b: Int(b), percent: percent, kappa: kappa(), scott: scott)
  }

  var items: Int { cells.reduce(0) { $0 + $1.count } }

  private var agreeing: Int { cells.reduce(0) { $1.mine == $1.theirs ? $0 + $1.count : $0 } }

  var percent: Figure { Figure(value: Double(agreeing) / Double(items), items: items) }

  /// How often the one and how often the other gave each value, in ascending order of values.
  private var margins: (mine: [(value: Int32, count: Int)], theirs: [(value: Int32, count: Int)]) {
    let theirs = cells.map { (value: $0.theirs, count: $0.count) }.sorted { $0.value < $1.value }
    return (Self.summed(cells.map { ($0.mine, $0.count) }), Self.summed(theirs))
  }

  /// The counts of each value, of values in ascending order.
  private static func summed(_ counts: [(value: Int32, count: Int)]) -> [(value: Int32, count: Int)] {
    var sums: [(value: Int32, count: Int)] = []
    for (value, count) in counts {
      if sums.last?.value == value {
        sums[sums.count - 1].count += count
      } else {
        sums.append((value, count))
      }
    }
    return sums
  }

  /// Cohen's kappa; with weights his weighted kappa (1968).
  func kappa(_ weights: ValueWeights? = nil) -> Figure {
    let (mine, theirs) = margins
    let n = items
    guard let weights else {
      return .corrected(agreeing, Self.common(mine, theirs), room: n * n, times: n, items: n)
    }
    var observed = 0.0
    for cell in cells { observed += (1 - weights[cell.mine, cell.theirs]) * Double(cell.count) }
    var expected = 0.0
    for (v, count) in mine {
      for (w, other) in theirs { expected += (1 - weights[v, w]) * Double(count) * Double(other) }
    }
    if expected == 0 { return Figure(value: 1, why: .noVariation, items: n) }
    return Figure(value: 1 - Double(n) * observed / expected, items: n)
  }

  /// Scott's pi (1955): as kappa, with chance from the values of both together.
  var scott: Figure {
    let (mine, theirs) = margins
    // Σ (m + t)² = Σ m² + Σ t² + 2 Σ m t
    let squares = (mine + theirs).reduce(0) { $0 + $1.count * $1.count }
    let chance = squares + 2 * Self.common(mine, theirs)
    let n = items
    return .corrected(agreeing, chance, room: 4 * n * n, times: 4 * n, items: n)
  }

  /// Σ over the values that both gave of the product of how often they did.
  private static func common(_ mine: [(value: Int32, count: Int)], _ theirs: [(value: Int32, count: Int)]) -> Int {
    var sum = 0
    var place = 0
    for (value, count) in mine {
      while place < theirs.count, theirs[place].value < value { place += 1 }
      if place < theirs.count, theirs[place].value == value { sum += count * theirs[place].count }
    }
    return sum
  }
}

extension Figure {
  /// (agreeing/items − chance/room)/(1 − chance/room), where `times` is room/items: with both sides of the fraction times
  /// `room`, only whole numbers are subtracted. 1 where there is no variation.
  static func corrected(_ agreeing: Int, _ chance: Int, room: Int, times: Int, items: Int) -> Figure {
    if room == chance { return Figure(value: 1, why: .noVariation, items: items) }
    return Figure(value: Double(times * agreeing - chance) / Double(room - chance), items: items)
  }
}

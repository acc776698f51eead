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
    var mine: [(value: Int32, count: Int)] = []
    var theirs = mine
    for cell in cells {
      if let last = mine.last, last.value == cell.mine {
        mine[mine.count - 1].count += cell.count
      } else {
        mine.append((cell.mine, cell.count))
      }
      var (low, high) = (0, theirs.count)
      while low < high {
        let middle = (low + high) / 2
        if theirs[middle].value < cell.theirs { low = middle + 1 } else { high = middle }
      }
      if low < theirs.count, theirs[low].value == cell.theirs {
        theirs[low].count += cell.count
      } else {
        theirs.insert((cell.theirs, cell.count), at: low)
      }
    }
    return (mine, theirs)
  }

  /// Cohen's kappa; with weights his weighted kappa (1968).
  func kappa(_ weights: ValueWeights? = nil) -> Figure {
    let (mine, theirs) = margins
    let n = items
    guard let weights else {
      return Self.corrected(agreeing, Self.common(mine, theirs), items: n)
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
    // Everything times (2n)², so that only whole numbers are subtracted.
    let room = 4 * n * n - chance
    if room == 0 { return Figure(value: 1, why: .noVariation, items: n) }
    return Figure(value: Double(4 * n * agreeing - chance) / Double(room), items: n)
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

  private static func corrected(_ agreeing: Int, _ chance: Int, items: Int) -> Figure {
    // Both sides of the fraction times items², so that only whole numbers are subtracted.
    let room = items * items - chance
    if room == 0 { return Figure(value: 1, why: .noVariation, items: items) }
    return Figure(value: Double(items * agreeing - chance) / Double(room), items: items)
  }
}

/// The unitary alignments of two or more units that a best alignment may need, as columns of a set packing: each saves so
/// much against leaving its units alone.
///
/// With n annotators, C = n(n − 1)/2 and δ the price of an empty partner, a unitary alignment of a set S of k units costs
/// (Σ of d over the pairs in S + (C − k(k − 1)/2)·δ) / C, and k units alone cost k·δ. So S saves
/// ((k − 1)·C·δ + Σ over its pairs of (δ − d)) / C; the savings here are times C. S is needed only where no split of it in
/// two saves as much, that is where for each split C·δ + Σ over the pairs across of (δ − d) > 0.
struct AlignmentColumns {
  /// Column j has the units members[starts[j]..<starts[j + 1]], ascending.
  private(set) var members: [Int32] = []
  private(set) var starts: [Int32] = [0]
  private(set) var savings: [Double] = []

  var count: Int { savings.count }

  func units(_ column: Int) -> ArraySlice<Int32> { members[Int(starts[column])..<Int(starts[column + 1])] }

  /// nil where the search would take more than `limit` steps or find more than a sixteenth as many columns.
  init?(_ continuum: Continuum, _ dissimilarity: UnitDissimilarity, limit: Int) {
    var search = ColumnSearch(continuum, dissimilarity, limit: limit)
    guard search.run(), search.savings.count <= limit / 16 else { return nil }
    members = search.members
    starts = search.starts
    savings = search.savings
  }

  /// Columns given one by one, for a packing of another kind.
  init(_ columns: [(units: [Int32], saving: Double)]) {
    for column in columns {
      members += column.units
      starts.append(Int32(members.count))
      savings.append(column.saving)
    }
  }
}

/// Goes through the annotators in order, taking one unit of each or none, and turns back where no column can follow.
private struct ColumnSearch {
  private let continuum: Continuum
  private let dissimilarity: UnitDissimilarity
  private let annotatorCount: Int
  /// C·δ: what one unitary alignment less saves.
  private let merge: Double
  /// hope[u · annotators + a]: the most that unit u can gain from any unit of annotator a, at least 0.
  private var hope: [Double] = []
  /// The same summed over annotators a... and on.
  private var hopeFrom: [Double] = []
  private var stepsLeft: Int

  private(set) var members: [Int32] = []
  private(set) var starts: [Int32] = [0]
  private(set) var savings: [Double] = []

  private var chosen: [Int] = []
  /// Of each chosen unit, Σ of (δ − d) to the other chosen ones.
  private var gains: [Double] = []
  private var gain = 0.0
  /// reach[u · annotators + a]: units of annotator a that u may stand with, as a range of unit numbers. Units of an
  /// annotator stand in the order of their starts, so those near in place are near in number.
  private var reach: [Range<Int>] = []

  init(_ continuum: Continuum, _ dissimilarity: UnitDissimilarity, limit: Int) {
    self.continuum = continuum
    self.dissimilarity = dissimilarity
    annotatorCount = continuum.annotatorCount
    merge = Double(annotatorCount * (annotatorCount - 1) / 2) * dissimilarity.empty
    stepsLeft = limit
  }

  /// False where there are too many steps.
  mutating func run() -> Bool {
    findHopes()
    for annotator in 0..<annotatorCount {
      for unit in continuum.starts[annotator]..<continuum.starts[annotator + 1] {
        chosen = [unit]
        gains = [0]
        gain = 0
        if !extend(from: annotator + 1) { return false }
      }
    }
    return true
  }

  private mutating func findHopes() {
    let (units, n) = (continuum.units, annotatorCount)
    let owners = continuum.annotators
    hope = [Double](repeating: 0, count: units.count * n)
    var distances: [Double] = []
    for u in units.indices {
      for a in 0..<n where a != Int(owners[u]) {
        for v in continuum.starts[a]..<continuum.starts[a + 1] {
          hope[u * n + a] = max(hope[u * n + a], dissimilarity.empty - dissimilarity(units[u], units[v]))
        }
      }
    }
    hopeFrom = [Double](repeating: 0, count: units.count * (n + 1))
    for u in units.indices {
      for a in stride(from: n - 1, through: 0, by: -1) {
        hopeFrom[u * (n + 1) + a] = hopeFrom[u * (n + 1) + a + 1] + hope[u * n + a]
      }
    }
    // Whom a unit may stand with at all, with everyone else at their best.
    reach = [Range<Int>](repeating: 0..<0, count: units.count * n)
    for u in units.indices {
      for a in 0..<n where a != Int(owners[u]) {
        distances.removeAll(keepingCapacity: true)
        let others = hopeFrom[u * (n + 1)] - hope[u * n + a]
        var (first, last) = (Int.max, -1)
        for v in continuum.starts[a]..<continuum.starts[a + 1]
        where dissimilarity.empty - dissimilarity(units[u], units[v]) + others + merge > 0 {
          first = min(first, v)
          last = v
        }
        if last >= 0 { reach[u * n + a] = first..<last + 1 }
      }
    }
  }

  /// All columns that begin with `chosen`; annotators from `next` on may still join.
  private mutating func extend(from next: Int) -> Bool {
    for annotator in next..<max(next, annotatorCount) {
      for unit in reach[chosen[0] * annotatorCount + annotator] {
        stepsLeft -= 1
        if stepsLeft < 0 { return false }
        let before = (gains, gain)
        if add(unit, next: annotator + 1) {
          record()
          if !extend(from: annotator + 1) { return false }
          chosen.removeLast()
        }
        (gains, gain) = before
      }
    }
    return true
  }

  /// False, with `chosen` as it was, where nothing that holds `chosen` and this unit can be needed: some unit of it would
  /// stand better alone whoever else may join.
  private mutating func add(_ unit: Int, next: Int) -> Bool {
    var mine = 0.0
    for (index, other) in chosen.enumerated() {
      let one = dissimilarity.empty - dissimilarity(continuum.units[unit], continuum.units[other])
      mine += one
      gains[index] += one
      if gains[index] + hopeFrom[other * (annotatorCount + 1) + next] + merge <= 0 { return false }
    }
    if mine + hopeFrom[unit * (annotatorCount + 1) + next] + merge <= 0 { return false }
    gain += mine
    gains.append(mine)
    chosen.append(unit)
    return true
  }

  private mutating func record() {
    guard chosen.count >= 2, isWorthMoreThanAnySplit() else { return }
    members += chosen.map(Int32.init)
    starts.append(Int32(members.count))
    savings.append(Double(chosen.count - 1) * merge + gain)
  }

  /// Every split in two for up to ten units; of more, only those that leave one unit alone.
  private func isWorthMoreThanAnySplit() -> Bool {
    if gains.contains(where: { $0 + merge <= 0 }) { return false }
    let count = chosen.count
    if count < 4 || count > 10 { return true }
    let pair = chosen.map { a in
      chosen.map { b in dissimilarity.empty - dissimilarity(continuum.units[a], continuum.units[b]) }
    }
    // Half of the subsets: those without the last unit.
    for subset in 1..<(1 << (count - 1)) where subset & (subset - 1) != 0 {
      var across = 0.0
      for a in 0..<count where subset >> a & 1 == 1 {
        for b in 0..<count where subset >> b & 1 == 0 { across += pair[a][b] }
      }
      if across + merge <= 0 { return false }
    }
    return true
  }
}

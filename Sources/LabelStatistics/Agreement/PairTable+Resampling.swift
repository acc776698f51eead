/// The table of a pair, made ready to be counted again and again with other counts in its cells.
struct PairDraw: Sendable {
  /// The values that either gave, ascending.
  private let values: [Int32]
  /// For each cell the places of its two values among these.
  private let ends: [(mine: Int32, theirs: Int32)]
  /// How often each of the values was given, in the counts that were taken last.
  private var mine: [Int]
  private var theirs: [Int]
  private var counts: [Int]
  private(set) var items = 0
  private var agreeing = 0

  init(_ table: PairTable) {
    values = Set(table.cells.flatMap { [$0.mine, $0.theirs] }).sorted()
    let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, Int32($0)) })
    ends = table.cells.map { (mine: places[$0.mine] ?? 0, theirs: places[$0.theirs] ?? 0) }
    mine = [Int](repeating: 0, count: values.count)
    theirs = mine
    counts = [Int](repeating: 0, count: ends.count)
  }

  /// Takes the counts of the cells, in their order. O(cells + values), nothing is allocated.
  @inline(__always)
  mutating func take(_ count: (_ cell: Int) -> Int) {
    for value in values.indices { (mine[value], theirs[value]) = (0, 0) }
    (items, agreeing) = (0, 0)
    for cell in ends.indices {
      let count = count(cell)
      counts[cell] = count
      if count == 0 { continue }
      let (v, w) = ends[cell]
      mine[Int(v)] += count
      theirs[Int(w)] += count
      items += count
      if v == w { agreeing += count }
    }
  }

  var percent: Figure { Figure(value: Double(agreeing) / Double(items), items: items) }

  /// As that of the table, to the last bit: all sums are taken in the same order.
  func kappa(_ weights: ValueWeights? = nil) -> Figure {
    guard let weights else {
      var chance = 0
      for value in values.indices { chance += mine[value] * theirs[value] }
      return .corrected(agreeing, chance, room: items * items, times: items, items: items)
    }
    var observed = 0.0
    for (cell, count) in counts.enumerated() where count > 0 {
      observed += (1 - weights[values[Int(ends[cell].mine)], values[Int(ends[cell].theirs)]]) * Double(count)
    }
    var expected = 0.0
    for v in values.indices where mine[v] > 0 {
      for w in values.indices where theirs[w] > 0 {
        expected += (1 - weights[values[v], values[w]]) * Double(mine[v]) * Double(theirs[w])
      }
    }
    if expected == 0 { return Figure(value: 1, why: .noVariation, items: items) }
    return Figure(value: 1 - Double(items) * observed / expected, items: items)
  }

  var scott: Figure {
    var chance = 0
    for value in values.indices {
      let both = mine[value] + theirs[value]
      chance += both * both
    }
    return .corrected(agreeing, chance, room: 4 * items * items, times: 4 * items, items: items)
  }
}

extension PairTable {
  /// Percent, kappa and pi with intervals over resampled items. A resample costs the cells and the values.
  func agreement(_ options: BootstrapOptions) -> PairAgreement {
    var agreement = agreement
    var draw = PairDraw(self)
    let drawn = bootstrapIntervals(frequencies: cells.map(\.count), options: options) { weights in
      draw.take { weights[$0] }
      return [draw.percent.value, draw.kappa().value, draw.scott.value]
    }
    agreement.percent.interval = drawn[0]
    if agreement.kappa.why == nil { agreement.kappa.interval = drawn[1] }
    if agreement.scott.why == nil { agreement.scott.interval = drawn[2] }
    return agreement
  }
}

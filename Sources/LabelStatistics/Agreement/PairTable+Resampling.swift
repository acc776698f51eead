extension PairTable {
  /// Percent, kappa and pi with intervals over resampled items. A resample costs the cells and the values.
  func agreement(_ options: BootstrapOptions) -> PairAgreement {
    var agreement = agreement
    // Values by their places among those that either gave.
    let values = Set(cells.flatMap { [$0.mine, $0.theirs] }).sorted()
    let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    let ends = cells.map { (mine: places[$0.mine] ?? 0, theirs: places[$0.theirs] ?? 0) }
    var mine = [Int](repeating: 0, count: values.count)
    var theirs = mine
    let n = items
    let drawn = bootstrapIntervals(frequencies: cells.map(\.count), options: options) { weights in
      for value in values.indices { (mine[value], theirs[value]) = (0, 0) }
      var agreeing = 0
      for (cell, weight) in weights.enumerated() where weight > 0 {
        let (v, w) = ends[cell]
        mine[v] += weight
        theirs[w] += weight
        if v == w { agreeing += weight }
      }
      var (apart, together) = (0, 0)
      for value in values.indices {
        apart += mine[value] * theirs[value]
        let both = mine[value] + theirs[value]
        together += both * both
      }
      return [
        Double(agreeing) / Double(n), Self.corrected(agreeing, apart, room: n * n, times: n),
        Self.corrected(agreeing, together, room: 4 * n * n, times: 4 * n),
      ]
    }
    agreement.percent.interval = drawn[0]
    if agreement.kappa.why == nil { agreement.kappa.interval = drawn[1] }
    if agreement.scott.why == nil { agreement.scott.interval = drawn[2] }
    return agreement
  }

  /// In whole numbers, as the figures themselves; 1 where a resample has no variation.
  private static func corrected(_ agreeing: Int, _ chance: Int, room: Int, times: Int) -> Double {
    room == chance ? 1 : Double(times * agreeing - chance) / Double(room - chance)
  }
}

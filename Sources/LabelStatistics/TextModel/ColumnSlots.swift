/// The columns that a model has weights for: those that enough labeled rows have, the commonest first.
struct ColumnSlots: Sendable {
  /// By column its slot, or −1.
  private(set) var slots: [Int32]
  /// By slot, what its values are multiplied by.
  private(set) var scales: [Float] = []

  var count: Int { scales.count }

  /// With more classes there are fewer slots, so that the weights stay within a few dozen megabytes: the commonest
  /// columns are kept.
  static let mostWeights = 1 << 22

  init(_ features: TextFeatures, labels: [Int32], classCount: Int, _ options: TrainingOptions) {
    var rows = [Int32](repeating: 0, count: features.columnCount)
    var labeled = 0
    for row in 0..<features.count where labels[row] >= 0 {
      labeled += 1
      for index in features.starts[row]..<features.starts[row + 1] { rows[Int(features.columns[index])] += 1 }
    }
    slots = [Int32](repeating: -1, count: features.columnCount)
    let most = Self.mostWeights / ((classCount + 3) / 4 * 4 + 1)
    var least = Int32(max(1, options.leastRows))
    while rows.reduce(0, { $0 + ($1 >= least ? 1 : 0) }) > most { least += max(1, least / 4) }
    // The commonest first: the weights that nearly every row needs then lie side by side.
    for column in rows.indices.filter({ rows[$0] >= least }).sorted(by: { (rows[$1], $0) < (rows[$0], $1) }) {
      slots[column] = Int32(scales.count)
      scales.append(
        options.weighsRareMore ? Float(logarithm(Double(1 + labeled) / Double(1 + rows[column])) + 1) : 1)
    }
  }
}

/// Rows by slots rather than columns, weighed and scaled to length 1.
struct SlottedRows: Sendable {
  private(set) var starts = [0]
  private(set) var slots: [Int32] = []
  private(set) var values: [Float] = []

  var count: Int { starts.count - 1 }

  init(_ features: TextFeatures, _ columns: ColumnSlots) {
    slots.reserveCapacity(features.columns.count)
    values.reserveCapacity(features.columns.count)
    for row in 0..<features.count {
      let start = slots.count
      var squares: Float = 0
      for index in features.starts[row]..<features.starts[row + 1] {
        let slot = columns.slots[Int(features.columns[index])]
        if slot < 0 { continue }
        let value = features.values[index] * columns.scales[Int(slot)]
        squares += value * value
        slots.append(slot)
        values.append(value)
      }
      if squares > 0 {
        let scale = 1 / squares.squareRoot()
        for index in start..<values.count { values[index] *= scale }
      }
      starts.append(slots.count)
    }
  }
}

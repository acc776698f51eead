/// What adds up over items, so that a resample of the items is a sum with weights.
public protocol ItemSums: Sendable {
  /// Of no items.
  init()
  /// Adds `other` as often as `times` says.
  mutating func add(_ other: Self, times: Int)
}

/// Figures with their intervals over resampled items. `figures` gets how often each item was drawn, or nil for each once, and
/// gives always as many figures. One that has no value, or has one by definition, gets no interval. O(samples · what
/// `figures` takes); without `options` that once.
public func resampledFigures(
  itemCount: Int, _ options: BootstrapOptions?, _ figures: (_ weights: [Int]?) -> [Figure]
) -> [Figure] {
  var found = figures(nil)
  guard let options, found.contains(where: { $0.value != nil && $0.why == nil }) else { return found }
  let ones = [Int](repeating: 1, count: itemCount)
  let intervals = bootstrapIntervals(frequencies: ones, options: options) { weights in figures(weights).map(\.value) }
  for (place, interval) in intervals.enumerated() where found[place].value != nil && found[place].why == nil {
    found[place].interval = interval
  }
  return found
}

/// Figures of what `items` add up to, with their intervals over resampled items. O(samples · items).
public func resampledFigures<Sums: ItemSums>(
  of items: [Sums], _ options: BootstrapOptions?, _ figures: (Sums) -> [Figure]
) -> [Figure] {
  resampledFigures(itemCount: items.count, options) { weights in
    var sums = Sums()
    for (place, item) in items.enumerated() {
      let weight = weights?[place] ?? 1
      if weight > 0 { sums.add(item, times: weight) }
    }
    return figures(sums)
  }
}

extension BootstrapOptions {
  /// The same with fewer resamples, 200 at least, where parts with `cells` items in all would come to more than ten million
  /// drawn: pairs of a large crowd.
  public func forParts(cells: Int) -> BootstrapOptions {
    var options = self
    options.samples = min(samples, max(200, 10_000_000 / max(1, cells)))
    return options
  }
}

/// A mean over items, of those figures that have a value.
struct MeanSums: ItemSums {
  private var sum = 0.0
  private var count = 0
  /// Why an item has none; of several the last one's.
  private var why: Degenerate?

  init() {}

  init(_ figure: Figure) {
    if let value = figure.value {
      (sum, count) = (value, 1)
    } else {
      why = figure.why
    }
  }

  mutating func add(_ other: MeanSums, times: Int) {
    sum += Double(times) * other.sum
    count += times * other.count
    why = other.why ?? why
  }

  /// Its items are those that have a value.
  var mean: Figure {
    count == 0
      ? Figure(value: nil, why: why ?? .noRatings, items: 0) : Figure(value: sum / Double(count), items: count)
  }
}

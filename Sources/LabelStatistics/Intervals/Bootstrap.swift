/// How intervals are made by resampling. Recorded beside every interval that comes of it.
public struct BootstrapOptions: Equatable, Sendable, Codable {
  /// Resamples of the items.
  public var samples: Int
  /// What fixes which items they hold.
  public var seed: UInt64
  /// 0.95 for a 95 % interval.
  public var confidence: Double

  public init(samples: Int = 1000, seed: UInt64 = 1, confidence: Double = 0.95) {
    precondition(samples > 0 && confidence > 0 && confidence < 1, "an interval needs samples and a confidence")
    self.samples = samples
    self.seed = seed
    self.confidence = confidence
  }
}

/// Percentile intervals of figures over resampled items (Efron 1979, "Bootstrap Methods: Another Look at the Jackknife").
///
/// Items that are alike for the figures may be given as one group with a frequency: a resample draws as many items as
/// there are and says how many fell on each group. `figures` is asked once a resample and gives always as many figures; one
/// that is not defined on a resample is nil, or no finite number, and left out. An interval is nil where there are fewer than two items or fewer
/// than half of the resamples defined the figure.
///
/// Cost: a resample takes O(min(groups, items)) and what `figures` takes. The numbers depend on the seed and on the order
/// of the groups, on nothing else.
public func bootstrapIntervals(
  frequencies: [Int], options: BootstrapOptions, figures: (_ weights: [Int]) -> [Double?]
) -> [Interval?] {
  var resamples = Resamples(Resampler(frequencies), options)
  resamples.take(0..<options.samples, figures)
  return resamples.intervals
}

/// The intervals of `bootstrapIntervals`, to the last bit, with the resamples shared out over the processors. `figures` may
/// change the scratch that it is given, which begins as `scratch` and of which there are several at a time.
func concurrentIntervals<Scratch: Sendable>(
  frequencies: [Int], options: BootstrapOptions, scratch: Scratch,
  figures: @Sendable (inout Scratch, _ weights: [Int]) -> [Double?]
) -> [Interval?] {
  let resampler = Resampler(frequencies)
  let count = min(16, options.samples)
  var stretches = (0..<count).map { _ in Resamples(resampler, options) }
  let numbered = stretches.indices.map { options.samples * $0 / count..<options.samples * ($0 + 1) / count }
  changeConcurrently(&stretches) { index, resamples in
    var scratch = scratch
    resamples.take(numbered[index]) { figures(&scratch, $0) }
  }
  for other in stretches.dropFirst() { stretches[0].append(other) }
  return stretches[0].intervals
}

/// What the figures were on some of the resamples. Each resample has a stream of random numbers of its own, so that it does
/// not matter which of them are taken together.
private struct Resamples: Sendable {
  private let resampler: Resampler
  private let options: BootstrapOptions
  /// Of each figure the numbers that it had.
  private var found: [[Double]] = []

  init(_ resampler: Resampler, _ options: BootstrapOptions) {
    self.resampler = resampler
    self.options = options
  }

  mutating func take(_ samples: Range<Int>, _ figures: (_ weights: [Int]) -> [Double?]) {
    var weights = resampler.frequencies
    // Of no items at all there is one resample.
    if resampler.total == 0 {
      found = figures(weights).map { _ in [] }
      return
    }
    for sample in samples {
      var random = SplitMix64(seed: options.seed, stream: UInt64(sample))
      resampler.draw(into: &weights, &random)
      let values = figures(weights)
      if found.isEmpty { found = [[Double]](repeating: [], count: values.count) }
      for (index, value) in values.enumerated() {
        if let value, value.isFinite { found[index].append(value) }
      }
    }
  }

  mutating func append(_ others: Resamples) {
    for index in found.indices { found[index] += others.found[index] }
  }

  var intervals: [Interval?] {
    found.map { values in
      guard resampler.total >= 2, values.count * 2 >= options.samples else { return nil }
      let sorted = values.sorted()
      let tail = (1 - options.confidence) / 2
      return Interval(
        low: quantile(tail, of: sorted), high: quantile(1 - tail, of: sorted), confidence: options.confidence)
    }
  }
}

/// The interval of one figure over items that are each their own group: `figure` gets how often each item was drawn.
public func bootstrapInterval(
  itemCount: Int, options: BootstrapOptions, figure: (_ weights: [Int]) -> Double?
) -> Interval? {
  bootstrapIntervals(frequencies: [Int](repeating: 1, count: itemCount), options: options) { [figure($0)] }[0]
}

/// The quantile of sorted numbers, with straight lines between them (Hyndman and Fan 1996, type 7). O(1).
public func quantile(_ share: Double, of sorted: [Double]) -> Double {
  precondition(!sorted.isEmpty && share >= 0 && share <= 1, "a quantile is a share of something")
  let place = share * Double(sorted.count - 1)
  let below = Int(place)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
}

/// Draws items with replacement, counted by group.
private struct Resampler: Sendable {
  let frequencies: [Int]
  let total: Int
  /// The group of each item, where items are drawn one by one; empty where groups are drawn as a whole.
  private var groups: [Int32] = []
  /// Of an item that falls on none of the groups before, to fall on each group.
  private var chances: [Chance] = []

  init(_ frequencies: [Int]) {
    self.frequencies = frequencies
    total = frequencies.reduce(0, +)
    // A binomial number takes about as long as eight items drawn singly.
    if frequencies.count * 8 > total {
      groups.reserveCapacity(total)
      for (group, frequency) in frequencies.enumerated() {
        for _ in 0..<frequency { groups.append(Int32(group)) }
      }
    } else {
      var room = total
      chances.reserveCapacity(frequencies.count)
      for frequency in frequencies {
        chances.append(Chance(room > 0 ? Double(frequency) / Double(room) : 0))
        room -= frequency
      }
    }
  }

  func draw(into weights: inout [Int], _ random: inout SplitMix64) {
    if groups.isEmpty {
      var left = total
      for group in chances.indices {
        let drawn = random.binomial(left, chances[group])
        weights[group] = drawn
        left -= drawn
      }
      return
    }
    weights.withUnsafeMutableBufferPointer { weights in
      weights.update(repeating: 0)
      groups.withUnsafeBufferPointer { groups in
        for _ in 0..<groups.count { weights[Int(groups[random.below(groups.count)])] &+= 1 }
      }
    }
  }
}

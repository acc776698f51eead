/// Measured times, in seconds.
struct Distribution {
  private let sorted: [Double]

  init(_ values: [Double]) { sorted = values.sorted() }

  var count: Int { sorted.count }
  var max: Double { sorted.last ?? .nan }
  var mean: Double { sorted.reduce(0, +) / Double(sorted.count) }

  /// The smallest value that at least `share` of all do not exceed (the nearest-rank percentile).
  func percentile(_ share: Double) -> Double {
    guard !sorted.isEmpty else { return .nan }
    let rank = Int((share * Double(sorted.count)).rounded(.up))
    return sorted[Swift.min(Swift.max(rank, 1), sorted.count) - 1]
  }
}

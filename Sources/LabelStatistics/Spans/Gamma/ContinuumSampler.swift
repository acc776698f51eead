/// Random continua that look like a given one by chance: how many units an annotator marks, their lengths, the gaps between
/// them and their types are drawn from what the document shows, as pygamma-agreement's `StatisticalContinuumSampler` does:
/// normal distributions with the observed means and standard deviations, types by their frequencies.
struct ContinuumSampler {
  private let annotatorCount: Int
  private let unitsEach: Normal
  private let gap: Normal
  private let length: Normal
  /// Types of all units, each as often as it occurs.
  private let types: [Int32]

  /// Of a continuum with at least one unit.
  init(_ continuum: Continuum) {
    annotatorCount = continuum.annotatorCount
    // A gap of 0 is always among them, as in the package, so that a document with one unit has a mean.
    var gaps = [0.0]
    var counts: [Double] = []
    for annotator in 0..<continuum.annotatorCount {
      let units = continuum.units[continuum.starts[annotator]..<continuum.starts[annotator + 1]]
      counts.append(Double(units.count))
      for (one, next) in zip(units, units.dropFirst()) { gaps.append(next.start - one.end) }
      if let first = units.first, first.start > 0 { gaps.append(first.start) }
    }
    unitsEach = Normal(of: counts)
    gap = Normal(of: gaps)
    length = Normal(of: continuum.units.map { $0.end - $0.start })
    types = continuum.units.map(\.type)
  }

  func sample(_ random: inout SplitMix64) -> Continuum {
    var annotators: [[Unit]] = []
    var isEmpty = true
    for _ in 0..<annotatorCount {
      var count = abs(Int(unitsEach.draw(&random)))
      // Not a continuum of nothing.
      if isEmpty { count = max(1, count) }
      isEmpty = isEmpty && count == 0
      var units: [Unit] = []
      var last = 0.0
      for _ in 0..<count {
        let start = last + gap.draw(&random)
        var size = abs(length.draw(&random))
        while size < 1e-6 { size = abs(length.draw(&random)) }
        units.append(Unit(start: start, end: start + size, type: types[random.below(types.count)]))
        last = start + size
      }
      annotators.append(units)
    }
    return Continuum(annotators)
  }
}

/// A normal distribution with the mean and the standard deviation (over n, not n − 1) of some numbers.
struct Normal: Equatable, Sendable {
  var mean: Double
  var deviation: Double

  init(of numbers: [Double]) {
    let n = Double(numbers.count)
    let mean = numbers.reduce(0, +) / n
    self.mean = mean
    deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
  }

  /// By the polar method of Marsaglia and Bray 1964, one of the two numbers.
  func draw(_ random: inout SplitMix64) -> Double {
    while true {
      let (x, y) = (2 * random.uniform() - 1, 2 * random.uniform() - 1)
      let square = x * x + y * y
      if square < 1 && square > 1e-300 { return mean + deviation * x * (-2 * logarithm(square) / square).squareRoot() }
    }
  }
}

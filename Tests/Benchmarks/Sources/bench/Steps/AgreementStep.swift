import CMeasure
import Foundation
import LabelStatistics

extension Bench {
  /// Alpha and every pair of annotators on synthetic ratings: ten annotators, a fifth of the ratings missing.
  func agreementStep(_ packages: PythonPackages?) throws {
    let annotators = 10
    let items = options.samples * 10 / 8 / annotators
    let cells = Self.ratings(items: items, annotators: annotators)
    let ratings = Self.sparse(cells, items: items, annotators: annotators)
    say("alpha and pairs of \(ratings.values.count) ratings")
    var alphas: [Double] = []
    var pairs: [Double] = []
    var alpha: Double?
    for _ in 0..<5 {
      let start = measure_now()
      alpha = krippendorffAlpha(ratings).value
      alphas.append(seconds(from: start))
      let between = measure_now()
      guard !pairAgreements(ratings).isEmpty else { throw Failure("no pairs") }
      pairs.append(seconds(from: between))
    }
    guard let alpha else { throw Failure("alpha has no value") }
    let peer = peer("krippendorff") {
      let (time, value) = try Self.krippendorff(self, packages, cells, items: items)
      // Its sums run in another order; nine digits are what the test of the figures asks for, too.
      guard abs(value - alpha) < 5e-10 else { throw Failure("alpha is \(value) there and \(alpha) here") }
      return .seconds(time)
    }
    found(
      Measurement(
        "alpha of \(ratings.values.count) ratings, least of 5", .seconds(alphas.min() ?? .nan),
        .times(10, fasterThan: "krippendorff"), beside: [peer], note: "alpha \(alpha)"))
    found(
      Measurement("kappa and percent of all \(annotators * (annotators - 1) / 2) pairs", .seconds(pairs.min() ?? .nan)))
  }

  private static let missing: UInt8 = 255

  /// A byte a cell, annotator by annotator: three values, alike two times in three.
  private static func ratings(items: Int, annotators: Int) -> [UInt8] {
    var random = SplitMix64(seed: 5)
    var cells = [UInt8](repeating: missing, count: items * annotators)
    for item in 0..<items {
      let truth = random.below(3)
      for annotator in 0..<annotators where random.below(5) > 0 {
        cells[annotator * items + item] = UInt8(random.below(3) > 0 ? truth : random.below(3))
      }
    }
    return cells
  }

  private static func sparse(_ cells: [UInt8], items: Int, annotators: Int) -> Ratings {
    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: items, annotatorCount: annotators, valueCount: 3)
    for item in 0..<items {
      for annotator in 0..<annotators where cells[annotator * items + item] != missing {
        ratings.items.append(Int32(item))
        ratings.annotators.append(Int32(annotator))
        ratings.values.append(Int32(cells[annotator * items + item]))
      }
    }
    return ratings
  }

  /// The least of three times of the package's own function, and its alpha; reading and importing is not in the time.
  private static func krippendorff(
    _ bench: Bench, _ packages: PythonPackages?, _ cells: [UInt8], items: Int
  ) throws -> (Double, Double) {
    guard let python = packages?.interpreter else { throw Failure("not installed") }
    let file = bench.directory + "/ratings"
    try Data(cells).write(to: URL(fileURLWithPath: file))
    let script = """
      import sys, time
      try:
        import krippendorff, numpy
      except ImportError:
        sys.exit("krippendorff is not installed")
      cells = numpy.fromfile(sys.argv[1], dtype=numpy.uint8).reshape(-1, int(sys.argv[2])).astype(float)
      cells[cells == 255] = numpy.nan
      times = []
      for _ in range(3):
        start = time.perf_counter()
        alpha = krippendorff.alpha(reliability_data=cells, level_of_measurement="nominal")
        times.append(time.perf_counter() - start)
      print(min(times), repr(float(alpha)))
      """
    let run = try bench.program(python).run(["-c", script, file, String(items)], in: bench.directory)
    let words = run.output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard words.count == 2 else { throw Failure("krippendorff answered: \(run.output)") }
    return (words[0], words[1])
  }
}

import Testing

@testable import LabelStatistics

@Suite("What every method of aggregation keeps")
struct AggregationClimbTests {
  static let methods = AggregationMethod.all.map(\.name)
  static let climbers = ["one-coin", "dawid-skene", "glad", "mace"]

  private func result(_ name: String, _ ratings: Ratings, _ options: EMOptions = EMOptions()) throws -> Aggregation? {
    let method = try #require(AggregationMethod.named(name))
    return try? method.run(ratings, options)
  }

  @Test("The log-likelihood never falls from step to step, with and without smoothing", arguments: climbers)
  func neverFalls(name: String) throws {
    var random = SplitMix(state: 41)
    for round in 0..<150 {
      let ratings = Ratings.random(&random)
      for smoothing in [nil, 0.01, 0.7, 3] {
        let run = try #require(try result(name, ratings, EMOptions(smoothing: smoothing, steps: 60)))
        for (before, after) in zip(run.likelihoods, run.likelihoods.dropFirst()) {
          #expect(after >= before - 1e-7, "\(name), table \(round), smoothing \(String(describing: smoothing))")
        }
        #expect(run.likelihoods.count == run.steps)
        #expect(run.likelihoods.allSatisfy { $0.isFinite })
      }
    }
  }

  @Test(
    "Without smoothing, what Dawid-Skene and one-coin climb is the log-likelihood",
    arguments: ["one-coin", "dawid-skene"])
  func climbsTheLikelihood(name: String) throws {
    var random = SplitMix(state: 3)
    for _ in 0..<50 {
      let run = try #require(try result(name, Ratings.random(&random)))
      #expect(run.likelihoods.last == run.logLikelihood)
    }
  }

  @Test("No order of the ratings changes a bit", arguments: methods)
  func order(name: String) throws {
    var random = SplitMix(state: 8)
    for _ in 0..<60 {
      let ratings = Ratings.random(&random)
      #expect(try result(name, ratings.shuffled(&random)) == result(name, ratings))
    }
  }

  @Test("Posteriors are shares of 1, the label is the first of the likeliest, and no figure is NaN", arguments: methods)
  func posteriors(name: String) throws {
    var random = SplitMix(state: 12)
    for _ in 0..<150 {
      let ratings = Ratings.random(&random)
      guard let run = try result(name, ratings) else { continue }
      let rated = Set(ratings.items)
      for item in 0..<ratings.itemCount {
        let row = Array(run[item])
        if !rated.contains(Int32(item)) {
          #expect(run.labels[item] == -1 && run.confidence[item] == 0 && !run.ties[item])
          #expect(row.allSatisfy { $0 == 0 })
          continue
        }
        #expect(abs(row.reduce(0, +) - 1) < 1e-9)
        #expect(row.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-9 })
        let best = row.max() ?? 0
        #expect(Int(run.labels[item]) == row.firstIndex { $0 >= best - 1e-12 })
        #expect(run.ties[item] == (row.count { $0 >= best - 1e-12 } > 1))
      }
      for annotator in run.annotators {
        #expect((annotator.answers == 0) == (annotator.accuracy == nil))
        if let accuracy = annotator.accuracy, let interval = annotator.accuracyInterval {
          #expect(interval.low <= accuracy && accuracy <= interval.high)
        }
        #expect(annotator.skill?.isNaN != true)
        #expect(abs(annotator.confusion.counts.reduce(0, +) - Double(annotator.answers)) < 1e-6)
      }
    }
  }

  @Test("The cap on the steps is said, and so is the caller's end", arguments: climbers)
  func cap(name: String) throws {
    let ratings = AgreementTests.krippendorff
    let capped = try #require(try result(name, ratings, EMOptions(steps: 2, tolerance: 0)))
    #expect(!capped.converged && capped.steps == 2)
    #expect(capped.warnings.contains(.stoppedAtCap(steps: 2)))
    let ended = try #require(try result(name, ratings, EMOptions(tolerance: 0) { $0 < 3 }))
    #expect(!ended.converged && ended.steps == 3)
    let free = try #require(try result(name, ratings, EMOptions(tolerance: 1e-4)))
    #expect(free.converged && !free.warnings.contains { if case .stoppedAtCap = $0 { true } else { false } })
  }

  @Test("Where all agree, every method that knows the data says the same and is sure", arguments: methods)
  func unanimous(name: String) throws {
    let ratings = Ratings(table: ["1 2 1 2 2 1", "1 2 1 2 2 1", "1 2 1 2 . ."])
    var binary = ratings
    binary.values = ratings.values.map { $0 - 1 }
    binary.valueCount = 2
    let run = try #require(try result(name, binary))
    #expect(run.labels == [0, 1, 0, 1, 1, 0])
    #expect(run.confidence.allSatisfy { $0 > 0.8 })
  }

  @Test("Nothing to aggregate gives nothing, and one value for all is said", arguments: methods)
  func degenerate(name: String) throws {
    let none = Ratings(items: [], annotators: [], values: [], itemCount: 0, annotatorCount: 0, valueCount: 0)
    if let run = try result(name, none) { #expect(run.labels.isEmpty && run.annotators.isEmpty) }
    let same = Ratings(
      items: [0, 0, 1], annotators: [0, 1, 0], values: [0, 0, 0], itemCount: 2, annotatorCount: 2, valueCount: 1)
    if let run = try result(name, same) {
      #expect(run.labels == [0, 0])
      #expect(run.warnings.contains(.noVariation))
    }
  }
}

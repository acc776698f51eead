import Testing

@testable import LabelStatistics

@Suite("Intervals")
struct IntervalTests {
  @Test("Wilson's interval is that of the published examples, and knows no share outside 0 and 1")
  func wilsonExamples() throws {
    // Newcombe 1998, table I, method 3.
    for (successes, count, low, high) in [
      (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
    ] {
      let interval = try #require(wilson(successes, of: count))
      #expect(abs(interval.low - low) < 5e-5 && abs(interval.high - high) < 5e-5, "\(successes) of \(count)")
    }
    #expect(wilson(0, of: 0) == nil)
    #expect(wilson(5, of: 5)?.high == 1)
  }

  @Test("The bootstrap interval of a mean is about that of the normal distribution, in groups or one by one")
  func mean() throws {
    let options = BootstrapOptions(samples: 2000, seed: 5)
    let share = { (weights: [Int]) in Double(weights[1]) / Double(weights[0] + weights[1]) }
    let grouped = try #require(bootstrapIntervals(frequencies: [300, 100], options: options) { [share($0)] }[0])
    let singly = try #require(
      bootstrapInterval(itemCount: 400, options: options) { weights in
        Double(weights[..<100].reduce(0, +)) / 400
      })
    let half = 1.96 * (0.25 * 0.75 / 400).squareRoot()
    for interval in [grouped, singly] {
      #expect(abs(interval.low - (0.25 - half)) < 0.006)
      #expect(abs(interval.high - (0.25 + half)) < 0.006)
      #expect(interval.confidence == 0.95)
    }
  }

  @Test("The same seed gives the same interval, another one another")
  func seeds() {
    let interval = { (seed: UInt64) in
      bootstrapInterval(itemCount: 50, options: BootstrapOptions(samples: 100, seed: seed)) { weights in
        Double(weights[..<20].reduce(0, +))
      }
    }
    #expect(interval(1) == interval(1))
    #expect(interval(1) != interval(2))
  }

  @Test("Resamples that are shared out over the processors give the same intervals to the last bit")
  func sharedOut() {
    for samples in [1, 7, 300] {
      let options = BootstrapOptions(samples: samples, seed: 3)
      let figures = { @Sendable (weights: [Int]) in [Double(weights[0]), weights[1] > 98 ? Double(weights[1]) : nil] }
      #expect(
        concurrentIntervals(frequencies: [300, 100, 7], options: options, scratch: 0) {
          $0 += 1
          return figures($1)
        }
          == bootstrapIntervals(frequencies: [300, 100, 7], options: options, figures: figures))
    }
  }

  @Test("Every resample has as many items as there are")
  func totals() {
    for frequencies in [[1000, 2000, 30], [1, 2, 1], [0, 5]] {
      _ = bootstrapIntervals(frequencies: frequencies, options: BootstrapOptions(samples: 50)) { weights in
        #expect(weights.reduce(0, +) == frequencies.reduce(0, +))
        return []
      }
    }
  }

  @Test("Where there is too little, there is no interval")
  func tooLittle() {
    let options = BootstrapOptions(samples: 20)
    #expect(bootstrapInterval(itemCount: 0, options: options) { _ in 1 } == nil)
    #expect(bootstrapInterval(itemCount: 1, options: options) { _ in 1 } == nil)
    #expect(bootstrapInterval(itemCount: 9, options: options) { _ in nil } == nil)
  }

  @Test("A quantile lies on the line between its neighbours")
  func quantiles() {
    #expect(quantile(0.5, of: [1, 2]) == 1.5)
    #expect(quantile(0, of: [1, 2, 4]) == 1)
    #expect(quantile(1, of: [1, 2, 4]) == 4)
    #expect(quantile(0.75, of: [1, 2, 4]) == 3)
  }

  @Test("Resamples without a finite figure are left out")
  func finite() throws {
    var asked = 0
    let interval = bootstrapInterval(itemCount: 10, options: BootstrapOptions(samples: 90)) { _ in
      asked += 1
      return asked % 3 == 0 ? .nan : asked % 30 == 1 ? .infinity : Double(asked % 3)
    }
    #expect(try #require(interval).low >= 1 && (interval?.high ?? 9) <= 2)
  }

  @Test("The interval of a share is the same whoever asks for it")
  func share() throws {
    for count in [1, 7, 100, 100_000] {
      for successes in Set([0, 1, count / 3, count]) {
        let interval = try #require(wilson(successes, of: count))
        #expect(interval == wilson(share: Double(successes) / Double(count), of: count))
        let width = 2 * wilsonParts(Double(successes) / Double(count), count).half
        #expect(abs(interval.high - interval.low - width) < 1e-12)
      }
    }
  }
}

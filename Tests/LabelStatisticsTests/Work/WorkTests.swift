import Testing

@testable import LabelStatistics

@Suite("Work of people: pace, drift, sittings, the consensus of others")
struct WorkTests {
  @Test("A steady pace gives one day, early and late.")
  func steady() {
    let plan = forecast(remaining: 500, days: (0..<5).map { DayCount(day: 100 + $0, count: 100) })
    #expect(plan.perDay == 100 && plan.gap == nil)
    #expect(abs((plan.early ?? 0) - 5) < 1e-9 && abs((plan.late ?? 0) - 5) < 1e-9)
  }

  @Test("Days without work between days with work stretch the forecast.")
  func weekends() throws {
    // Five days of work in seven.
    let days = [0, 1, 2, 3, 6].map { DayCount(day: $0, count: 10) }
    let plan = forecast(remaining: 50, days: days)
    #expect(abs(try #require(plan.early) - 7) < 1e-9)
  }

  @Test("The ends of the forecast solve the equation of the prediction interval.")
  func spread() throws {
    // Mean 100, standard deviation 10, 3 days: t = 4.302653.
    let days = [(0, 90), (1, 100), (2, 110)].map { DayCount(day: $0.0, count: $0.1) }
    let plan = forecast(remaining: 1000, days: days)
    for (end, sign) in [(try #require(plan.early), 1.0), (try #require(plan.late), -1.0)] {
      let done = end * 100 + sign * 43.02653 * (end + end * end / 3).squareRoot()
      #expect(abs(done - 1000) < 1e-6)
    }
    #expect(try #require(plan.early) < 10 && 10 < (try #require(plan.late)))
  }

  @Test("A forecast that cannot be made says why.")
  func noForecast() {
    #expect(forecast(remaining: 10, days: []).gap == .noDays)
    #expect(forecast(remaining: 0, days: []).gap == .done)
    let one = forecast(remaining: 10, days: [DayCount(day: 1, count: 5)])
    #expect(one.gap == .oneDay && one.perDay == 5)
    let wild = forecast(remaining: 1000, days: [DayCount(day: 1, count: 1), DayCount(day: 2, count: 99)])
    #expect(wild.gap == .unsteady && wild.late == nil && wild.early != nil)
    let long = forecast(remaining: 10_000_000, days: [DayCount(day: 1, count: 1), DayCount(day: 2, count: 1)])
    #expect(long.gap == .tooFar && long.early == nil)
  }

  @Test("Fisher's exact test gives the figures of the tables.")
  func fisher() {
    // The lady tasting tea: 1 of 4 right or fewer, with 3 of 4 on the other side: 17/70.
    #expect(abs(fisherLowerTail(successes: 1, of: 4, against: 3, of: 4) - 17.0 / 70) < 1e-12)
    // scipy.stats.fisher_exact([[12, 8], [75, 5]], "less").
    #expect(abs(fisherLowerTail(successes: 12, of: 20, against: 75, of: 80) - 0.000_465_461_454_466) < 1e-12)
    #expect(fisherLowerTail(successes: 4, of: 4, against: 4, of: 4) == 1)
    #expect(fisherLowerTail(successes: 0, of: 0, against: 3, of: 5) == 1)
  }

  @Test("The difference of two shares has Newcombe's interval.")
  func difference() throws {
    // Newcombe 1998, table II, a: 56/70 and 48/80, method 10.
    let difference = try #require(differenceOfShares(56, of: 70, 48, of: 80))
    #expect(abs(difference.value - 0.2) < 1e-12)
    #expect(abs(difference.interval.low - 0.0524) < 5e-5 && abs(difference.interval.high - 0.3339) < 5e-5)
    #expect(differenceOfShares(0, of: 0, 1, of: 2) == nil)
  }

  @Test("Drift is found where the last stretch lies below by more than chance, and never on a few outcomes.")
  func drift() {
    let steady = (0..<200).map { $0 % 10 != 0 }
    #expect(LabelStatistics.drift(steady).stretches.map(\.count) == Array(repeating: 20, count: 10))
    #expect(!LabelStatistics.drift(steady).fell(at: 0.05))
    let falling = (0..<200).map { $0 < 180 ? $0 % 10 != 0 : $0 % 2 == 0 }
    let drift = LabelStatistics.drift(falling)
    #expect(drift.fell(at: 0.001) && drift.stretches.last?.right == 10 && drift.before.right == 162)
    let few = (0..<39).map { $0 < 20 }
    #expect(LabelStatistics.drift(few).stretches.count == 1 && !LabelStatistics.drift(few).fell(at: 0.5))
    #expect(LabelStatistics.drift([]).stretches.isEmpty)
    // Small differences are no finding, however sure.
    let many = (0..<20_000).map { $0 < 10_000 ? true : $0 % 25 != 0 }
    #expect(!LabelStatistics.drift(many, least: 10_000).fell(at: 0.05))
  }

  @Test("A pause longer than half an hour begins another sitting.")
  func sittings() {
    let minute: Int64 = 60
    let times = [0, 10, 40, 71, 75, 200].map { $0 * minute }
    #expect(timesInSitting(times, pause: 30 * minute) == [0, 10, 40, 0, 4, 0].map { $0 * minute })
    #expect(timesInSitting([], pause: 1) == [])
  }

  @Test("The consensus of the others leaves one's own vote out, and is none where no value leads.")
  func others() {
    let ratings = Ratings(
      items: [0, 0, 0, 1, 1, 2, 3, 3, 3, 3], annotators: [0, 1, 2, 0, 1, 0, 0, 1, 2, 3],
      values: [0, 0, 1, 1, 0, 2, 1, 1, 0, 0], itemCount: 4, annotatorCount: 4, valueCount: 3)
    let none = [Int32](repeating: -1, count: 4)
    #expect(leadingValuesOfOthers(ratings, known: none) == [-1, -1, 0, 0, 1, -1, 0, 0, 1, 1])
    #expect(leadingValuesOfOthers(ratings, known: [-1, 2, 2, 0]) == [-1, -1, 0, 2, 2, 2, 0, 0, 0, 0])
  }

  @Test("The value that leads is none on a tie; the median is one that somebody gave.")
  func leaders() {
    let ratings = Ratings(
      items: [0, 0, 0, 1, 1, 2, 4, 4], annotators: [0, 1, 2, 0, 1, 0, 0, 1], values: [2, 2, 0, 1, 0, 2, 1, 2],
      itemCount: 5, annotatorCount: 3, valueCount: 3)
    #expect(leadingValues(ratings) == [2, -1, 2, -1, -1])
    #expect(medianValues(ratings) == [2, 0, 2, -1, 1])
    let none = [Int32](repeating: -1, count: 5)
    let medians = mediansOfOthers(ratings, numbers: [1, 2.5, 4], known: none)
    #expect(medians == [2.5, 2.5, 4, 1, 2.5, nil, 4, 2.5])
    #expect(mediansOfOthers(ratings, numbers: [1, 2.5, 4], known: [0, -1, 1, -1, -1])[5] == 2.5)
  }

  @Test("The consensus of the others does not depend on the order of the ratings.")
  func anyOrder() {
    var random = SeededRandom(state: 3)
    for _ in 0..<50 {
      var rows: [(Int32, Int32, Int32)] = []
      for item in 0..<6 {
        for annotator in 0..<5 where random.next(3) > 0 {
          rows.append((Int32(item), Int32(annotator), Int32(random.next(3))))
        }
      }
      func ratings(_ rows: [(Int32, Int32, Int32)]) -> Ratings {
        Ratings(
          items: rows.map(\.0), annotators: rows.map(\.1), values: rows.map(\.2), itemCount: 6, annotatorCount: 5,
          valueCount: 3)
      }
      let none = [Int32](repeating: -1, count: 6)
      let straight = leadingValuesOfOthers(ratings(rows), known: none)
      #expect(leadingValuesOfOthers(ratings(rows.reversed()), known: none) == straight.reversed())
      for (index, row) in rows.enumerated() {
        let others = rows.filter { $0.0 == row.0 && $0.1 != row.1 }.map(\.2)
        let counts = (0..<3).map { value in others.count { $0 == Int32(value) } }
        let most = counts.max() ?? 0
        let leaders = counts.indices.filter { counts[$0] == most }
        let middle = others.isEmpty ? -1 : others.sorted()[(others.count - 1) / 2]
        #expect(medianValuesOfOthers(ratings(rows), known: none)[index] == middle)
        #expect(straight[index] == (most > 0 && leaders.count == 1 ? Int32(leaders[0]) : -1))
      }
    }
  }
}

/// A small generator with a seed.
private struct SeededRandom {
  var state: UInt64
  mutating func next(_ bound: UInt64) -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state >> 33) % bound
  }
}

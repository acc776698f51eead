import Testing

@testable import LabelStatistics

@Suite("Intervals and objects of rankings")
struct RankingIntervalTests {
  private static let options = BootstrapOptions(samples: 200, seed: 5)

  private func rankings(tasks: Int, annotators: Int = 3, objects: Int = 5) -> Rankings {
    var random = SplitMix(state: 31)
    let all = (0..<tasks).flatMap { task in
      (0..<annotators).map { annotator in
        var order = (0..<Int32(objects)).map { $0 }
        for _ in 0..<3 {
          let place = random.below(objects - 1)
          order.swapAt(place, place + 1)
        }
        return Ranking(task: Int32(task), annotator: Int32(annotator), places: order.map { [$0] })
      }
    }
    return Rankings(all, taskCount: tasks, annotatorCount: annotators)
  }

  @Test("The means have intervals over tasks, and those of pairs over the tasks of the pair")
  func intervals() throws {
    let agreement = RankingAgreement(rankings(tasks: 15))
    let overall = agreement.overall(Self.options)
    #expect(overall.w.value == meanFigure(agreement.w).value && overall.tau.value == meanFigure(agreement.tau).value)
    let interval = try #require(overall.tau.interval)
    let tau = try #require(overall.tau.value)
    #expect(interval.low < tau && tau < interval.high)
    #expect(agreement.pairs(Self.options).allSatisfy { $0.tau.interval != nil && $0.taus.count == 15 })
    #expect(agreement.pairs(Self.options).map(\.tau.value) == agreement.pairs.map(\.tau.value))
    let two = RankingAgreement(rankings(tasks: 15, annotators: 2))
    #expect(two.pairs(Self.options)[0].tau == two.overall(Self.options).tau)
    #expect(two.overall(nil).tau.interval == nil)
  }

  @Test("Tasks that nobody ranked are not drawn")
  func absent() {
    let few = rankings(tasks: 6)
    let sparse = Rankings(few.rankings, taskCount: 100, annotatorCount: 3)
    #expect(RankingAgreement(sparse).overall(Self.options) == RankingAgreement(few).overall(Self.options))
  }

  @Test("An object agrees as far as the pairs that it makes are ordered the same, counted one by one")
  func objects() throws {
    let rankings = Rankings(
      [
        Ranking(task: 0, annotator: 0, places: [[0], [1], [2]]),
        Ranking(task: 0, annotator: 1, places: [[0], [2], [1]]),
        Ranking(task: 0, annotator: 2, places: [[0, 1], [3]]),
      ], taskCount: 1, annotatorCount: 3)
    let objects = objectAgreements(rankings, Self.options)
    #expect(objects.map(\.object) == [0, 1, 2, 3])
    #expect(objects.map(\.rankings) == [3, 3, 2, 1])
    // Object 0: with 1 and 2 the same for the first two; tied with 1 for the third, which neither of the others does.
    #expect(objects[0].sameOrder.value == 2.0 / 4)
    #expect(objects[0].somersD.value == 2.0 * 2 / 6)
    // Object 2: its pair with 0 the same, that with 1 the other way round.
    #expect(objects[2].sameOrder.value == 0.5 && objects[2].somersD.value == 0)
    #expect(objects[3].sameOrder == Figure(value: nil, why: .tooFewObjects, items: 0))
    let many = objectAgreements(self.rankings(tasks: 15), Self.options)
    #expect(many.allSatisfy { $0.sameOrder.interval != nil && $0.somersD.interval != nil && $0.sameOrder.items == 15 })
  }

  @Test("Where all tie everything, d is 1 by definition; without rankings there are no objects")
  func degenerate() {
    let tied = Rankings(
      (0..<2).map { Ranking(task: 0, annotator: $0, places: [[0, 1]]) }, taskCount: 1, annotatorCount: 2)
    #expect(objectAgreements(tied, Self.options)[0].somersD == Figure(value: 1, why: .noVariation, items: 1))
    let none = Rankings([], taskCount: 0, annotatorCount: 0)
    #expect(objectAgreements(none, Self.options).isEmpty)
    #expect(RankingAgreement(none).overall(Self.options).w == Figure(value: nil, why: .noRatings, items: 0))
    let one = Rankings([Ranking(task: 0, annotator: 0, places: [[0], [1]])], taskCount: 1, annotatorCount: 1)
    #expect(RankingAgreement(one).overall(Self.options).tau.why == .oneAnnotator)
  }
}

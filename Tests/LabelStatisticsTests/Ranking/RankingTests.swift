import Testing

@testable import LabelStatistics

@Suite("Agreement on rankings")
struct RankingTests {
  @Test("Tau-b is that of the definition over all pairs, on random rankings with ties")
  func tauByPairs() throws {
    var random = SplitMix(state: 3)
    for _ in 0..<300 {
      let n = 2 + random.below(9)
      let (a, b) = ((0..<n).map { _ in random.below(5) }, (0..<n).map { _ in random.below(5) })
      var (agreeing, untiedA, untiedB) = (0, 0, 0)
      for i in 0..<n {
        for j in 0..<i {
          agreeing += (a[i] - a[j]).signum() * (b[i] - b[j]).signum()
          untiedA += a[i] == a[j] ? 0 : 1
          untiedB += b[i] == b[j] ? 0 : 1
        }
      }
      let tau = kendallTauB(a, b)
      if untiedA == 0 || untiedB == 0 {
        #expect(tau.value == (untiedA == untiedB ? 1 : nil))
        #expect(tau.why != nil)
      } else {
        let expected = Double(agreeing) / (Double(untiedA) * Double(untiedB)).squareRoot()
        #expect(abs(try #require(tau.value) - expected) < 1e-12)
      }
    }
  }

  /// Kendall 1948 (Rank Correlation Methods), example 6.1 and the tied one of Siegel and Castellan 1988, section 9.7.2.
  @Test("W of the published examples, without and with ties")
  func published() throws {
    let complete = [[5, 4, 1, 6, 3, 2], [2, 3, 1, 5, 6, 4], [4, 1, 6, 3, 2, 5]]
    #expect(abs(try #require(kendallW(complete).value) - 0.1619) < 0.00005)
    #expect(kendallW([[0, 1, 2], [0, 1, 2], [0, 1, 2]]).value == 1)
    #expect(kendallW([[0, 1, 2], [2, 1, 0]]).value == 0)
  }

  @Test("W with ties is (m − 1) times the mean Spearman correlation plus 1, over m, whatever the ties")
  func wBySpearman() throws {
    var random = SplitMix(state: 4)
    for _ in 0..<100 {
      let n = 3 + random.below(6)
      let m = 2 + random.below(4)
      let places = (0..<m).map { _ in (0..<n).map { _ in random.below(4) } }
      let w = try #require(kendallW(places).value)
      let ranks = places.map { row in
        row.map { one in Double(row.count { $0 < one }) + Double(row.count { $0 == one } + 1) / 2 }
      }
      // The variance of rank sums over the greatest it could be: Σ of each one's variance, times m.
      let sums = (0..<n).map { object in ranks.reduce(0) { $0 + $1[object] } }
      let total = ranks.reduce(0) { $0 + squares($1) } * Double(m)
      if total == 0 { #expect(w == 1) } else { #expect(abs(w - squares(sums) / total) < 1e-12) }
    }
  }

  private func squares(_ numbers: [Double]) -> Double {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    return numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  @Test("Incomplete rankings: W is over what all ranked, tau-b over what both did, and it is said")
  func incomplete() {
    let rankings = Rankings(
      [
        Ranking(task: 0, annotator: 0, places: [[0], [1], [2], [3]]),
        Ranking(task: 0, annotator: 1, places: [[0], [1], [2]]),
        Ranking(task: 0, annotator: 2, places: [[3], [1], [0]]),
      ], taskCount: 1, annotatorCount: 3)
    let agreement = RankingAgreement(rankings)
    #expect(agreement.w[0].items == 2)
    #expect(agreement.incompleteTasks == 1)
    #expect(agreement.objectsLeftOut == 2)
    #expect(agreement.pairs.map(\.tau.value) == [1, -1, -1])
    #expect(agreement.overall(nil).tau.value == -1.0 / 3)
  }

  @Test("W of more objects than whole numbers hold the cubes of is no overflow")
  func large() {
    // m²·n³ is beyond 2⁶³.
    let n = 1_400_000
    let forwards = [0, 0] + Array(2..<n)
    let alike = kendallW([forwards, forwards])
    #expect(abs((alike.value ?? 0) - 1) < 1e-9 && (alike.value ?? 2) <= 1 && alike.items == n)
    let against = kendallW([forwards, Array((0..<n).reversed())])
    #expect((against.value ?? 1) < 1e-9 && against.why == nil)
  }

  @Test("One ranking, no objects in common and no rankings have no value and say why")
  func degenerate() {
    let alone = RankingAgreement(
      Rankings([Ranking(task: 0, annotator: 0, places: [[0], [1]])], taskCount: 1, annotatorCount: 1))
    #expect(alone.overall(nil).w == Figure(value: nil, why: .oneAnnotator, items: 0))
    #expect(alone.overall(nil).tau.why == .oneAnnotator)
    let apart = RankingAgreement(
      Rankings(
        [
          Ranking(task: 0, annotator: 0, places: [[0], [1]]), Ranking(task: 0, annotator: 1, places: [[2], [3]]),
        ], taskCount: 1, annotatorCount: 2))
    #expect(apart.overall(nil).w.why == .tooFewObjects)
    #expect(apart.pairs[0].tau.why == .tooFewObjects)
    #expect(RankingAgreement(Rankings([], taskCount: 0, annotatorCount: 0)).overall(nil).w.why == .noRatings)
    #expect(kendallTauB([1, 1], [1, 2]).why == .tiedThroughout)
    #expect(kendallTauB([1, 1], [2, 2]) == Figure(value: 1, why: .noVariation, items: 2))
    #expect(kendallW([[0, 0], [0, 0]]).why == .noVariation)
  }
}

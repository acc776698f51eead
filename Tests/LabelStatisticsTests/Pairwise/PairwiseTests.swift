import Testing

@testable import LabelStatistics

@Suite("Pairwise comparisons")
struct PairwiseTests {
  private typealias Row = (Int32, Int32, Int32, Comparison.Outcome)

  private func comparisons(_ rows: [Row], objects: Int, annotators: Int = 1) -> Comparisons {
    Comparisons(
      rows.map { Comparison(annotator: $0.0, left: $0.1, right: $0.2, outcome: $0.3) }, objectCount: objects,
      annotatorCount: annotators)
  }

  private func random(_ random: inout SplitMix, objects: Int, annotators: Int, count: Int) -> Comparisons {
    comparisons(
      (0..<count).map { _ in
        let left = random.below(objects)
        let right = (left + 1 + random.below(objects - 1)) % objects
        let outcome: Comparison.Outcome =
          random.below(10) == 0
          ? .tie : random.below(objects * 2) + left > random.below(objects) + right ? .left : .right
        return (Int32(random.below(annotators)), Int32(left), Int32(right), outcome)
      }, objects: objects, annotators: annotators)
  }

  @Test("Two objects: the strengths are the shares of wins, a tie half a win each")
  func two() throws {
    let model = bradleyTerry(
      comparisons([(0, 0, 1, .left), (0, 1, 0, .right), (0, 0, 1, .right), (0, 0, 1, .tie)], objects: 2),
      options: EMOptions())
    #expect(abs(model.strengths[0] - 2.5 / 4) < 1e-6)
    #expect(model.converged)
    #expect(model.warnings.isEmpty)
  }

  @Test("At the end each object has as many wins as its strength makes likely, and the likelihood never fell")
  func stationary() {
    var generator = SplitMix(state: 6)
    for _ in 0..<20 {
      let data = random(&generator, objects: 5, annotators: 3, count: 120)
      let model = bradleyTerry(data, options: EMOptions(tolerance: 1e-11))
      var surplus = [Double](repeating: 0, count: 5)
      for comparison in data.comparisons {
        let (l, r) = (Int(comparison.left), Int(comparison.right))
        let chance = model.strengths[l] / (model.strengths[l] + model.strengths[r])
        surplus[l] += comparison.outcome.leftShare - chance
        surplus[r] += chance - comparison.outcome.leftShare
      }
      #expect(surplus.allSatisfy { abs($0) < 1e-6 })
      #expect(zip(model.likelihoods, model.likelihoods.dropFirst()).allSatisfy { $0.1 >= $0.0 - 1e-9 * abs($0.0) })
      #expect(abs(model.strengths.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test("The noisy model's likelihood never falls, and it finds who answers without looking")
  func noisy() throws {
    var generator = SplitMix(state: 7)
    var rows: [Row] = []
    for _ in 0..<400 {
      let (left, right) = (Int32(generator.below(6)), Int32(generator.below(6)))
      if left == right { continue }
      // The third always says left; the others take the smaller number, nine times of ten.
      for annotator in 0..<2 {
        rows.append((Int32(annotator), left, right, (left < right) == (generator.below(10) > 0) ? .left : .right))
      }
      rows.append((2, left, right, .left))
    }
    for smoothing in [0.01, 1, 0] {
      let model = noisyBradleyTerry(
        comparisons(rows, objects: 6, annotators: 4), options: EMOptions(smoothing: smoothing))
      let likelihoods = model.strengths.likelihoods
      #expect(zip(likelihoods, likelihoods.dropFirst()).allSatisfy { $0.1 >= $0.0 - 1e-9 * abs($0.0) })
      #expect(model.strengths.strengths == model.strengths.strengths.sorted(by: >))
      #expect(try #require(model.annotators[0].skill) > 0.6)
      #expect(try #require(model.annotators[2].skill) < 0.2)
      #expect(try #require(model.annotators[2].bias) > 0.8)
      #expect(model.annotators[3].skill == nil)
    }
  }

  @Test("Objects that nothing joins, or that only won, are reported and give numbers; nothing is NaN")
  func disconnected() {
    let rows: [Row] = [(0, 0, 1, .left), (0, 1, 0, .left), (0, 2, 3, .left), (0, 2, 3, .left)]
    let model = bradleyTerry(comparisons(rows, objects: 5), options: EMOptions(steps: 500))
    #expect(model.groups == [[0, 1], [2, 3], [4]])
    #expect(!model.isStronglyJoined)
    #expect(model.warnings.count >= 2)
    #expect(model.strengths.allSatisfy { $0.isFinite })
    #expect(model.strengths[3] == 0)
    let smoothed = bradleyTerry(comparisons(rows, objects: 5), options: EMOptions(smoothing: 0.1))
    #expect(smoothed.isStronglyJoined)
    #expect(smoothed.converged)
    #expect(smoothed.strengths[3] > 0)
    let none = bradleyTerry(comparisons([], objects: 0), options: EMOptions())
    #expect(none.converged)
    #expect(none.strengths.isEmpty)
    let long = bradleyTerry(
      comparisons((0..<6).map { (0, Int32($0), Int32($0 + 1), .left) }, objects: 7), options: EMOptions(steps: 3000))
    #expect(long.strengths.allSatisfy { $0.isFinite })
    #expect(long.logLikelihood.isFinite)
  }

  @Test("A pair is one item whichever object stood left; mirrored, alpha does not depend on the names")
  func ratings() throws {
    let rows: [Row] = [(0, 0, 1, .left), (1, 1, 0, .right), (0, 2, 1, .left), (1, 1, 2, .tie), (2, 2, 0, .right)]
    let ratings = comparisons(rows, objects: 3, annotators: 3).ratings
    #expect(ratings.itemCount == 3)
    #expect(ratings.items == [0, 0, 1, 2, 2])
    #expect(ratings.values == [0, 0, 0, 1, 2])
    let renamed = rows.map { row -> Row in (row.0, 2 - row.1, 2 - row.2, row.3) }
    let mirrored = krippendorffAlpha(comparisons(rows, objects: 3, annotators: 3).mirroredRatings)
    let other = krippendorffAlpha(comparisons(renamed, objects: 3, annotators: 3).mirroredRatings)
    #expect(abs(try #require(mirrored.value) - (try #require(other.value))) < 1e-12)
  }

  @Test("Two objects of strength 0 that were compared without a win leave the strengths finite")
  func neverWon() {
    var counts = PairCounts(
      comparisons([(0, 0, 1, .left), (0, 0, 2, .right), (0, 1, 2, .right)], objects: 3, annotators: 1))
    counts.pairs[0].winsA = 0
    counts.pairs[0].winsB = 0
    var climb = StrengthClimb(counts, smoothing: 0)
    for _ in 0..<3 { _ = climb.step() }
    #expect(climb.normalized == [0, 0, 1] && climb.logLikelihood == 0)
    // Another step of expectation may give one of them a win.
    climb.counts.pairs[1].winsA = 0.5
    _ = climb.step()
    #expect(climb.strengths.allSatisfy(\.isFinite) && climb.strengths[0] > 0.1)
  }
}

import Foundation
import Testing

@testable import LabelStatistics

@Suite("The methods of aggregation one by one")
struct AggregationMethodTests {
  @Test("Dawid-Skene is what its definition gives, step by step, on random tables")
  func dawidSkeneByDefinition() {
    var random = SplitMix(state: 77)
    for _ in 0..<200 {
      var ratings = Ratings.random(&random).withoutEmptyItems()
      if ratings.items.isEmpty { continue }
      // With values that nobody gives, too: rows of one vector, of two, and of more.
      ratings.valueCount += random.below(8)
      let steps = random.below(12) + 1
      let run = dawidSkene(ratings, options: EMOptions(steps: steps, tolerance: 0))
      let plain = PlainDawidSkene(ratings, steps: steps)
      #expect(abs((run.logLikelihood ?? 0) - plain.logLikelihood) < 1e-8)
      for (ours, theirs) in zip(run.posteriors, plain.posteriors.joined()) { #expect(abs(ours - theirs) < 1e-8) }
    }
  }

  @Test("A table large enough for several processors gives the same bits in any order of its rows")
  func concurrent() {
    var random = SplitMix(state: 19)
    var ratings = Ratings(items: [], annotators: [], values: [], itemCount: 9_000, annotatorCount: 12, valueCount: 3)
    for item in 0..<9_000 {
      let truth = random.below(3)
      for vote in 0..<4 {
        ratings.append(item, (item + 3 * vote) % 12, random.below(4) > 0 ? truth : random.below(3))
      }
    }
    #expect(chunks(starts: Votes(ratings).starts, cells: 100).count > 1)
    let shuffled = ratings.shuffled(&random)
    for name in ["dawid-skene", "mace", "glad"] {
      guard let method = AggregationMethod.named(name) else { continue }
      let options = EMOptions(steps: 5)
      #expect((try? method.run(ratings, options)) == (try? method.run(shuffled, options)))
    }
  }

  @Test("Wawa weighs each vote by how often its annotator is with the majority")
  func wawaByHand() {
    // Annotator 2 is against the majority in the first two items: their skill is 1/3.
    let ratings = Ratings(
      items: [0, 0, 0, 1, 1, 1, 2, 2], annotators: [0, 1, 2, 0, 1, 2, 0, 2], values: [0, 0, 1, 1, 1, 0, 0, 1],
      itemCount: 3, annotatorCount: 3, valueCount: 2)
    let run = wawa(ratings)
    // The tie of the last item goes to its first value.
    #expect(run.annotators.map(\.skill) == [1, 1, 0])
    #expect(Array(run[2]) == [1, 0])
    #expect(majority(ratings).ties == [false, false, true])
  }

  @Test("MMSR finds the one who says the opposite, and turns their votes round")
  func adversary() throws {
    var random = SplitMix(state: 4)
    var ratings = Ratings(items: [], annotators: [], values: [], itemCount: 200, annotatorCount: 7, valueCount: 2)
    var gold: [Int32] = []
    for item in 0..<200 {
      let truth = random.below(2)
      gold.append(Int32(truth))
      for annotator in 0..<7 {
        let right = random.below(100) < (annotator < 2 ? 8 : 78)
        ratings.append(item, annotator, right ? truth : 1 - truth)
      }
    }
    let run = try mmsr(ratings)
    #expect(run.converged)
    #expect((run.annotators[0].skill ?? 1) < 0.3 && (run.annotators[1].skill ?? 1) < 0.3)
    #expect(run.annotators[2...].allSatisfy { ($0.skill ?? 0) > 0.6 })
    let (robust, plain) = (accuracy(run, gold: gold), accuracy(majority(ratings), gold: gold))
    #expect(robust.right > plain.right)
  }

  @Test("KOS refuses more than two values, and takes its start from the seed")
  func kosBinary() throws {
    #expect(throws: AggregationRefusal.notBinary(values: 6)) { try kos(AgreementTests.krippendorff) }
    #expect(throws: AggregationRefusal.oneValue) {
      try mmsr(Ratings(items: [0], annotators: [0], values: [0], itemCount: 1, annotatorCount: 1, valueCount: 1))
    }
    #expect(throws: AggregationRefusal.noOverlap) {
      try mmsr(
        Ratings(items: [0, 1], annotators: [0, 1], values: [0, 1], itemCount: 2, annotatorCount: 2, valueCount: 2))
    }
    let words = [AggregationRefusal.notBinary(values: 3), .oneValue, .noOverlap].map(\.explanation)
    #expect(Set(words).count == 3)
    var random = SplitMix(state: 6)
    var ratings = Ratings.random(&random)
    while ratings.valueCount != 2 || ratings.items.count < 20 { ratings = Ratings.random(&random) }
    let options = { EMOptions(steps: 1, seed: $0) }
    #expect(try kos(ratings, options: options(1)) == kos(ratings, options: options(1)))
    #expect(try kos(ratings, options: options(1)) != kos(ratings, options: options(2)))
  }

  @Test("Accuracy counts a tie as what a random choice would get right")
  func ties() {
    let ratings = Ratings(
      items: [0, 0, 1, 1, 2], annotators: [0, 1, 0, 1, 0], values: [0, 1, 1, 1, 0],
      itemCount: 4, annotatorCount: 2, valueCount: 3)
    let result = accuracy(majority(ratings), gold: [1, 1, -1, 0])
    #expect(result == Accuracy(items: 2, right: 1, expectedRight: 1.5))
    #expect(result.share == 0.75)
    #expect(accuracy(majority(ratings), gold: [-1, -1, -1, 0]).share == nil)
    #expect(accuracy(majority(ratings), gold: [2, -1, 7, -1]) == Accuracy(items: 2, right: 0, expectedRight: 0))
  }

  @Test("exp and ln are those of the C library to the last bits, digamma and ln Γ to twelve digits")
  func numbers() {
    var random = SplitMix(state: 1)
    for _ in 0..<20_000 {
      let x = Double(random.below(1_400_000)) / 1000 - 700
      #expect(abs(exponential(x) / exp(x) - 1) < 4e-16)
      #expect(exponential(SIMD4(x, 0, -x, 1))[0] == exponential(x))
      let y = exp(x / 2)
      #expect(abs(logarithm(y) - log(y)) <= 4e-16 * abs(log(y)))
    }
    #expect(exponential(-1e300) < 1e-300 && exponential(0) == 1 && logarithm(1) == 0)
    #expect(abs(digamma(1) + 0.5772156649015329) < 1e-13 && abs(digamma(0.5) + 1.9635100260214235) < 1e-13)
    for x in [0.01, 0.5, 1, 2, 3.7, 9.99, 25, 1e5] {
      #expect(abs(logGamma(x) - lgamma(x)) < 1e-12 * max(1, abs(lgamma(x))))
    }
  }
}

/// The definition, as `dawid_skene` programs for arrays have it.
private struct PlainDawidSkene {
  var posteriors: [[Double]]
  var logLikelihood = 0.0

  init(_ ratings: Ratings, steps: Int) {
    let (values, votes) = (ratings.valueCount, ratings.items.indices)
    posteriors = [[Double]](repeating: [Double](repeating: 0, count: values), count: ratings.itemCount)
    for vote in votes { posteriors[Int(ratings.items[vote])][Int(ratings.values[vote])] += 1 }
    posteriors = posteriors.map { row in row.map { $0 / row.reduce(0, +) } }
    for _ in 0..<steps {
      let prior = (0..<values).map { value in
        max(posteriors.reduce(0) { $0 + $1[value] } / Double(ratings.itemCount), 1e-10)
      }
      var confusion = [[[Double]]](
        repeating: [[Double]](repeating: [Double](repeating: 0, count: values), count: values),
        count: ratings.annotatorCount)
      for vote in votes {
        for truth in 0..<values {
          confusion[Int(ratings.annotators[vote])][Int(ratings.values[vote])][truth] +=
            posteriors[Int(ratings.items[vote])][truth]
        }
      }
      for annotator in confusion.indices {
        for truth in 0..<values {
          let column = confusion[annotator].map { max($0[truth], 1e-10) }
          for value in 0..<values { confusion[annotator][value][truth] = column[value] / column.reduce(0, +) }
        }
      }
      var joint = posteriors.map { _ in prior.map(log) }
      for vote in votes {
        for truth in 0..<values {
          joint[Int(ratings.items[vote])][truth] +=
            log(confusion[Int(ratings.annotators[vote])][Int(ratings.values[vote])][truth])
        }
      }
      logLikelihood = 0
      for item in joint.indices {
        let top = joint[item].max() ?? 0
        let mass = joint[item].map { exp($0 - top) }
        let total = mass.reduce(0, +)
        logLikelihood += log(total) + top
        posteriors[item] = mass.map { $0 / total }
      }
    }
  }
}

extension Ratings {
  /// The items that have a rating, numbered anew.
  fileprivate func withoutEmptyItems() -> Ratings {
    let rated = Set(items).sorted()
    var other = self
    other.items = items.map { Int32(rated.firstIndex(of: $0) ?? 0) }
    other.itemCount = rated.count
    return other
  }
}

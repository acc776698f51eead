import Testing

@testable import LabelStatistics

@Suite("Agreement on one label")
struct LabelCountsTests {
  /// The figures of the ratings that are seen as given or not, all of them anew.
  private func mapped(_ counts: AgreementCounts, _ values: [Int32], _ options: BootstrapOptions?) -> ValueAgreement {
    let binary = counts.mapped((0..<Int32(counts.valueCount)).map { values.contains($0) ? 1 : 0 }, valueCount: 2)
    let figures = binary.figures([.percent, .alpha(.nominal), .fleiss(nil), .gwet(nil)], options)
    return ValueAgreement(
      answers: values.reduce(0) { $0 + counts.valueTotals[Int($1)] }, percent: figures[0], alpha: figures[1],
      kappa: counts.hasPairs ? binary.figure(.cohen(nil)) : nil, fleiss: figures[2], ac1: figures[3])
  }

  @Test("A label's figures from where it stands are those of all ratings seen as given or not, to the last bit")
  func sameAsMapped() {
    var random = SplitMix(state: 5)
    for turn in 0..<300 {
      let ratings = Ratings.random(&random).shuffled(&random)
      let counts = turn.isMultiple(of: 3) ? AgreementCounts.withoutPairs(ratings) : AgreementCounts(ratings)
      let label = LabelCounts(counts)
      let options = turn < 30 ? BootstrapOptions(samples: 50) : nil
      let values = (0..<Int32(ratings.valueCount)).filter { _ in random.next() % 3 == 0 }
      #expect(label.agreement(of: values, options) == mapped(counts, values, options))
      for value in 0..<Int32(ratings.valueCount) {
        #expect(label.agreement(of: [value], options) == mapped(counts, [value], options))
      }
    }
  }

  @Test("A value beyond the counted ones was given by nobody")
  func beyond() {
    let ratings = Ratings(
      items: [0, 0], annotators: [0, 1], values: [0, 1], itemCount: 1, annotatorCount: 2, valueCount: 2)
    let found = LabelCounts(AgreementCounts(ratings)).agreement(of: [7], nil)
    #expect(found.answers == 0 && found.percent.value == 1 && found.alpha.why == .noVariation)
  }

  @Test("Free text of fifty thousand values is counted, resampled and split into labels")
  func manyValues() {
    // Two annotators agree on every second item, and every text is written about one item.
    let items: Int32 = 30_000
    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: Int(items), annotatorCount: 2, valueCount: 2 * Int(items))
    for item in 0..<items {
      ratings.items += [item, item]
      ratings.annotators += [0, 1]
      ratings.values += [2 * item, item.isMultiple(of: 2) ? 2 * item : 2 * item + 1]
    }
    let counts = AgreementCounts(ratings)
    let figures = counts.figures([.cohen(nil), .conger(nil)], of: ratings, BootstrapOptions(samples: 20))
    #expect(figures.allSatisfy { abs(($0.value ?? 0) - 0.5) < 1e-3 && $0.interval != nil })
    let label = LabelCounts(counts)
    for value in Int32(0)..<2000 {
      let found = label.agreement(of: [value], nil)
      #expect(found.answers == [2, 0, 1, 1][Int(value % 4)])
    }
  }
}

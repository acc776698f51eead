import Testing

@testable import LabelStatistics

@Suite("Agreement on comparisons")
struct ComparisonAgreementTests {
  private static let options = BootstrapOptions(samples: 200, seed: 5)

  private func comparisons(objects: Int = 6, annotators: Int = 4, count: Int = 80) -> Comparisons {
    var random = SplitMix(state: 41)
    let rows = (0..<count).map { _ in
      let left = random.below(objects)
      let right = (left + 1 + random.below(objects - 1)) % objects
      let outcome: Comparison.Outcome =
        random.below(8) == 0 ? .tie : (left < right) == (random.below(4) > 0) ? .left : .right
      return Comparison(
        annotator: Int32(random.below(annotators)), left: Int32(left), right: Int32(right), outcome: outcome)
    }
    return Comparisons(rows, objectCount: objects, annotatorCount: annotators)
  }

  @Test("Percent and alpha are those of the ratings, alpha both ways that of the mirrored ones, each with its interval")
  func overall() throws {
    let all = comparisons()
    let found = ComparisonAgreement(all).overall(Self.options)
    #expect(found.percent.value == percentAgreement(all.ratings).value)
    #expect(found.alpha.value == krippendorffAlpha(all.ratings).value)
    let mirrored = krippendorffAlpha(all.mirroredRatings)
    let (ours, theirs) = (try #require(found.mirrored.value), try #require(mirrored.value))
    #expect(abs(ours - theirs) < 1e-12)
    #expect(found.mirrored.items == mirrored.items)
    for figure in [found.percent, found.alpha, found.mirrored] {
      let interval = try #require(figure.interval)
      let value = try #require(figure.value)
      #expect(interval.low <= value && value <= interval.high)
    }
  }

  @Test("Pairs of annotators have kappa with its interval")
  func pairs() {
    let found = ComparisonAgreement(comparisons()).pairs(Self.options)
    #expect(found.pairs.count == 6 && found.samples == 200)
    #expect(found.pairs.contains { $0.kappa.interval != nil })
  }

  @Test("An object is measured on the pairs that it is in, as won, lost or tied")
  func objects() throws {
    let rows = [
      Comparison(annotator: 0, left: 0, right: 1, outcome: .left),
      Comparison(annotator: 1, left: 1, right: 0, outcome: .right),
      Comparison(annotator: 0, left: 1, right: 2, outcome: .left),
      Comparison(annotator: 1, left: 1, right: 2, outcome: .right),
    ]
    let objects = ComparisonAgreement(Comparisons(rows, objectCount: 3, annotatorCount: 2)).objects(Self.options)
    #expect(objects.map(\.percent.value) == [1, 0.5, 0])
    #expect(objects.map(\.answers) == [2, 4, 2])
    // Object 0 won twice: no variation. Object 1 lost twice, won once, lost once.
    #expect(objects[0].alpha == Figure(value: 1, why: .noVariation, items: 1))
    let lostAndWon = Ratings(
      items: [0, 0, 1, 1], annotators: [0, 1, 0, 1], values: [1, 1, 0, 1], itemCount: 2, annotatorCount: 2,
      valueCount: 3)
    #expect(objects[1].alpha.value == krippendorffAlpha(lostAndWon).value)
    let many = ComparisonAgreement(comparisons()).objects(Self.options)
    #expect(many.count == 6 && many.allSatisfy { $0.alpha.interval != nil })
  }

  @Test("No comparisons, one annotator, all alike: no value or one by definition, and why")
  func degenerate() {
    let none = ComparisonAgreement(Comparisons([], objectCount: 0, annotatorCount: 0))
    #expect(none.overall(Self.options).alpha.why == .noRatings && none.overall(Self.options).mirrored.why == .noRatings)
    #expect(none.objects(Self.options).isEmpty && none.pairs(Self.options).pairs.isEmpty)
    let one = Comparison(annotator: 0, left: 0, right: 1, outcome: .left)
    let alone = ComparisonAgreement(Comparisons([one], objectCount: 2, annotatorCount: 1))
    #expect(alone.overall(Self.options).mirrored == Figure(value: nil, why: .oneAnnotator, items: 0))
    var other = one
    other.annotator = 1
    let alike = ComparisonAgreement(Comparisons([one, other], objectCount: 2, annotatorCount: 2)).overall(Self.options)
    #expect(alike.alpha.why == .noVariation && alike.mirrored == Figure(value: 1, items: 2))
    #expect(alike.alpha.interval == nil && alike.mirrored.interval == nil)
  }
}

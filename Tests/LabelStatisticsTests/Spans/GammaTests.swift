import Testing

@testable import LabelStatistics

@Suite("Gamma")
struct GammaTests {
  @Test("The best alignment has the least disorder of all alignments, on small random documents")
  func exactAlignment() {
    var random = SplitMix(state: 11)
    for round in 0..<150 {
      let annotators = 2 + random.below(4)
      let document = SpanDocument.random(&random, annotators: annotators, spans: annotators > 3 ? 2 : 3, length: 12)
      let continuum = Continuum(document)
      if continuum.units.isEmpty { continue }
      let best = BestAlignment(continuum, UnitDissimilarity(), limits: AlignmentLimits())
      let least = EveryAlignment(continuum).leastDisorder
      #expect(abs(best.disorder - least) < 1e-9, "round \(round): \(best.disorder) is not \(least)")
      #expect(best.gap == 0)
      #expect(best.groups.joined().sorted() == Array(continuum.units.indices))
    }
  }

  @Test("Without a search for columns the alignment is a valid one that no annotator's rearrangement improves")
  func rematched() {
    var random = SplitMix(state: 12)
    var limits = AlignmentLimits()
    limits.columnSteps = 0
    var (worse, rounds) = (0, 0)
    for _ in 0..<40 {
      let document = SpanDocument.random(&random, annotators: 3, spans: 4, length: 14)
      let continuum = Continuum(document)
      if continuum.units.isEmpty { continue }
      let rough = BestAlignment(continuum, UnitDissimilarity(), limits: limits)
      let best = BestAlignment(continuum, UnitDissimilarity(), limits: AlignmentLimits())
      // Where no unit can stand with another there is nothing to search.
      #expect(rough.gap == nil || rough.disorder == best.disorder)
      #expect(rough.groups.joined().sorted() == Array(continuum.units.indices))
      #expect(rough.disorder >= best.disorder - 1e-9)
      worse += rough.disorder > best.disorder + 1e-9 ? 1 : 0
      rounds += 1
    }
    #expect(worse < rounds / 4)
  }

  @Test("A packing whose program is fractional is still solved to the end")
  func fractional() {
    // Three rows, each two of them a column: half of each is the best fraction, one of them the best choice.
    let columns = AlignmentColumns([([0, 1], 1), ([1, 2], 1), ([0, 2], 1)])
    let packing = SetPacking(columns, rowCount: 3, limits: AlignmentLimits())
    #expect(packing.saving == 1)
    #expect(packing.gap == 0)
    var limits = AlignmentLimits()
    limits.searchSteps = 0
    let branched = SetPacking(columns, rowCount: 3, limits: limits)
    #expect(branched.saving == 1)
    #expect(branched.gap == 0)
    limits.programs = 1
    #expect(abs(SetPacking(columns, rowCount: 3, limits: limits).gap - 0.5) < 1e-9)
  }

  /// Values of pygamma-agreement 0.5.9 for the same units, over 4,000 samples.
  @Test("Gamma is that of pygamma-agreement within the sampling error")
  func package() throws {
    let document = SpanDocument([
      [(0, 5, 0), (8, 12, 1), (20, 31, 0), (40, 44, 2)], [(0, 5, 0), (9, 12, 1), (22, 31, 1), (50, 53, 2)],
      [(1, 5, 0), (8, 12, 1), (20, 31, 0)],
    ])
    let result = gamma(document, stream: 0, options: GammaOptions(precision: 0.01, sampleLimit: 5000))
    #expect(abs(try #require(result.observed) - 0.735046) < 1e-6)
    #expect(abs(try #require(result.expected) / 1.604799 - 1) < 0.02)
    #expect(abs(try #require(result.gamma.value) - 0.541970) < 0.01)
    #expect(abs(try #require(result.gammaCat.value) - 0.339452) < 0.02)
    #expect(result.isExact)
    #expect(try #require(result.precision) < 0.012)
  }

  @Test("The same seed gives the same gamma, and a document's does not depend on its annotators' numbers")
  func seeded() {
    var random = SplitMix(state: 13)
    let document = SpanDocument.random(&random, annotators: 3, spans: 6, length: 40)
    let renumbered = SpanDocument(
      tokens: [],
      answers: document.answers.map { SpanAnswer(annotator: $0.annotator + 7, spans: $0.spans.reversed()) }, gold: nil)
    let options = GammaOptions(precision: nil, seed: 4)
    let once = gamma(document, stream: 2, options: options)
    #expect(once == gamma(document, stream: 2, options: options))
    #expect(once == gamma(renumbered, stream: 2, options: options))
    #expect(once.expected != gamma(document, stream: 3, options: options).expected)
    #expect(once.samples >= 30)
  }

  @Test("Gamma is 1 where all mark the same, and has no value with one annotator or without a span")
  func degenerate() {
    let options = GammaOptions()
    let same = gamma(SpanDocument([[(0, 3, 0)], [(0, 3, 0)]]), stream: 0, options: options)
    #expect(same.gamma.value == 1)
    #expect(same.gammaCat.value == 1)
    #expect(gamma(SpanDocument([[(0, 3, 0)]]), stream: 0, options: options).gamma.why == .oneAnnotator)
    #expect(gamma(SpanDocument([[], []]), stream: 0, options: options).gamma.why == .noSpans)
    #expect(gamma(SpanDocument([]), stream: 0, options: options).gamma.why == .noRatings)
    let apart = gamma(SpanDocument([[(0, 3, 0)], []]), stream: 0, options: options)
    #expect(apart.observed == 2)
    #expect(apart.gamma.value?.isFinite == true)
    #expect(apart.gammaCat.value?.isNaN != true)
  }
}

/// Every alignment there is, one after another.
private struct EveryAlignment {
  let continuum: Continuum
  private(set) var leastDisorder = Double.infinity

  init(_ continuum: Continuum) {
    self.continuum = continuum
    place(0, [])
    leastDisorder *= Double(continuum.annotatorCount) / Double(continuum.units.count)
  }

  private mutating func place(_ unit: Int, _ groups: [[Int]]) {
    guard unit < continuum.units.count else {
      leastDisorder = min(leastDisorder, groups.reduce(0) { $0 + cost($1) })
      return
    }
    let owners = continuum.annotators
    for index in groups.indices where groups[index].allSatisfy({ owners[$0] != owners[unit] }) {
      var joined = groups
      joined[index].append(unit)
      place(unit + 1, joined)
    }
    place(unit + 1, groups + [[unit]])
  }

  private func cost(_ group: [Int]) -> Double {
    let owners = continuum.annotators
    let byAnnotator = (0..<continuum.annotatorCount).map { annotator in
      group.first { owners[$0] == Int32(annotator) }.map { continuum.units[$0] }
    }
    var (sum, pairs) = (0.0, 0.0)
    for a in byAnnotator.indices {
      for b in byAnnotator.indices where a < b {
        pairs += 1
        if let u = byAnnotator[a], let v = byAnnotator[b] { sum += UnitDissimilarity()(u, v) } else { sum += 1 }
      }
    }
    return sum / pairs
  }
}

import Testing

@testable import LabelStatistics

@Suite("All figures of spans")
struct SpanReportTests {
  private static let options = BootstrapOptions(samples: 200, seed: 2)

  private func corpus(documents: Int, annotators: Int = 3) -> SpanCorpus {
    var random = SplitMix(state: 21)
    return SpanCorpus(
      documents: (0..<documents).map { _ in
        .random(&random, annotators: annotators, spans: 5, length: 15)
      }, annotatorCount: annotators, typeCount: 3)
  }

  @Test("Each figure is that of its own measure, with an interval around it")
  func figures() throws {
    let corpus = corpus(documents: 12)
    let report = SpanReport(corpus, gamma: GammaOptions(samples: 5, precision: nil), bootstrap: Self.options)
    let agreement = SpanAgreement(corpus)
    #expect(report.exact.value == agreement.allPairs.exact.f1.value)
    #expect(report.overlap.value == agreement.allPairs.overlap.f1.value)
    #expect(report.tokenAlpha.value == TokenAlpha(TokenRatings(corpus)).figure().value)
    #expect(report.gammas.count == 12)
    let mean = report.gammas.compactMap(\.gamma.value).reduce(0, +) / 12
    #expect(abs(try #require(report.gamma.value) - mean) < 1e-12)
    for figure in [report.exact, report.overlap, report.tokenAlpha, report.gamma, report.gammaPooled] {
      let interval = try #require(figure.interval)
      let value = try #require(figure.value)
      #expect(interval.low < value && value < interval.high)
    }
    #expect(report.goldExact.why == .noOverlap && report.goldExact.interval == nil)
  }

  @Test("A part with the gammas of its documents has the figures of a corpus of these alone")
  func knownGammas() {
    let corpus = corpus(documents: 6)
    let options = GammaOptions(samples: 5, precision: nil)
    let all = SpanReport(corpus, gamma: options, bootstrap: nil)
    var half = corpus
    half.documents = Array(corpus.documents.prefix(3))
    let part = SpanReport(half, gammas: Array(all.gammas.prefix(3)), bootstrap: Self.options)
    let alone = SpanReport(half, gamma: options, bootstrap: Self.options)
    #expect(part.gamma == alone.gamma && part.exact == alone.exact && part.gammaPooled == alone.gammaPooled)
    #expect(SpanReport(half, gammas: [], bootstrap: Self.options).gamma.value == nil)
  }

  @Test("A type is measured as if there were no other, with intervals")
  func types() throws {
    let corpus = corpus(documents: 12)
    let types = SpanReport.types(corpus, bootstrap: Self.options)
    #expect(types.count == 3)
    #expect(types.reduce(0) { $0 + $1.spans } == SpanReport(corpus, gammas: [], bootstrap: nil).spans)
    for (number, type) in types.enumerated() {
      #expect(type.exact.value == SpanAgreement(corpus.only(type: number)).allPairs.exact.f1.value)
      let alpha = krippendorffAlpha(TokenRatings(corpus).ratings.against(value: number + 1))
      let (found, expected) = (try #require(type.tokenAlpha.value), try #require(alpha.value))
      #expect(abs(found - expected) < 1e-12)
      #expect(type.exact.interval != nil && type.tokenAlpha.interval != nil && type.gammas.isEmpty)
    }
  }

  @Test("A pair has the interval of its own documents; that of two annotators is the interval of all")
  func pairs() throws {
    let corpus = corpus(documents: 12, annotators: 2)
    let agreement = SpanAgreement(corpus)
    let overall = SpanReport(corpus, gammas: [], bootstrap: Self.options)
    let pair = agreement.pairs[0].figures(Self.options)
    #expect(pair.exact == overall.exact && pair.overlap == overall.overlap)
    #expect(agreement.pairOptions(Self.options)?.samples == 200)
    let three = SpanAgreement(self.corpus(documents: 12))
    #expect(three.pairs.count == 3 && three.pairs.allSatisfy { $0.byDocument.count == 12 })
    #expect(three.pairs.allSatisfy { $0.figures(Self.options).exact.interval != nil })
  }

  @Test(
    "One annotator, one document, no document, all alike: a value by definition or none, and why; never an interval")
  func degenerate() {
    func report(_ documents: [SpanDocument], annotators: Int) -> SpanReport {
      SpanReport(
        SpanCorpus(documents: documents, annotatorCount: annotators, typeCount: 1), gamma: GammaOptions(samples: 5),
        bootstrap: Self.options)
    }
    let empty = report([], annotators: 0)
    #expect(empty.exact == Figure(value: nil, why: .noOverlap, items: 0) && empty.gamma.why == .noRatings)
    let alone = report([SpanDocument([[(0, 2, 0)]], tokens: [0..<2])], annotators: 1)
    #expect(alone.exact.why == .noOverlap && alone.tokenAlpha.why == .oneAnnotator && alone.gamma.why == .oneAnnotator)
    let one = report([SpanDocument([[(0, 2, 0)], [(0, 2, 0)]], tokens: [0..<2, 2..<3])], annotators: 2)
    #expect(one.exact == Figure(value: 1, items: 1) && one.gamma.value == 1)
    #expect(one.tokenAlpha.interval == nil && one.exact.interval == nil)
    let silent = report([SpanDocument([[], []], tokens: [0..<2]), SpanDocument([[], []])], annotators: 2)
    #expect(silent.exact.why == .noSpans && silent.gamma.why == .noSpans && silent.tokenAlpha.why == .noVariation)
  }
}

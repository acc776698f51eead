import Testing

@testable import LabelStatistics

@Suite("Agreement on spans")
struct SpanAgreementTests {
  @Test(
    "F1 and token alpha of the crowd of named entities are the known ones",
    .enabled(if: ConllCrowd.isThere, "skipped: \(ConllCrowd.path) is not there; GLOSS_DATA names the data folder"))
  func anchors() throws {
    let corpus = try ConllCrowd.corpus()
    let agreement = SpanAgreement(corpus)
    func expect(_ figure: Figure, _ value: Double, _ comment: Comment) throws {
      #expect(abs(try #require(figure.value) - value) < 0.5e-6, comment)
    }
    try expect(agreement.allAgainstGold.exact.f1, 0.592931, "crowd against gold, exact")
    try expect(agreement.allAgainstGold.overlap.f1, 0.649143, "crowd against gold, overlap")
    try expect(agreement.allPairs.exact.f1, 0.601137, "pairs, exact")
    try expect(krippendorffAlpha(TokenRatings(corpus).ratings), 0.651399, "token alpha")
    #expect(agreement.allPairs.exact.documents == 849)
  }

  @Test("A span found by both counts once for each, one that only touches another does not overlap it")
  func smallCase() {
    let a = [Span(start: 0, end: 4, type: 0), Span(start: 6, end: 9, type: 1)]
    let b = [Span(start: 0, end: 4, type: 0), Span(start: 4, end: 6, type: 1), Span(start: 8, end: 12, type: 1)]
    #expect(SpanMatching.exact.hits(a, b) == 1)
    #expect(SpanMatching.overlap.hits(a, b) == 2)
    var counts = SpanCounts()
    counts.add(a, b, .exact)
    #expect(counts.f1.value == 2.0 / 5)
    #expect(counts.precision.value == 1.0 / 2)
    #expect(counts.recall.value == 1.0 / 3)
  }

  @Test("A long span has one partner among the short ones inside it")
  func oneToOne() {
    let long = [Span(start: 0, end: 10, type: 0)]
    let short = [Span(start: 0, end: 3, type: 0), Span(start: 4, end: 6, type: 0)]
    #expect(SpanMatching.overlap.hits(long, short) == 1)
    #expect(SpanMatching.overlap.hits(short, long) == 1)
  }

  @Test("Hits are those of the definitions spelled out, on random spans")
  func bruteForce() {
    var random = SplitMix(state: 5)
    for _ in 0..<300 {
      let document = SpanDocument.random(&random, annotators: 2, spans: 8, length: 20)
      let (a, b) = (document.answers[0].spans, document.answers[1].spans)
      #expect(SpanMatching.exact.hits(a, b) == Set(a).intersection(b).count)
      var used: Set<Int> = []
      for x in a {
        let partner = b.indices.first { j in
          !used.contains(j) && b[j].type == x.type && min(b[j].end, x.end) > max(b[j].start, x.start)
        }
        if let partner { used.insert(partner) }
      }
      #expect(SpanMatching.overlap.hits(a, b) == used.count)
    }
  }

  @Test("Where nobody marks anything, F1 has no value and says why; one annotator has no pairs")
  func degenerate() {
    let silent = SpanAgreement(
      SpanCorpus(documents: [SpanDocument([[], []])], annotatorCount: 2, typeCount: 1))
    #expect(silent.allPairs.exact.f1 == Figure(value: nil, why: .noSpans, items: 1))
    let alone = SpanAgreement(
      SpanCorpus(documents: [SpanDocument([[(0, 2, 0)]])], annotatorCount: 1, typeCount: 1))
    #expect(alone.allPairs.exact.f1.why == .noOverlap)
    #expect(alone.pairs.isEmpty)
  }

  @Test("A token has the type of the span over its first code point; the later of two spans counts")
  func tokens() {
    let document = SpanDocument(
      [[(0, 5, 0), (3, 8, 1)], [(5, 6, 2)]], tokens: [0..<2, 3..<5, 5..<9, 9..<10])
    let tokens = TokenRatings(SpanCorpus(documents: [document], annotatorCount: 2, typeCount: 3))
    #expect(tokens.ratings.values == [1, 0, 2, 0, 2, 3, 0, 0])
    #expect(tokens.starts == [0, 4])
  }

  @Test("A pair of annotators sums its documents, each type has its own figures")
  func pairsAndTypes() throws {
    let corpus = SpanCorpus(
      documents: [
        SpanDocument([[(0, 2, 0)], [(0, 2, 0)]]), SpanDocument([[(0, 2, 1)], [(1, 2, 1)], [(0, 2, 1)]]),
      ], annotatorCount: 3, typeCount: 2)
    let pairs = SpanAgreement(corpus).pairs
    #expect(pairs.map { [$0.a, $0.b] } == [[0, 1], [0, 2], [1, 2]])
    #expect(pairs[0].f1.exact.f1 == Figure(value: 0.5, items: 2))
    #expect(pairs[0].f1.overlap.f1 == Figure(value: 1, items: 2))
    #expect(SpanAgreement(corpus.only(type: 0)).allPairs.exact.f1.value == 1)
    #expect(abs(try #require(SpanAgreement(corpus.only(type: 1)).allPairs.exact.f1.value) - 1.0 / 3) < 1e-15)
  }
}

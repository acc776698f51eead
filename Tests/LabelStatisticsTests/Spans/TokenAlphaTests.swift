import Testing

@testable import LabelStatistics

@Suite("Token alpha")
struct TokenAlphaTests {
  private func corpus(_ random: inout SplitMix, documents: Int) -> SpanCorpus {
    SpanCorpus(
      documents: (0..<documents).map { _ in .random(&random, annotators: 3, spans: 4, length: 12) }, annotatorCount: 3,
      typeCount: 3)
  }

  @Test("From sums by document it is Krippendorff's alpha of the tokens, and that of the definition")
  func definition() throws {
    var random = SplitMix(state: 12)
    for _ in 0..<30 {
      let tokens = TokenRatings(corpus(&random, documents: 4))
      let figure = TokenAlpha(tokens).figure()
      let alpha = krippendorffAlpha(tokens.ratings)
      #expect(figure.items == alpha.items && figure.why == alpha.why)
      let value = try #require(figure.value)
      let expected = try #require(alpha.value)
      #expect(abs(value - expected) < 1e-12)
      if let brute = BruteForce.alpha(tokens.ratings) { #expect(abs(value - brute) < 1e-12) }
    }
  }

  @Test("A document drawn twice counts as two, one that is not drawn not at all")
  func weights() throws {
    var random = SplitMix(state: 13)
    let few = corpus(&random, documents: 3)
    var drawn = few
    drawn.documents = [few.documents[0], few.documents[2], few.documents[2]]
    let expected = try #require(TokenAlpha(TokenRatings(drawn)).figure().value)
    let found = TokenAlpha(TokenRatings(few)).figure(weights: [1, 0, 2])
    #expect(abs(try #require(found.value) - expected) < 1e-12)
    #expect(TokenAlpha(TokenRatings(few)).figure(weights: [0, 0, 0]).value == nil)
  }

  @Test("All alike is 1 by definition; one annotator and no tokens have no value and say why")
  func degenerate() {
    let tokens: [Range<Int32>] = [0..<1, 1..<2]
    func figure(_ answers: [[(Int32, Int32, Int32)]], _ tokens: [Range<Int32>]) -> Figure {
      TokenAlpha(
        TokenRatings(
          SpanCorpus(
            documents: [SpanDocument(answers, tokens: tokens)], annotatorCount: answers.count, typeCount: 1))
      ).figure()
    }
    #expect(figure([[], []], tokens) == Figure(value: 1, why: .noVariation, items: 2))
    #expect(figure([[(0, 2, 0)], [(0, 2, 0)]], tokens).why == .noVariation)
    #expect(figure([[(0, 1, 0)], [(0, 1, 0)]], tokens) == Figure(value: 1, items: 2))
    #expect(figure([[(0, 1, 0)]], tokens) == Figure(value: nil, why: .oneAnnotator, items: 0))
    #expect(figure([[], []], []).why == .noRatings)
    let alike = SpanDocument([[], []], tokens: tokens)
    let drawn = TokenAlpha(TokenRatings(SpanCorpus(documents: [alike], annotatorCount: 2, typeCount: 1)))
    #expect(drawn.figure(weights: [0]) == Figure(value: nil, why: .noOverlap, items: 0))
    let none = TokenAlpha(TokenRatings(SpanCorpus(documents: [], annotatorCount: 0, typeCount: 0)))
    #expect(none.figure() == Figure(value: nil, why: .noRatings, items: 0))
  }
}

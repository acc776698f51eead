import Testing

@testable import LabelStatistics

@Suite("Aggregating spans and numbers")
struct SpanAggregationTests {
  private let tokens: [Range<Int32>] = [0..<2, 2..<4, 4..<6, 6..<8]

  @Test("Tokens go to the type of most annotators, and neighbours are one span unless most put a boundary between them")
  func voting() {
    let corpus = SpanCorpus(
      documents: [
        SpanDocument([[(0, 4, 0)], [(0, 4, 0), (6, 8, 1)], [(0, 2, 0), (2, 4, 0)]], tokens: tokens),
        SpanDocument([[(0, 2, 0), (2, 4, 0)], [(0, 4, 0)], [(0, 2, 0), (2, 4, 0)]], tokens: tokens),
        SpanDocument([], tokens: tokens),
      ], annotatorCount: 3, typeCount: 2)
    let found = rover(corpus)
    #expect(found.spans[0].map(\.span) == [Span(start: 0, end: 4, type: 0)])
    #expect(found.spans[0][0].confidence == 1)
    #expect(found.spans[1].map(\.span) == [Span(start: 0, end: 2, type: 0), Span(start: 2, end: 4, type: 0)])
    #expect(found.spans[2].isEmpty)
    #expect(found.ties == 0)
  }

  @Test("A tie with no span is no span, and is counted")
  func ties() {
    let corpus = SpanCorpus(
      documents: [SpanDocument([[(0, 4, 0)], []], tokens: tokens)], annotatorCount: 2, typeCount: 1)
    #expect(rover(corpus).spans == [[]])
    #expect(rover(corpus).ties == 2)
    #expect(spanMajority(corpus).spans == [[]])
    #expect(spanMajority(corpus).ties == 1)
  }

  @Test("Whole spans need more than half of the annotators")
  func whole() {
    let corpus = SpanCorpus(
      documents: [SpanDocument([[(0, 4, 0)], [(0, 4, 0)], [(0, 3, 0)]])], annotatorCount: 3, typeCount: 1)
    #expect(
      spanMajority(corpus).spans == [
        [AggregatedSpan(span: Span(start: 0, end: 4, type: 0), confidence: 2.0 / 3)]
      ])
  }

  @Test(
    "On the crowd of named entities both aggregates are nearer to gold than the crowd is, Dawid-Skene nearest",
    .enabled(if: ConllCrowd.isThere, "skipped: \(ConllCrowd.path) is not there; GLOSS_DATA names the data folder"))
  func crowd() throws {
    let corpus = try ConllCrowd.corpus()
    func f1(_ aggregation: SpanAggregation) throws -> Double {
      var counts = SpanCounts()
      for (document, spans) in zip(corpus.documents, aggregation.spans) where !document.answers.isEmpty {
        counts.add(spans.map(\.span), document.gold ?? [], .exact)
      }
      return try #require(counts.f1.value)
    }
    let crowd = try #require(SpanAgreement(corpus).allAgainstGold.exact.f1.value)
    let votes = try f1(rover(corpus))
    let model = try f1(dawidSkeneTokens(corpus, options: EMOptions()))
    #expect(votes > crowd + 0.05, "\(votes)")
    #expect(model > votes, "\(model) against \(votes)")
  }

  @Test("The median of equal annotators is the plain one; half of the weight below is a tie in the middle")
  func medians() {
    let ratings = NumberRatings(
      items: [0, 0, 0, 1, 1, 2], annotators: [0, 1, 2, 0, 1, 2], numbers: [1, 2, 3, 4, 8, 5], itemCount: 4,
      annotatorCount: 3)
    let result = weightedMedian(ratings)
    #expect(result.numbers == [2, 6, 5, nil] || result.numbers[0] == 2)
    #expect(result.numbers[3] == nil)
    #expect(result.confidence[3] == 0)
    let even = weightedMedian(
      NumberRatings(items: [0, 0], annotators: [0, 1], numbers: [1, 2], itemCount: 1, annotatorCount: 2))
    #expect(even.numbers == [1.5])
    #expect(even.ties == [true])
    #expect(even.confidence == [0])
  }

  @Test("The plain median weighs all alike, the mean is that of all; without ratings there is neither")
  func plain() {
    let ratings = NumberRatings(
      items: [0, 0, 0, 1, 1, 2], annotators: [0, 1, 2, 0, 1, 2], numbers: [1, 2, 9, 4, 8, 5], itemCount: 4,
      annotatorCount: 3)
    #expect(median(ratings).numbers == [2, 6, 5, nil] && median(ratings).ties == [false, true, false, false])
    #expect(median(ratings).weights == [1, 1, 1])
    #expect(mean(ratings).numbers == [4, 6, 5, nil] && mean(ratings).ties.allSatisfy { !$0 })
    #expect(mean(ratings).confidence == [0, 0, 1, 0])
    #expect(mean(ratings).distances == weightedMedian(ratings).distances)
  }

  @Test("Who differs from all others weighs less, and loses against one who agrees")
  func weights() throws {
    var rows: [(Int32, Int32, Double)] = []
    for item in 0..<20 {
      rows.append((Int32(item), 0, Double(item % 5)))
      rows.append((Int32(item), 1, Double(item % 5)))
      rows.append((Int32(item), 2, Double((item * 7 + 3) % 5)))
    }
    rows.append((20, 1, 1))
    rows.append((20, 2, 4))
    let result = weightedMedian(
      NumberRatings(
        items: rows.map(\.0), annotators: rows.map(\.1), numbers: rows.map(\.2), itemCount: 21, annotatorCount: 3))
    #expect(result.numbers[20] == 1)
    #expect(!result.ties[20])
    #expect(result.weights[2] < result.weights[0])
    #expect(abs(result.weights.reduce(0, +) - 3) < 1e-12)
    #expect(try #require(result.distances[2]) > (try #require(result.distances[0])))
  }
}

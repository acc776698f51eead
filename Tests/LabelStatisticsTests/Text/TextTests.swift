import Testing

@testable import LabelStatistics

@Suite("Agreement on texts")
struct TextTests {
  private func points(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  @Test("The edit distance is that of the table, on random strings shorter and longer than a word of bits")
  func table() {
    var random = SplitMix(state: 8)
    for round in 0..<200 {
      let longest = round < 150 ? 12 : 200
      let a = (0..<random.below(longest)).map { _ in UInt32(96 + random.below(4)) + UInt32(random.below(2) * 300) }
      let b = (0..<random.below(longest)).map { _ in UInt32(96 + random.below(4)) + UInt32(random.below(2) * 300) }
      var row = Array(0...b.count)
      for (i, x) in a.enumerated() {
        var corner = row[0]
        row[0] = i + 1
        for (j, y) in b.enumerated() {
          let next = min(row[j] + 1, row[j + 1] + 1, corner + (x == y ? 0 : 1))
          corner = row[j + 1]
          row[j + 1] = next
        }
      }
      #expect(editDistance(a, b) == row[b.count])
    }
  }

  @Test("An edit is one code point: an accent written apart is one more")
  func codePoints() {
    #expect(editDistance(points("kitten"), points("sitting")) == 3)
    #expect(editDistance(points("Gru\u{0308}ße"), points("Grüße")) == 2)
    #expect(editDistance(points("🚆"), points("")) == 1)
    #expect(editDistance([], []) == 0)
  }

  /// sacrebleu 2.6.0, `sentence_chrf(hypothesis, [reference]).score`.
  @Test("chrF is that of sacrebleu")
  func package() throws {
    for (hypothesis, reference, score) in SacreBLEU.scores {
      let ours = characterF(points(hypothesis), points(reference))
      #expect(abs(ours - score) < 1e-9, "\(hypothesis) | \(reference)")
    }
    #expect(characterF(points(" \t"), points("\u{3000}")) == 100)
    #expect(characterF(points("a"), points("")) == 0)
  }

  @Test("Pairs are counted by item and by pair of annotators; the error rate is of both directions")
  func sums() throws {
    let texts = Texts(
      [
        Texts.Text(item: 0, annotator: 1, points: points("abcd")),
        Texts.Text(item: 0, annotator: 0, points: points("abxd")),
        Texts.Text(item: 1, annotator: 0, points: points("same")),
        Texts.Text(item: 1, annotator: 1, points: points("same")),
        Texts.Text(item: 1, annotator: 2, points: points("")),
      ], itemCount: 3, annotatorCount: 3)
    let agreement = TextAgreement(texts)
    #expect(agreement.all.exact == Figure(value: 0.25, items: 2))
    #expect(agreement.all.errorRate.value == 2.0 * 9 / 24)
    #expect(agreement.pairs.map { [$0.a, $0.b, $0.counts.items] } == [[0, 1, 2], [0, 2, 1], [1, 2, 1]])
    #expect(agreement.pairs[0].counts.errorRate.value == 1.0 / 8)
    #expect(agreement.byItem[2].exact.why == .noOverlap)
  }

  @Test("Two empty texts are the same, without an error, and alike for chrF; an empty and another one differ in all")
  func empty() {
    var counts = TextCounts()
    counts.add([], [])
    #expect(counts.exact.value == 1)
    #expect(counts.errorRate.value == 0 && counts.errorRate.why == .noText)
    #expect(counts.meanChrF.value == 100)
    counts.add(points("ab"), [])
    #expect(counts.exact.value == 0.5 && counts.errorRate.value == 2 && counts.meanChrF.value == 50)
  }

  private func texts(_ rows: [(Int32, Int32, String)], items: Int, annotators: Int) -> Texts {
    Texts(
      rows.map { Texts.Text(item: $0.0, annotator: $0.1, points: points($0.2)) }, itemCount: items,
      annotatorCount: annotators)
  }

  @Test("Some of the texts agree as a file of these alone would, whatever was compared with them")
  func parts() {
    var random = SplitMix(state: 9)
    let words = ["one", "two", "once", "", "too"]
    var rows: [(Int32, Int32, String)] = []
    for row in 0..<60 { rows.append((Int32(row / 3), Int32(row % 3), words[random.below(words.count)])) }
    let all = texts(rows, items: 20, annotators: 3)
    let places = (0..<60).filter { _ in random.below(3) > 0 }
    let part = TextAgreement(all).only(places, of: all)
    let alone = TextAgreement(texts(places.map { rows[$0] }, items: 20, annotators: 3))
    #expect(part.all == alone.all && part.pairs == alone.pairs)
    let options = BootstrapOptions(samples: 100)
    #expect(part.overall(options) == alone.overall(options))
  }

  @Test("Intervals of texts and of pairs are those of resampled items, from two items on, and the seed fixes them")
  func intervals() throws {
    var rows: [(Int32, Int32, String)] = []
    for row in 0..<40 { rows.append((Int32(row / 2), Int32(row % 2), row % 4 == 1 ? "abce" : "abcd")) }
    let agreement = TextAgreement(texts(rows, items: 20, annotators: 2))
    let options = BootstrapOptions(samples: 400, seed: 3)
    let exact = agreement.overall(options).exact
    let interval = try #require(exact.interval)
    #expect(exact.value == 0.5 && interval.low < 0.4 && interval.high > 0.6 && interval.low > 0.1)
    // The only pair has all items: the same resamples.
    #expect(agreement.pairFigures(options)[0].exact == exact)
    #expect(agreement.overall(options) == agreement.overall(options))
    #expect(agreement.overall(BootstrapOptions(samples: 400, seed: 4)).exact.interval != interval)
    #expect(agreement.overall(nil).exact.interval == nil)
    let one = TextAgreement(texts([(0, 0, "a"), (0, 1, "b")], items: 1, annotators: 2))
    #expect(one.overall(options).exact == Figure(value: 0, items: 1))
  }

  @Test("No texts, one annotator and no item in common have no value and say why")
  func degenerate() {
    #expect(TextAgreement(texts([], items: 0, annotators: 0)).overall(BootstrapOptions()).exact.why == .noRatings)
    let alone = TextAgreement(texts([(0, 0, "a"), (1, 0, "b")], items: 2, annotators: 1))
    #expect(alone.overall(BootstrapOptions()).meanChrF == Figure(value: nil, why: .oneAnnotator, items: 0))
    let apart = TextAgreement(texts([(0, 0, "a"), (1, 1, "b")], items: 2, annotators: 2))
    #expect(apart.overall(BootstrapOptions()).errorRate.why == .noOverlap && apart.pairs.isEmpty)
  }
}

private enum SacreBLEU {
  static let scores: [(String, String, Double)] = [
    ("the cat sat on the mat", "the cat is on the mat", 64.5779420625287),
    ("Guten Morgen", "Guten Abend", 33.91307136330957),
    ("ab", "abc", 63.636363636363626),
    ("Die Bahn kommt um neun. Grüße 🚆", "Die Bahn kommt um zehn, Grüße 🚆", 67.22407302842085),
    ("aaaa aaa", "aaa aaaaaa", 71.56215465699471),
    ("x", "y", 0.0),
    ("same text", "same text", 100.0),
  ]
}

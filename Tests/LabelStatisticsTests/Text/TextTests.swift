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
      let ours = try #require(characterF(points(hypothesis), points(reference)))
      #expect(abs(ours - score) < 1e-9, "\(hypothesis) | \(reference)")
    }
    #expect(characterF(points(" \t"), points("\u{3000}")) == nil)
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

  @Test("Two empty texts are the same, and have no error rate")
  func empty() {
    var counts = TextCounts()
    counts.add([], [])
    #expect(counts.exact.value == 1)
    #expect(counts.errorRate.why == .noText)
    #expect(counts.meanChrF.why == .noText)
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

import Foundation
import Testing

@testable import LabelStatistics

@Suite("Agreement")
struct AgreementTests {
  /// The reliability data of Krippendorff 2011, section C: four observers, twelve units, missing data.
  static let krippendorff = Ratings(table: [
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
  ])

  @Test("Alpha of the published example with missing data is 0.743")
  func alphaWithMissingData() throws {
    let figure = krippendorffAlpha(Self.krippendorff)
    #expect(abs(try #require(figure.value) - 0.743421052631579) < 1e-12)
    #expect(figure.items == 11)
    #expect(figure.why == nil)
  }

  @Test("Alpha of the published examples of two observers: 0.095 for binary, 0.692 for nominal data")
  func alphaOfTwo() throws {
    let binary = krippendorffAlpha(Ratings(table: ["1 2 1 1 1 1 1 1 2 1", "2 2 2 1 1 2 1 1 1 1"]))
    #expect(abs(try #require(binary.value) - 0.095) < 0.0005)
    let nominal = krippendorffAlpha(Ratings(table: ["1 1 2 2 4 3 3 3 5 4 4 1", "2 1 2 2 2 3 3 3 5 4 4 4"]))
    #expect(abs(try #require(nominal.value) - 0.692) < 0.0005)
  }

  @Test("Percent agreement of the example of Fleiss's kappa is 0.378")
  func percentOfFleiss() throws {
    let counts = [
      [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]
    var ratings = Ratings(items: [], annotators: [], values: [], itemCount: 10, annotatorCount: 14, valueCount: 5)
    for (item, row) in counts.enumerated() {
      let values = row.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
      for (annotator, value) in values.enumerated() { ratings.append(item, annotator, value) }
    }
    #expect(abs(try #require(percentAgreement(ratings).value) - 0.378) < 0.0005)
  }

  @Test("Kappa of Cohen's example of 1960 is 58/118")
  func kappaOfCohen() throws {
    let table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    var ratings = Ratings(items: [], annotators: [], values: [], itemCount: 200, annotatorCount: 2, valueCount: 3)
    var item = 0
    for a in 0..<3 {
      for b in 0..<3 {
        for _ in 0..<table[a][b] {
          ratings.append(item, 0, a)
          ratings.append(item, 1, b)
          item += 1
        }
      }
    }
    let pair = try #require(pairAgreements(ratings).first)
    #expect(pair.kappa == Figure(value: 58.0 / 118.0, items: 200))
    #expect(pair.percent == Figure(value: 0.7, items: 200))
  }

  @Test("Where there is nothing to compute, it says why")
  func degenerate() {
    let none = Ratings(items: [], annotators: [], values: [], itemCount: 0, annotatorCount: 0, valueCount: 0)
    #expect(krippendorffAlpha(none) == Figure(value: nil, why: .noRatings, items: 0))
    #expect(percentAgreement(none) == Figure(value: nil, why: .noRatings, items: 0))
    #expect(pairAgreements(none).isEmpty)

    let one = Ratings(table: [". . .", "1 2 1"])
    #expect(krippendorffAlpha(one) == Figure(value: nil, why: .oneAnnotator, items: 0))
    #expect(percentAgreement(one).why == .oneAnnotator)
    #expect(pairAgreements(one).isEmpty)

    let apart = Ratings(table: ["1 2 . .", ". . 1 2"])
    #expect(krippendorffAlpha(apart) == Figure(value: nil, why: .noOverlap, items: 0))
    #expect(percentAgreement(apart).why == .noOverlap)
    #expect(pairAgreements(apart).isEmpty)
  }

  @Test("When all answers are the same, alpha and kappa are 1 by definition, and say so")
  func noVariation() {
    let same = Ratings(table: ["2 2 2 1", "2 2 2 ."])
    #expect(krippendorffAlpha(same) == Figure(value: 1, why: .noVariation, items: 3))
    #expect(percentAgreement(same) == Figure(value: 1, items: 3))
    #expect(pairAgreements(same).map(\.kappa) == [Figure(value: 1, why: .noVariation, items: 3)])
    #expect(pairAgreements(same).map(\.percent) == [Figure(value: 1, items: 3)])
  }

  @Test("One who always says the same against one who varies: kappa is 0, not undefined")
  func oneSided() {
    let ratings = Ratings(table: ["1 1 1 1", "1 2 1 2"])
    #expect(pairAgreements(ratings).map(\.kappa.value) == [0])
  }

  @Test("Every reason has words of its own")
  func reasons() {
    let words = [Degenerate.noRatings, .oneAnnotator, .noOverlap, .noVariation].map(\.explanation)
    #expect(Set(words).count == 4)
    #expect(words.allSatisfy { $0.count > 10 })
  }

  @Test("The figures are those of the definitions, on random ratings with gaps")
  func bruteForce() {
    var random = SplitMix(state: 5)
    for _ in 0..<2_000 {
      let ratings = Ratings.random(&random).shuffled(&random)
      expectClose(percentAgreement(ratings).value, BruteForce.percent(ratings))
      let alpha = krippendorffAlpha(ratings)
      expectClose(alpha.why == .noVariation ? nil : alpha.value, BruteForce.alpha(ratings))
      let pairs = pairAgreements(ratings)
      let expected = BruteForce.pairs(ratings)
      #expect(pairs == pairAgreements(ratings, cellLimit: 0), "counted in little memory, the same")
      #expect(pairs.map { [$0.a, $0.b, $0.kappa.items] } == expected.map { [$0.a, $0.b, $0.items] })
      for (pair, other) in zip(pairs, expected) {
        expectClose(pair.percent.value, other.percent)
        expectClose(pair.kappa.why == .noVariation ? nil : pair.kappa.value, other.kappa)
      }
    }
  }

  private func expectClose(_ a: Double?, _ b: Double?) {
    switch (a, b) {
    case (nil, nil): break
    case (let a?, let b?): #expect(abs(a - b) < 1e-9, "\(a) \(b)")
    default: Issue.record("\(String(describing: a)) is not \(String(describing: b))")
    }
  }

  @Test("Order of ratings, names of values and names of annotators change no bit of a figure")
  func invariance() {
    var random = SplitMix(state: 9)
    for _ in 0..<500 {
      let ratings = Ratings.random(&random)
      var other = ratings.shuffled(&random)
      let renamed = (0..<Int32(ratings.valueCount)).shuffled(using: &random)
      other.values = other.values.map { renamed[Int($0)] }
      #expect(krippendorffAlpha(other) == krippendorffAlpha(ratings))
      #expect(percentAgreement(other) == percentAgreement(ratings))
      #expect(pairAgreements(other) == pairAgreements(ratings))
      let people = (0..<Int32(ratings.annotatorCount)).shuffled(using: &random)
      other.annotators = other.annotators.map { people[Int($0)] }
      #expect(krippendorffAlpha(other) == krippendorffAlpha(ratings))
      let kappas = { (ratings: Ratings) in pairAgreements(ratings).compactMap(\.kappa.value).sorted() }
      #expect(kappas(other) == kappas(ratings))
    }
  }

  @Test("Alpha is 1 where all agree and only there, and never above")
  func perfect() {
    var random = SplitMix(state: 21)
    for _ in 0..<2_000 {
      let ratings = Ratings.random(&random)
      guard let alpha = krippendorffAlpha(ratings).value else { continue }
      let agreeing = percentAgreement(ratings).value == 1
      #expect(alpha <= 1)
      #expect((alpha == 1) == agreeing)
    }
  }

  @Test("One value against all others is agreement on that label")
  func againstOthers() throws {
    let binary = Self.krippendorff.against(value: 2)
    #expect(binary.values.allSatisfy { $0 < 2 })
    #expect(binary.values.count { $0 == 1 } == Self.krippendorff.values.count { $0 == 2 })
    expectClose(krippendorffAlpha(binary).value, BruteForce.alpha(binary))
  }

  @Test("The article shows the example that is run here")
  func article() throws {
    let here = URL(fileURLWithPath: #filePath)
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let article = try String(
      contentsOf: root.appending(path: "Sources/LabelStatistics/LabelStatistics.docc/LabelStatistics.md"),
      encoding: .utf8)
    let lines = try String(contentsOf: here, encoding: .utf8).components(separatedBy: "\n")
    let start = try #require(lines.firstIndex(of: "    // snippet: agreement"))
    let snippet = lines[(start + 1)...].prefix { $0 != "    // end" }
    #expect(snippet.count > 5)
    #expect(article.contains(snippet.map { $0.replacing(/^ {4}/, with: "") }.joined(separator: "\n")))
  }

  @Test("The example of the documentation")
  func documentation() throws {
    // snippet: agreement
    // Three people, four items; the third person left the last item out.
    let ratings = Ratings(
      items: [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3],
      annotators: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1],
      values: [0, 0, 0, 1, 1, 0, 1, 1, 1, 0, 1],
      itemCount: 4, annotatorCount: 3, valueCount: 2)
    let alpha = krippendorffAlpha(ratings)
    print(alpha.value ?? .nan, "on", alpha.items, "items")
    for pair in pairAgreements(ratings) {
      print(pair.a, pair.b, pair.kappa.value ?? .nan, pair.kappa.why?.explanation ?? "")
    }
    // end
    #expect(abs(try #require(alpha.value) - 1.0 / 3) < 1e-12)
    #expect(alpha.items == 4)
    #expect(pairAgreements(ratings).count == 3)
  }
}

import Testing

@testable import LabelStatistics

@Suite("Agreement of published examples and of real crowds")
struct AnchorTests {
  static let here = ConditionTrait.enabled(
    if: CrowdFiles.areThere, "skipped: the data are not at \(CrowdFiles.folder); GLOSS_DATA names the folder")

  private func expect(_ figure: Figure, _ value: Double, _ place: SourceLocation = #_sourceLocation) throws {
    let found = try #require(figure.value, sourceLocation: place)
    #expect(abs(found - value) < 0.6e-9, "\(found)", sourceLocation: place)
  }

  @Test("Krippendorff's example of 2011 at every level")
  func krippendorff() throws {
    let ratings = AgreementTests.krippendorff
    let numbers = (0..<ratings.valueCount).map(Double.init)
    try expect(krippendorffAlpha(ratings), 0.743421053)
    try expect(krippendorffAlpha(ratings, .ordinal(numbers)), 0.815387504)
    try expect(krippendorffAlpha(ratings, .interval(numbers)), 0.849107143)
    try expect(krippendorffAlpha(ratings, .ratio(numbers)), 0.797402775)
  }

  @Test("D_Product: alpha, Fleiss, AC1", here)
  func product() throws {
    let ratings = try CrowdFiles.ratings("crowd/D_Product.answers.csv").ratings
    try expect(krippendorffAlpha(ratings), 0.157473317)
    try expect(AgreementCounts(ratings).figure(.fleiss(nil)), 0.157439540)
    try expect(AgreementCounts(ratings).figure(.gwet(nil)), 0.592802531)
  }

  @Test("smem_rte: alpha, Fleiss, AC1", here)
  func entailment() throws {
    let ratings = try CrowdFiles.ratings("crowd/smem_rte.answers.csv").ratings
    try expect(krippendorffAlpha(ratings), 0.241478766)
    try expect(AgreementCounts(ratings).figure(.fleiss(nil)), 0.241383939)
    try expect(AgreementCounts(ratings).figure(.gwet(nil)), 0.272732461)
  }

  @Test("vader_tweets: alpha at the nominal, ordinal and interval level", here)
  func tweets() throws {
    let (ratings, values) = try CrowdFiles.ratings("text/vader_tweets.answers.csv")
    let numbers = values.map { Double($0) ?? .nan }
    try expect(krippendorffAlpha(ratings), 0.271320025)
    try expect(krippendorffAlpha(ratings, .ordinal(numbers)), 0.787880029)
    try expect(krippendorffAlpha(ratings, .interval(numbers)), 0.783493445)
    #expect(krippendorffAlpha(ratings, .ratio(numbers)) == Figure(value: nil, why: .belowZero, items: 4200))
  }

  /// The example of irrCAC's documentation (Gwet 2014, table 2.10): four raters, twelve units, missing data.
  static let gwet = Ratings(table: [
    "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . .", ". 3 3 3 2 3 4 2 2 5 1 3", "1 2 3 3 2 4 4 1 2 5 1 .",
  ])

  @Test("Gwet's example: what irrCAC gives, with and without weights")
  func handbook() throws {
    let ratings = Self.gwet
    #expect(abs((AgreementCounts(ratings).figure(.gwet(nil)).value ?? 0) - 0.77544) < 5e-6)
    #expect(abs((AgreementCounts(ratings).figure(.fleiss(nil)).value ?? 0) - 0.76117) < 5e-6)
  }
}

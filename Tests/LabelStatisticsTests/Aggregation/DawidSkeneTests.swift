import Testing

@testable import LabelStatistics

@Suite("Dawid-Skene")
struct DawidSkeneTests {
  @Test(
    "On D_Product and smem_rte it reaches the known log-likelihood and accuracy",
    .enabled(if: Crowd.isThere, "skipped: no crowd data at \(Crowd.folder); GLOSS_DATA names the data folder"),
    arguments: [("D_Product", -7568.691947, 0.939266), ("smem_rte", -3679.629036, 0.9275)])
  func anchors(name: String, logLikelihood: Double, share: Double) throws {
    let (ratings, gold) = try Crowd.read(name)
    let result = dawidSkene(ratings)
    #expect(result.converged)
    #expect(abs(try #require(result.logLikelihood) - logLikelihood) < 1e-6)
    #expect(abs(try #require(accuracy(result, gold: gold).share) - share) < 5e-7)
  }
}

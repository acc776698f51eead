import Testing

@testable import LabelStatistics

@Suite(
  "Aggregation of the crowds whose figures are known",
  .enabled(if: Crowd.isThere, "skipped: no crowd data at \(Crowd.folder); GLOSS_DATA names the data folder"))
struct AggregationAnchorTests {
  @Test(
    "Dawid-Skene, converged from vote shares without smoothing, has the known log-likelihood and accuracy",
    arguments: [("D_Product", -7568.691947, 0.939266), ("smem_rte", -3679.629036, 0.9275)])
  func dawidSkeneAnchors(name: String, logLikelihood: Double, share: Double) throws {
    let (ratings, gold) = try Crowd.read(name)
    let result = dawidSkene(ratings)
    #expect(result.converged)
    #expect(abs(try #require(result.logLikelihood) - logLikelihood) < 1e-6)
    #expect(abs(try #require(accuracy(result, gold: gold).share) - share) < 5e-7)
  }

  @Test(
    "Majority has the known accuracy, where tied values are drawn at random",
    arguments: [("D_Product", 0.896572), ("smem_rte", 0.896875)])
  func majorityAnchors(name: String, share: Double) throws {
    let (ratings, gold) = try Crowd.read(name)
    #expect(abs(try #require(accuracy(majority(ratings), gold: gold).share) - share) < 5e-7)
  }

  @Test("GLAD and MACE with their own start and steps are at or above the known accuracy on D_Product")
  func gladAndMace() throws {
    let (ratings, gold) = try Crowd.read("D_Product")
    #expect(try #require(accuracy(glad(ratings), gold: gold).share) >= 0.928322)
    #expect(try #require(accuracy(mace(ratings), gold: gold).share) >= 0.929044)
  }

  @Test("With smoothing, Dawid-Skene still climbs, to a lower likelihood and less certain annotators")
  func smoothing() throws {
    let ratings = try Crowd.read("smem_rte").ratings
    let plain = dawidSkene(ratings)
    let smooth = dawidSkene(ratings, options: EMOptions(smoothing: 1))
    #expect(try #require(smooth.logLikelihood) < plain.logLikelihood ?? 0)
    #expect(plain.annotators.contains { ($0.skill ?? 0) > 0.999 })
    #expect(!smooth.annotators.contains { ($0.skill ?? 0) > 0.999 })
  }
}

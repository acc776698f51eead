import Foundation
import Testing

@testable import VersionStore

@Suite("A store against plain dictionaries")
struct ModelTests {
  @Test(
    "Whatever is inserted, edited, deleted, committed, branched, merged, collected and reopened, and wherever it crashes, the store has what dictionaries have.",
    arguments: [1, 2, 3] as [UInt64])
  func fixed(seed: UInt64) throws {
    var run = try ModelRun(seed: seed)
    try run.run(steps: 60)
  }

  /// `GLOSS_MODEL_SECONDS=600 swift test --filter ModelTests` looks for ten minutes. A failure names its seed.
  @Test("The same with other seeds, for as long as it was asked for.", .enabled(if: ModelTests.seconds != nil))
  func longer() throws {
    let end = Date(timeIntervalSinceNow: ModelTests.seconds ?? 0)
    while Date() < end {
      let seed = UInt64.random(in: .min ... .max)
      do {
        var run = try ModelRun(seed: seed)
        try run.run(steps: 300)
      } catch {
        Issue.record("seed \(seed): \(error)")
        return
      }
    }
  }

  private static let seconds = ProcessInfo.processInfo.environment["GLOSS_MODEL_SECONDS"].flatMap { Double($0) }
}

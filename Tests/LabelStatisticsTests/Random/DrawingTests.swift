import Testing

@testable import LabelStatistics

@Suite("Drawing by a seed")
struct DrawingTests {
  @Test("So many are drawn as are wanted, each once, in their order, the same by the same seed.")
  func drawing() {
    let all = Array(0..<50)
    #expect(drawn(50, of: all, seed: 1) == all && drawn(99, of: all, seed: 1) == all)
    #expect(drawn(0, of: all, seed: 1) == [])
    let some = drawn(10, of: all, seed: 1)
    #expect(some.count == 10 && some == Set(some).sorted() && some == drawn(10, of: all, seed: 1))
    #expect(some != drawn(10, of: all, seed: 2))
    // Each is as likely as any other: 400 draws of 10 of 50 hold each 80 times, give or take 40.
    var counts = [Int](repeating: 0, count: 50)
    for seed in 0..<400 { for element in drawn(10, of: all, seed: UInt64(seed)) { counts[element] += 1 } }
    #expect(counts.allSatisfy { (40...120).contains($0) }, "\(counts)")
  }

  @Test("The hash is FNV-1a with 64 bits, whole or in parts.")
  func hash() {
    // draft-eastlake-fnv, appendix C.
    #expect(FNV1a.hash("".utf8) == 0xCBF2_9CE4_8422_2325)
    #expect(FNV1a.hash("a".utf8) == 0xAF63_DC4C_8601_EC8C)
    #expect(FNV1a.hash("foobar".utf8) == 0x8594_4171_F739_67E8)
    #expect(FNV1a.hash("bar".utf8, after: FNV1a.hash("foo".utf8)) == FNV1a.hash("foobar".utf8))
  }

  @Test("Entropy of counts is that of their shares, in nats.")
  func entropy() {
    #expect(LabelStatistics.entropy(ofCounts: []) == 0 && LabelStatistics.entropy(ofCounts: [7]) == 0)
    #expect(abs(LabelStatistics.entropy(ofCounts: [3, 3]) - 0.693_147_180_559_945_3) < 1e-15)
    #expect(abs(LabelStatistics.entropy(ofCounts: [1, 0, 3]) - 0.562_335_144_618_808_3) < 1e-14)
  }
}

import Testing

@testable import VersionStore

@Suite("Which packs are written anew")
struct CompactionPlanTests {
  private func load(_ name: String, _ mebibytes: Double, live: Double? = nil) -> CompactionPlan.Load {
    let size = Int(mebibytes * 1_048_576)
    return CompactionPlan.Load(
      name: name, byteCount: size, contentByteCount: size, liveByteCount: live.map { Int($0 * 1_048_576) } ?? size)
  }

  @Test("Packs of a good size and small packs that stand alone are left as they are.")
  func leftAlone() {
    #expect(CompactionPlan([]).rewritten == [])
    #expect(CompactionPlan([load("a", 8), load("b", 64), load("c", 30)]).rewritten == [])
    #expect(CompactionPlan([load("a", 3), load("b", 64)]).rewritten == [])
  }

  @Test("Several small packs become one.")
  func small() {
    let plan = CompactionPlan([load("c", 0.1), load("a", 3), load("d", 20), load("b", 7)])
    #expect(plan.rewritten == ["a", "b", "c"])
    #expect(plan.parts == 1)
  }

  @Test("A large pack is cut into even parts of which none is small.")
  func large() {
    for size in [65, 70, 96, 97, 150, 500.0] {
      let plan = CompactionPlan([load("a", size)])
      #expect(plan.rewritten == ["a"])
      #expect(plan.parts >= 2)
      #expect(plan.partByteCount >= CompactionPlan.smallest && plan.partByteCount <= CompactionPlan.aim)
      #expect(plan.partByteCount * plan.parts >= Int(size) * 1_048_576)
    }
  }

  @Test("A pack that is large because of one object stays.")
  func oneLargeObject() {
    var large = load("a", 300)
    large.largestBlock = 299 << 20
    #expect(CompactionPlan([large]).rewritten == [])
    large.largestBlock = 200 << 20
    #expect(CompactionPlan([large]).rewritten == ["a"])
  }

  @Test("A pack that is mostly garbage, or has commits that are, is written anew, and one that is all garbage goes.")
  func garbage() {
    var dead = load("c", 30)
    dead.hasDeadVersions = true
    var spare = load("b", 30, live: 0)
    spare.isSpare = true
    let plan = CompactionPlan([load("a", 30, live: 14), spare, dead, load("d", 30, live: 16)])
    #expect(plan.rewritten == ["a", "c"])
    #expect(plan.dropped == ["b"])
    #expect(CompactionPlan([load("a", 3, live: 1)]).rewritten == ["a"])
  }
}

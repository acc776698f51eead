import GRDB
import Testing

@testable import AnnotationEngine

@Suite("What a reviewer's look is worth")
struct ReviewWorthTests {
  /// Three annotators who mostly agree, of whom carol is often alone; the last samples are in disagreement.
  private func disputed() throws -> TestWorkspace {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 4), samples: 40)
    for number in 1...30 {
      let value = ["neutral", "negative", "positive"][number % 3]
      for person in ["alice", "bob"] { try test.submit(person, "s\(number)", value) }
    }
    return test
  }

  private func worths(_ test: TestWorkspace, question: String? = nil) throws -> ReviewWorths {
    try test.workspace.journal.read { try ReviewWorths(question: question, $0) }
  }

  private func samples(_ test: TestWorkspace, _ worths: ReviewWorths) throws -> [String] {
    try test.workspace.journal.read { db in
      try worths.ranks.compactMap { rank in
        try String.fetchOne(db, sql: "SELECT sample FROM touched WHERE rank = ?", arguments: [rank])
      }
    }
  }

  @Test("An even split comes before one against two, and what nobody disputes is not among them.")
  func order() throws {
    let test = try disputed()
    for (person, one, two) in [
      ("alice", "neutral", "positive"), ("bob", "neutral", "negative"), ("carol", "negative", "positive"),
    ] {
      try test.submit(person, "s31", one)
      if person != "carol" { try test.submit(person, "s32", two) }
    }
    let worths = try worths(test)
    let order = try samples(test, worths)
    #expect(order == ["s32", "s31"])
    #expect(worths.worths.values.allSatisfy { $0.wrong > 0 && $0.wrong < 1 && $0.seconds > 3 })
  }

  @Test("A resolution takes a sample out, and equal worths stand in the order of the queue.")
  func resolved() throws {
    let test = try disputed()
    for sample in ["s33", "s31", "s32"] {
      try test.submit("alice", sample, "neutral")
      try test.submit("bob", sample, "negative")
    }
    let before = try samples(test, worths(test))
    #expect(before == ["s31", "s32", "s33"])
    _ = try test.review(
      .resolve(
        sample: "s31", question: "sentiment", answer: .choice("neutral"), how: .set, reason: nil, advance: true,
        filter: ReviewFilter()))
    let after = try samples(test, worths(test))
    #expect(after == ["s32", "s33"])
  }

  @Test("Without disagreement there is nothing of worth.")
  func empty() throws {
    let worths = try worths(disputed())
    #expect(worths.ranks.isEmpty)
  }

  @Test(
    "The review screen walks the order when it was weighed, the queue's until then, and keeps up with what happens.")
  func walk() throws {
    let test = try disputed()
    // In the queue s31 comes first; the even split of s32 is worth more.
    for (person, one, two) in [
      ("alice", "neutral", "positive"), ("bob", "neutral", "negative"), ("carol", "negative", nil),
    ] {
      try test.submit(person, "s31", one)
      if let two { try test.submit(person, "s32", two) }
    }
    let filter = ReviewFilter(order: .value)
    var step = try test.review(.start(filter: filter))
    #expect(step.item?.sample.id == "s31" && step.orderVersion == 0 && step.item?.worth == nil)
    let rita = TestWorkspace.session("rita")
    let version = try test.workspace.refreshWorths(rita, question: nil)
    #expect(try test.workspace.refreshWorths(rita, question: nil) == version)
    step = try test.review(.start(filter: filter))
    #expect(step.orderVersion == version && step.waiting == 2)
    // What the queue's order began with is no place in this one: it opens at its top, and again where one left it.
    #expect(step.item?.place == 1 && step.item?.sample.id == "s32")
    _ = try test.review(.jump(to: .place(2), filter: filter))
    step = try test.review(.start(filter: filter))
    #expect(step.item?.sample.id == "s31")
    step = try test.review(.jump(to: .place(1), filter: filter))
    #expect(step.item?.sample.id == "s32" && step.item?.worth.map { $0.wrong > 0 && $0.seconds > 3 } == true)
    step = try test.review(.nextWaiting(of: "s32", filter: filter))
    #expect(step.item?.sample.id == "s31")
    // A new disagreement stands behind those that were weighed, until they are weighed again.
    for (person, value) in [("alice", "neutral"), ("bob", "negative")] { try test.submit(person, "s33", value) }
    step = try test.review(.nextWaiting(of: "s31", filter: filter))
    #expect(step.item?.sample.id == "s33" && step.item?.worth == nil && step.waiting == 3)
    #expect(try test.workspace.refreshWorths(rita, question: nil) != version)
  }

  @Test("Nobody but reviewers may ask what a look is worth.")
  func permission() throws {
    let test = try disputed()
    #expect(throws: EngineError.self) {
      try test.workspace.refreshWorths(TestWorkspace.session("alice"), question: nil)
    }
  }
}

import Testing

@testable import AnnotationEngine

@Suite("Samples without a label")
struct UnlabeledTests {
  private let rita = TestWorkspace.session("rita")
  private let filter = ReviewFilter(scope: .unlabeled)

  /// s1 to s9 have two equal answers, or, of two who know nothing of each other, as often equal ones as others.
  private func world(_ labels: String, agreeing: Bool = true) throws -> TestWorkspace {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(extra: "labels: \(labels)"), samples: 12)
    let values = ["negative", "positive", "neutral"]
    for index in 0..<(agreeing ? 9 : 8) {
      let (one, other) = agreeing ? (index % 3, index % 3) : (index % 2, (index + index / 2) % 2)
      try test.submit("alice", "s\(index + 1)", values[one], advance: false)
      try test.submit("bob", "s\(index + 1)", values[other], advance: false)
    }
    return test
  }

  private func missing(_ test: TestWorkspace, _ question: String? = nil) throws -> [Int: [String]] {
    try test.workspace.journal.read { try UnlabeledSamples(question: question, $0).questions }
  }

  /// What a commit gives no label, of samples that are complete.
  private func unlabeledInCommit(_ test: TestWorkspace, complete: Int) throws -> Int {
    let report = try test.workspace.commit(TestWorkspace.session("lea"), message: "all")
    return complete - report.labels
  }

  @Test("A unanimous sample below the threshold waits for a reviewer, and is done once it is decided.")
  func belowThreshold() throws {
    let test = try world("{rule: posterior, above: 0.9}", agreeing: false)
    #expect(try test.review(.start(filter: ReviewFilter())).matching == 4)
    let empty = try test.review(.start(filter: filter))
    #expect(empty.orderVersion == 0 && empty.remark == "looking for unlabeled samples …")
    let version = try test.workspace.refreshUnlabeled(rita, question: nil)
    #expect(try test.workspace.refreshUnlabeled(rita, question: nil) == version)
    let missing = try missing(test)
    let first = 0
    #expect(missing.count == 8 && missing[first] == ["sentiment"])
    // Four of them are in disagreement, too: each counts once.
    #expect(try test.workspace.home(rita).waitingToReview == 8)
    var step = try test.review(.start(filter: filter))
    #expect(step.orderVersion == version && step.matching == missing.count && step.waiting == missing.count)
    #expect(step.item?.sample.id == "s\(first + 1)" && step.item?.open == [])
    let label = Answer.choice("neutral")
    step = try test.review(
      .resolve(
        sample: "s\(first + 1)", question: "sentiment", answer: label, how: .set, reason: nil, advance: true,
        filter: filter))
    #expect(step.waiting == missing.count - 1 && step.item?.sample.id != "s\(first + 1)")
    #expect(try self.missing(test).count == missing.count - 1)
    #expect(try test.workspace.home(rita).waitingToReview == 7)
    step = try test.review(.undo(filter: filter))
    #expect(step.waiting == missing.count)
    #expect(try unlabeledInCommit(test, complete: 8) == missing.count)
  }

  @Test("What the rule gives a label, what is not complete and what nobody answered is not listed.")
  func labeled() throws {
    let test = try world("{rule: posterior, at-least: 2, above: 0.5}")
    try test.submit("alice", "s10", "positive", advance: false)
    #expect(try missing(test).isEmpty)
    #expect(try unlabeledInCommit(test, complete: 9) == 0)
    _ = try test.workspace.refreshUnlabeled(rita, question: nil)
    #expect(try test.review(.start(filter: filter)).remark == "no unlabeled samples")
    let refused = engineError {
      _ = try test.workspace.refreshUnlabeled(TestWorkspace.session("alice"), question: nil)
    }
    guard case .notPermitted? = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
  }

  @Test("Under other rules these are ties and samples with too few answers, question by question.")
  func otherRules() throws {
    let test = try world("{rule: majority, at-least: 2}")
    try test.submit("alice", "s10", "positive", topics: ["art"], advance: false)
    try test.submit("bob", "s10", "negative", advance: false)
    try test.submit("alice", "s11", "positive", topics: ["art"], advance: false)
    try test.submit("bob", "s11", "positive", advance: false)
    let missing = try missing(test)
    #expect(missing[9]?.first == "sentiment" && missing[0] == nil)
    #expect(try self.missing(test, "topics") == missing.compactMapValues { $0.contains("topics") ? ["topics"] : nil })
  }
}

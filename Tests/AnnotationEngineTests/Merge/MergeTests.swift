import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Merging two branches")
struct MergeTests {
  private let lead = TestWorkspace.lead
  private let rita = TestWorkspace.session("rita")

  /// Main and a branch that left it after a first commit in which alice called s1 and s2 neutral.
  private func parted() throws -> (test: TestWorkspace, branch: Workspace) {
    let test = try TestWorkspace()
    for sample in ["s1", "s2"] { try test.submit("alice", sample, "neutral") }
    try test.commit()
    return (test, try test.branch("trial"))
  }

  private func labels(_ workspace: Workspace) throws -> [String: String] {
    let head = try Snapshot(try #require(try workspace.head()), in: workspace.store)
    var labels: [String: String] = [:]
    try head.labels.forEach(from: nil) { row in
      let label = try #require(LabelRow(encoded: row.value))
      labels[try #require(PartKey.split(row.key)).sample] = label.answer.words
      return true
    }
    return labels
  }

  @Test("What one side touched is there without a word, with both heads as parents.")
  func silent() throws {
    let (test, branch) = try parted()
    try test.submit("bob", "s3", "positive")
    try branch.submit("carol", "s4", "negative")
    let theirs = try test.commit("theirs", on: branch)
    let report = try test.workspace.merge(lead, "trial")
    #expect((report.outcome, report.conflicts) == (.merged, 0))
    let commit = try test.workspace.store.commit(try #require(try test.workspace.head()))
    #expect(report.commit == (try test.workspace.head()?.hex))
    #expect(commit.parents.last == theirs)
    #expect(commit.message == "merge trial into main")
    #expect(try test.workspace.answers("s3") == ["bob": "positive"])
    #expect(try test.workspace.answers("s4") == ["carol": "negative"])
    #expect(try test.workspace.status().uncommitted == 0)
    #expect(try labels(test.workspace) == ["s1": "neutral", "s2": "neutral", "s3": "positive", "s4": "negative"])
    try test.workspace.expectSound()
    #expect(try test.workspace.merge(lead, "trial").outcome == .already)
    // The other branch has nothing of its own: it goes there.
    #expect(try branch.merge(lead, "main").outcome == .fastForward)
    #expect(try branch.answers("s3") == ["bob": "positive"])
  }

  @Test("The same answer on both sides is one; live work of this side is committed first.")
  func same() throws {
    let (test, branch) = try parted()
    try test.submit("alice", "s1", "positive", seconds: 1)
    _ = try branch.label(
      TestWorkspace.session("alice"),
      .submit(sample: "s1", answers: ["sentiment": .choice("positive")], seconds: 9, advance: false))
    try test.commit("theirs", on: branch)
    let report = try test.workspace.merge(lead, "trial", options: MergeOptions(message: "together"))
    #expect(report.outcome == .merged)
    #expect(try test.annotation("s1", "alice")?.seconds == 9)
    #expect(try test.workspace.log(limit: nil).map(\.message).prefix(3).contains("before merging trial"))
    #expect(try test.workspace.log(limit: 1).map(\.message) == ["together"])
  }

  @Test(
    "Different changes wait on the review screen, first, and nothing of the other side is here until all are settled.")
  func conflicts() throws {
    let (test, branch) = try parted()
    try test.submit("alice", "s2", "positive")
    // Alice sits at s3.
    try test.submit("bob", "s5", "negative")
    try test.submit("carol", "s5", "positive")
    try branch.submit("alice", "s2", "negative")
    try branch.submit("bob", "s4", "positive")
    let theirs = try test.commit("theirs", on: branch)
    let report = try test.workspace.merge(lead, "trial")
    #expect((report.outcome, report.commit, report.conflicts, report.samples) == (.waiting, nil, 1, 1))
    #expect(try test.workspace.answers("s4") == [:])
    #expect(try test.workspace.waitingMerge()?.conflicts == 1)

    let start = try test.review(.start(filter: ReviewFilter()))
    #expect((start.matching, start.waiting) == (2, 2))
    let item = try #require(start.item)
    #expect(item.sample.id == "s2")
    let conflict = try #require(item.conflicts.first)
    #expect(conflict.cell == .annotation(annotator: "alice"))
    #expect(conflict.ours.answers == ["sentiment": .choice("positive")])
    #expect(conflict.theirs.answers == ["sentiment": .choice("negative")])
    #expect(conflict.base.answers == ["sentiment": .choice("neutral")])
    #expect((conflict.ours.branch, conflict.theirs.branch) == ("main", "trial"))
    #expect(conflict.theirs.commit == theirs.hex)
    #expect(conflict.theirs.author == "lea")
    #expect(try test.review(.start(filter: ReviewFilter(scope: .conflicts))).matching == 1)

    let step = try test.review(
      .settle(
        sample: "s2", cell: conflict.cell, choice: .theirs, reason: nil, advance: true, filter: ReviewFilter()))
    #expect(step.remark?.hasPrefix("the merge of trial is done") == true)
    #expect(step.item?.sample.id == "s5")
    #expect(try test.workspace.waitingMerge() == nil)
    #expect(try test.workspace.answers("s2") == ["alice": "negative"])
    #expect(try test.workspace.answers("s4") == ["bob": "positive"])
    #expect(try test.workspace.status().uncommitted == 0)
    let commit = try test.workspace.store.commit(try #require(try test.workspace.head()))
    #expect((commit.author, commit.parents.last) == ("rita", theirs))
    #expect(try test.review(.undo(filter: ReviewFilter())).remark == "nothing to undo")
    try test.workspace.expectSound()
  }

  @Test("A decision can be taken back and made again while others wait; another answer becomes the reviewer's own.")
  func undo() throws {
    let (test, branch) = try parted()
    for (workspace, value) in [(test.workspace, "positive"), (branch, "negative")] {
      for sample in ["s1", "s2"] {
        _ = try workspace.review(
          rita,
          .resolve(
            sample: sample, question: "sentiment", answer: .choice(value), how: .set, reason: nil, advance: false,
            filter: ReviewFilter(scope: .annotated)))
      }
    }
    try test.commit("theirs", on: branch)
    #expect(try test.workspace.merge(lead, "trial").conflicts == 2)
    let cell = MergeConflict.Cell.label(question: "sentiment")
    func settle(_ sample: String, _ choice: MergeConflict.Choice, reason: String? = nil) throws -> ReviewStep {
      try test.review(
        .settle(
          sample: sample, cell: cell, choice: choice, reason: reason, advance: false, filter: ReviewFilter()))
    }
    let first = try settle("s1", .ours)
    #expect(first.item?.conflicts.first?.choice == .ours)
    #expect(first.act?.summary == "sentiment positive, ours")
    let undone = try test.review(.undo(filter: ReviewFilter()))
    #expect(undone.item?.conflicts.first?.choice == nil && undone.act?.undone == true)
    #expect(try test.workspace.waitingMerge()?.conflicts == 2)
    #expect(try test.review(.redo(filter: ReviewFilter())).item?.conflicts.first?.choice == .ours)
    try test.workspace.expectSound()
    #expect(throws: EngineError.self) { try settle("s2", .answer(.choice("nowhere"))) }
    let last = try settle("s2", .answer(.choice("neutral")), reason: "both went too far")
    #expect(last.remark?.hasPrefix("the merge of trial is done") == true)
    let resolutions = try test.workspace.journal.read { try $0.resolutions(of: "s2") }
    #expect(resolutions.map(\.answer) == [.choice("neutral")])
    #expect(resolutions.map(\.reason) == ["both went too far"])
    #expect(try labels(test.workspace) == ["s1": "positive", "s2": "neutral"])
    try test.workspace.expectSound()
  }

  @Test("A preferred side settles all; strictness lets any two different changes to a sample wait.")
  func sides() throws {
    for (side, value) in [(MergeOptions.Side.ours, "positive"), (.theirs, "negative")] {
      let (test, branch) = try parted()
      try test.submit("alice", "s1", "positive")
      try branch.submit("alice", "s1", "negative")
      try branch.submit("bob", "s2", "positive")
      try test.commit("theirs", on: branch)
      #expect(try test.workspace.merge(lead, "trial", options: MergeOptions(side: side)).outcome == .merged)
      #expect(try test.workspace.answers("s1") == ["alice": value])
      #expect(try test.workspace.answers("s2") == ["alice": "neutral", "bob": "positive"])
      try test.workspace.expectSound()
    }
    let (test, branch) = try parted()
    try test.submit("bob", "s1", "positive")
    try branch.submit("carol", "s1", "positive")
    try test.commit("theirs", on: branch)
    #expect(try test.workspace.merge(lead, "trial", options: MergeOptions(isStrict: true)).conflicts == 2)
  }

  @Test("A merge that waits is given up without a trace, or ended by the same call; another one has to wait.")
  func abort() throws {
    let (test, branch) = try parted()
    try test.submit("alice", "s1", "positive")
    try branch.submit("alice", "s1", "negative")
    try test.commit("theirs", on: branch)
    #expect(engineError { _ = try test.workspace.abortMerge(lead) }?.errorDescription == "no merge waits")
    #expect(try test.workspace.merge(lead, "trial").outcome == .waiting)
    let other = try test.branch("other")
    try other.submit("bob", "s4", "neutral")
    try test.commit("other", on: other)
    let error = engineError { _ = try test.workspace.merge(lead, "other") }
    #expect(error?.errorDescription == "a merge with trial waits for its conflicts to be settled")
    #expect(try test.workspace.merge(lead, "trial").conflicts == 1)
    #expect(try test.workspace.abortMerge(lead).outcome == .aborted)
    #expect(try test.workspace.waitingMerge() == nil)
    #expect(try test.workspace.answers("s1") == ["alice": "positive"])
    #expect(try test.review(.start(filter: ReviewFilter(scope: .conflicts))).matching == 0)
    #expect(try test.workspace.merge(lead, "trial", options: MergeOptions(side: .theirs)).outcome == .merged)
    try test.workspace.expectSound()
  }

  @Test("Samples and batches of both sides are there.")
  func samples() throws {
    let (test, branch) = try parted()
    try test.add([("m1", "on main"), ("both", "the same")])
    try test.add([("t1", "on trial"), ("both", "the same")], to: branch)
    try branch.submit("alice", "t1", "positive")
    try test.commit("theirs", on: branch)
    #expect(try test.workspace.merge(lead, "trial").outcome == .merged)
    #expect(try test.workspace.status().samples == 8)
    #expect(try test.workspace.answers("t1") == ["alice": "positive"])
    try test.workspace.expectSound()
  }

  @Test("Another content of one sample on each side is refused by name, unless a side is preferred.")
  func contents() throws {
    let (test, branch) = try parted()
    try test.add([("new", "one text")])
    try test.add([("new", "another text")], to: branch)
    try test.commit("theirs", on: branch)
    let error = engineError { _ = try test.workspace.merge(lead, "trial") }
    #expect(error?.errorDescription == "sample new has another content on each branch")
    #expect(try test.workspace.waitingMerge() == nil)
    #expect(try test.workspace.merge(lead, "trial", options: MergeOptions(side: .theirs)).outcome == .merged)
    #expect(try test.workspace.sample(id: "new")?.fields.first?.text == "another text")
  }

  @Test("Only leads merge, only reviewers settle.")
  func roles() throws {
    let (test, branch) = try parted()
    try test.submit("alice", "s1", "positive")
    try branch.submit("alice", "s1", "negative")
    try test.commit("theirs", on: branch)
    #expect(throws: EngineError.self) { try test.workspace.merge(rita, "trial") }
    #expect(try test.workspace.merge(lead, "trial").outcome == .waiting)
    #expect(throws: EngineError.self) { try test.workspace.abortMerge(rita) }
    #expect(throws: EngineError.self) {
      try test.review(
        .settle(
          sample: "s1", cell: .annotation(annotator: "alice"), choice: .ours, reason: nil, advance: false,
          filter: ReviewFilter()), as: "bob")
    }
  }

  @Test("What is labeled while a merge waits is kept, and asked about where it matters.")
  func meanwhile() throws {
    let (test, branch) = try parted()
    try test.submit("alice", "s1", "positive")
    try branch.submit("alice", "s1", "negative")
    try branch.submit("bob", "s5", "positive")
    try test.commit("theirs", on: branch)
    #expect(try test.workspace.merge(lead, "trial").conflicts == 1)
    try test.submit("bob", "s5", "negative")
    let step = try test.review(
      .settle(
        sample: "s1", cell: .annotation(annotator: "alice"), choice: .ours, reason: nil, advance: true,
        filter: ReviewFilter()))
    #expect(step.remark == "1 more conflict came up")
    #expect(step.item?.sample.id == "s5")
    _ = try test.review(
      .settle(
        sample: "s5", cell: .annotation(annotator: "bob"), choice: .theirs, reason: nil, advance: true,
        filter: ReviewFilter()))
    #expect(try test.workspace.waitingMerge() == nil)
    #expect(try test.workspace.answers("s1") == ["alice": "positive"])
    #expect(try test.workspace.answers("s5") == ["bob": "positive"])
    try test.workspace.expectSound()
  }

  @Test("Samples in conflict count as waiting for review, each once, until they are settled.")
  func counted() throws {
    let (test, branch) = try parted()
    for sample in ["s1", "s2"] {
      try test.submit("alice", sample, "positive")
      try branch.submit("alice", sample, "negative")
    }
    // s2 is a disagreement already, and so is s5.
    try test.submit("bob", "s2", "negative")
    try test.submit("bob", "s5", "negative")
    try test.submit("carol", "s5", "positive")
    try test.commit("theirs", on: branch)
    #expect(try test.workspace.home(rita).waitingToReview == 2)
    #expect(try test.workspace.merge(lead, "trial").samples == 2)
    #expect(try test.workspace.status().conflicts == 2)
    #expect(try test.workspace.home(rita).waitingToReview == 3)
    #expect(try test.review(.start(filter: ReviewFilter())).waiting == 3)
    #expect(try test.workspace.home(TestWorkspace.session("bob")).waitingToReview == 0)
    try test.workspace.abortMerge(lead)
    #expect(try test.workspace.status().conflicts == 0)
    #expect(try test.workspace.home(rita).waitingToReview == 2)
  }

  @Test("The garbage collection keeps what a merge that waits brings together, though its branch is gone.")
  func collected() throws {
    let (test, branch) = try parted()
    try test.submit("alice", "s1", "positive")
    try branch.submit("alice", "s1", "negative")
    try branch.submit("bob", "s4", "positive")
    let theirs = try test.commit("theirs", on: branch)
    #expect(try test.workspace.merge(lead, "trial").outcome == .waiting)
    let ours = try #require(try test.workspace.head())
    let base = try #require(try test.workspace.store.mergeBase(ours, theirs))
    #expect(try test.workspace.storeRoots().commits.isSuperset(of: [ours, theirs, base]))
    try test.workspace.deleteBranch(lead, name: "trial", force: true)
    try FileManager.default.removeItem(atPath: BranchPlace.deleted(in: test.workspace.path))
    for _ in 0..<2 {
      test.pass(seconds: 10)
      _ = try test.workspace.collectGarbage(lead, grace: 0, keep: 0)
    }
    _ = try test.review(
      .settle(
        sample: "s1", cell: .annotation(annotator: "alice"), choice: .theirs, reason: nil, advance: true,
        filter: ReviewFilter()))
    #expect(try test.workspace.waitingMerge() == nil)
    #expect(try test.workspace.answers("s4") == ["bob": "positive"])
    try test.workspace.expectSound()
  }

  @Test("A merge is signed where commits are, and so is the version of a changed schema.")
  func signatures() throws {
    let (test, branch) = try parted()
    test.workspace.sign(with: { payload in "signed \(payload.count)" })
    try test.submit("bob", "s3", "positive")
    try branch.submit("carol", "s4", "negative")
    try test.commit("theirs", on: branch)
    #expect(try test.workspace.merge(lead, "trial").outcome == .merged)
    #expect(try test.workspace.signedCommit(nil).signature?.hasPrefix("signed") == true)
    try test.write(yaml: TestWorkspace.yaml(values: "[{name: bad}, {name: neutral}, {name: positive}]"))
    let request = SchemaRequest(renames: Renames(values: ["sentiment": ["negative": "bad"]]))
    #expect(try test.workspace.changeSchema(lead, request).isTaken)
    let renamed = try test.workspace.signedCommit(nil)
    #expect(renamed.signature == "signed \(renamed.payload.count)")
    // Nobody signs for another: a version over a signed one is not signed by it.
    test.workspace.sign(with: nil)
    try test.write(yaml: TestWorkspace.yaml(values: "[{name: worse}, {name: neutral}, {name: positive}]"))
    let again = SchemaRequest(renames: Renames(values: ["sentiment": ["bad": "worse"]]))
    #expect(try test.workspace.changeSchema(lead, again).isTaken)
    #expect(try test.workspace.signedCommit(nil).signature == nil)
  }
}

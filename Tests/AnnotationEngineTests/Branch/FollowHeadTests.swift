import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("A branch that moves under its live work")
struct FollowHeadTests {
  /// Main at a first commit, and a branch a commit ahead of it on which s1 was labeled anew and s2 first.
  private func ahead() throws -> (test: TestWorkspace, branch: Workspace, head: ObjectID) {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "positive")
    try test.commit()
    let branch = try test.branch("trial")
    try branch.submit("alice", "s1", "negative")
    try branch.submit("bob", "s2", "neutral")
    _ = try branch.label(TestWorkspace.session("bob"), .comment(sample: "s2", text: "so it is"))
    _ = try branch.review(
      TestWorkspace.session("rita"),
      .resolve(
        sample: "s2", question: "sentiment", answer: .choice("positive"), how: .set, reason: "sure", advance: false,
        filter: ReviewFilter()))
    return (test, branch, try test.commit("ahead", on: branch))
  }

  @Test(
    "What the head changed is there, with its texts; nothing is uncommitted, and the next commit has nothing to do.")
  func follows() throws {
    let (test, _, head) = try ahead()
    try test.moveMain(to: head)
    let report = try test.workspace.followHead()
    #expect(report == FollowReport(moved: true, adopted: 2, kept: 0))
    #expect(try test.workspace.answers("s1") == ["alice": "negative"])
    #expect(try test.workspace.answers("s2") == ["bob": "neutral"])
    #expect(try test.annotation("s2", "bob")?.comment == "so it is")
    #expect(try test.workspace.journal.read { try $0.resolutions(of: "s2") }.first?.reason == "sure")
    #expect(try test.workspace.status().uncommitted == 0)
    #expect(try test.workspace.commit(TestWorkspace.lead, message: "none").commit == nil)
    #expect(try test.workspace.followHead() == FollowReport())
    try test.workspace.expectSound()
  }

  @Test("What somebody did meanwhile stays, counts as uncommitted, and goes into the next commit.")
  func keepsNewerWork() throws {
    let (test, _, head) = try ahead()
    try test.submit("alice", "s1", "neutral")
    try test.submit("bob", "s1", "neutral")
    try test.submit("carol", "s3", "positive")
    try test.moveMain(to: head)
    let report = try test.workspace.followHead()
    #expect(report == FollowReport(moved: true, adopted: 1, kept: 1))
    #expect(try test.workspace.answers("s1") == ["alice": "neutral", "bob": "neutral"])
    #expect(try test.workspace.answers("s2") == ["bob": "neutral"])
    #expect(try test.workspace.status().uncommitted == 3)
    try test.workspace.expectSound()
    let next = try test.commit()
    #expect(try test.workspace.store.commit(next).parents == [head])
    let diff = try test.workspace.diff(head.hex, nil, rowLimit: 0)
    #expect(diff.annotations == DiffReport.Counts(added: 2, removed: 0, changed: 1))
    #expect(try test.workspace.status().uncommitted == 0)
  }

  @Test("An unfinished answer stays beside what its annotator has submitted elsewhere.")
  func keepsDrafts() throws {
    let (test, _, head) = try ahead()
    try test.label("bob", .draft(sample: "s2", answers: ["sentiment": .choice("negative")], seconds: 1))
    try test.label("alice", .draft(sample: "s1", answers: ["sentiment": .choice("neutral")], seconds: 1))
    try test.moveMain(to: head)
    try test.workspace.followHead()
    #expect(try test.workspace.answers("s2") == ["bob": "neutral"])
    #expect(try test.annotation("s2", "bob")?.draft == ["sentiment": .choice("negative")])
    #expect(try test.workspace.answers("s1") == ["alice": "negative"])
    #expect(try test.annotation("s1", "alice")?.draft == ["sentiment": .choice("neutral")])
    try test.workspace.expectSound()
  }

  @Test("Undo takes back acts from before and after, and leaves what was adopted.")
  func undo() throws {
    let (test, _, head) = try ahead()
    try test.submit("bob", "s1", "neutral")
    try test.moveMain(to: head)
    try test.workspace.followHead()
    try test.submit("bob", "s3", "neutral")
    try test.label("bob", .undo)
    #expect(try test.workspace.answers("s3") == [:])
    try test.label("bob", .undo)
    #expect(try test.workspace.answers("s1") == ["alice": "negative"])
    #expect(try test.workspace.status().uncommitted == 0)
    try test.label("bob", .redo)
    #expect(try test.workspace.answers("s1") == ["alice": "negative", "bob": "neutral"])
    try test.workspace.expectSound()
  }

  @Test("A branch that moves back takes back what it brought.")
  func movesBack() throws {
    let (test, _, head) = try ahead()
    let first = try #require(try test.workspace.head())
    try test.moveMain(to: head)
    try test.workspace.followHead()
    try test.moveMain(to: first)
    try test.workspace.followHead()
    #expect(try test.workspace.answers("s1") == ["alice": "positive"])
    #expect(try test.workspace.answers("s2") == [:])
    #expect(try test.workspace.journal.read { try $0.resolutions(of: "s2") }.isEmpty)
    #expect(try test.workspace.commit(TestWorkspace.lead, message: "none").commit == nil)
    try test.workspace.expectSound()
  }

  @Test("A commit that was stopped between the branch and the journal is found by whatever comes next.")
  func lostCommit() throws {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "positive")
    let first = try test.commit()
    try test.submit("bob", "s1", "neutral")
    let draft = try CommitDraft.write(
      test.workspace, over: Snapshot(first, in: test.workspace.store), guidelines: nil)
    let id = try draft.pack.add(
      Commit(parents: [first], trees: draft.trees, blobs: draft.blobs, author: "lea", time: 1, message: "lost"))
    try draft.pack.finish()
    try test.moveMain(to: id)
    #expect(try test.workspace.status().uncommitted == 1)
    try test.workspace.followHead()
    #expect(try test.workspace.status().uncommitted == 0)
    #expect(try test.workspace.answers("s1") == ["alice": "positive", "bob": "neutral"])
    try test.workspace.expectSound()
  }

  @Test(
    "Samples and batches come along; a sample that goes takes the untouched with it, and one that is worked on stays.")
  func samples() throws {
    for order in ["imported", "random"] {
      let test = try TestWorkspace(yaml: TestWorkspace.yaml(order: order))
      let first = try test.commit()
      let branch = try test.branch("trial")
      var source = ListSource(
        name: "more.jsonl", records: (1...6).map { Incoming.sample("t\($0)", "number \($0)", line: $0) })
      _ = try branch.importSamples(TestWorkspace.lead, from: &source, quarantine: nil, progress: { _ in })
      try branch.submit("alice", "t2", "positive")
      let second = try test.commit(on: branch)
      // Imported on main meanwhile, and not committed.
      try test.add([("own", "mine")])

      try test.moveMain(to: second)
      try test.workspace.followHead()
      #expect(try test.workspace.status().samples == 12)
      #expect(try test.workspace.answers("t2") == ["alice": "positive"])
      #expect(try test.workspace.status().uncommitted == 1)
      try test.submit("bob", "t5", "neutral")
      try test.submit("bob", "own", "neutral")
      try test.workspace.expectSound()

      try test.moveMain(to: first)
      try test.workspace.followHead()
      // t5 was labeled meanwhile.
      #expect(try test.workspace.status().samples == 7)
      #expect(try test.workspace.answers("t2") == [:])
      #expect(try test.workspace.answers("t5") == ["bob": "neutral"])
      #expect(try seen(test) == ["s1", "s2", "s3", "s4", "s5", "own", "t5"])
      try test.workspace.expectSound()

      let third = try test.commit()
      #expect(try test.workspace.store.commit(third).parents == [first])
      try test.moveMain(to: second)
      try test.workspace.followHead()
      #expect(try test.workspace.answers("t2") == ["alice": "positive"])
      try test.workspace.expectSound()
    }
  }

  /// Every sample that stepping through the queue shows, each once and with its place.
  private func seen(_ test: TestWorkspace) throws -> Set<String> {
    var item = try test.label("carol", .jump(to: .place(1))).item
    var seen: [String] = []
    while let shown = item {
      seen.append(shown.sample.id)
      #expect(shown.place == seen.count)
      #expect(try test.label("carol", .jump(to: .place(seen.count))).item?.sample.id == shown.sample.id)
      let step = try test.label("carol", .next(of: shown.sample.id))
      item = step.remark == nil ? step.item : nil
    }
    #expect(try test.label("carol", .start).progress.samples == seen.count)
    return Set(seen)
  }

  @Test("A changed schema comes along, its file where nobody changed it by hand.")
  func schema() throws {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "negative")
    try test.submit("bob", "s1", "positive")
    try test.commit()
    let branch = try test.branch("trial")
    let yaml = TestWorkspace.yaml(values: "[{name: bad}, {name: neutral}, {name: positive}]")
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: branch.projectPath + "/gloss.yaml"))
    _ = try branch.adoptSchema(TestWorkspace.lead, renames: Renames(values: ["sentiment": ["negative": "bad"]]))
    let head = try branch.head()
    try test.moveMain(to: head)
    let report = try test.workspace.followHead()
    #expect(report.keptFiles == [])
    #expect(try test.workspace.answers("s1") == ["alice": "bad", "bob": "positive"])
    #expect(try String(contentsOfFile: test.directory + "/gloss.yaml", encoding: .utf8) == yaml)
    #expect(try test.workspace.commit(TestWorkspace.lead, message: "none").commit == nil)
    try test.workspace.expectSound()
  }

  @Test("A project file that was changed by hand is left alone, and named.")
  func changedByHand() throws {
    let test = try TestWorkspace()
    try test.commit()
    let branch = try test.branch("trial")
    try Data(TestWorkspace.yaml(overlap: 3).utf8).write(to: URL(fileURLWithPath: branch.projectPath + "/gloss.yaml"))
    _ = try branch.adoptSchema(TestWorkspace.lead, renames: Renames())
    let head = try test.commit(on: branch)
    try test.write(yaml: TestWorkspace.yaml(overlap: 1))
    try test.moveMain(to: head)
    #expect(try test.workspace.followHead().keptFiles == ["gloss.yaml"])
    #expect(try test.workspace.project().round.overlap == 3)
    #expect(
      try String(contentsOfFile: test.directory + "/gloss.yaml", encoding: .utf8) == TestWorkspace.yaml(overlap: 1))
  }

  @Test("Many label while the branch moves to and fro: nothing is lost and nothing is counted twice.")
  func busy() async throws {
    let (test, _, head) = try ahead()
    let first = try #require(try test.workspace.head())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for person in TestWorkspace.people {
        let workspace = try test.reopened()
        group.addTask {
          for turn in 0..<12 {
            try workspace.submit(person, "s\(turn % 3 + 3)", ["negative", "neutral", "positive"][turn % 3])
            _ = try workspace.changeCount()
          }
        }
      }
      group.addTask {
        let workspace = try test.reopened()
        for turn in 0..<10 {
          let (old, new) = turn.isMultiple(of: 2) ? (first, head) : (head, first)
          _ = try workspace.store.moveRef("heads/main", from: old, to: new, author: "lea", time: 1, what: "merge: it")
          try workspace.followHead()
        }
      }
      try await group.waitForAll()
    }
    try test.workspace.followHead()
    #expect(try test.workspace.answers("s1") == ["alice": "positive"])
    for sample in ["s3", "s4", "s5"] { #expect(try test.workspace.answers(sample).count >= 2) }
    try test.workspace.expectSound()
  }
}

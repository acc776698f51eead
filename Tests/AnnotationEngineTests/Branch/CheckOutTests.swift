import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("The live work of a branch")
struct CheckOutTests {
  /// A workspace where everything that a commit can hold was done, and a draft.
  private func worked() throws -> TestWorkspace {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "positive", topics: ["sport", "news"], seconds: 2.5)
    try test.submit("bob", "s1", "negative")
    try test.label("alice", .comment(sample: "s1", text: "hard to tell"))
    try test.label("alice", .flag(sample: "s1", true))
    try test.label("carol", .skip(sample: "s2", reason: "not English", seconds: 1))
    try test.submit("bob", "s2", "neutral")
    try test.review(
      .resolve(
        sample: "s1", question: "sentiment", answer: .choice("negative"), how: .accepted(annotator: "bob"),
        reason: "irony", advance: false, filter: ReviewFilter()))
    try test.label("carol", .draft(sample: "s3", answers: ["sentiment": .choice("neutral")], seconds: 1))
    return test
  }

  @Test("It begins with what the commit holds: answers, comments, flags, reasons and resolutions, but no draft.")
  func begins() throws {
    let test = try worked()
    try test.commit()
    let branch = try test.branch("trial")
    #expect(branch.branch == "trial")
    #expect(try branch.answers("s1") == ["alice": "positive", "bob": "negative"])
    #expect(try branch.answers("s2") == ["bob": "neutral", "carol": "skipped"])
    #expect(try branch.answers("s3") == [:])
    let alice = try #require(try branch.journal.read { try $0.annotations(of: "s1") }.first)
    #expect(alice.answers["topics"] == .choices(["sport", "news"]))
    #expect(alice.comment == "hard to tell")
    #expect(alice.flagged)
    #expect(alice.seconds == 2.5)
    let resolution = try #require(try branch.journal.read { try $0.resolutions(of: "s1") }.first)
    #expect(resolution.reason == "irony")
    #expect(resolution.how == .accepted(annotator: "bob"))

    let (main, status) = (try test.workspace.status(), try branch.status())
    #expect(status.branch == "trial")
    #expect(status.uncommitted == 0)
    #expect(status.samples == main.samples)
    #expect(status.complete == main.complete)
    #expect(status.disagreements == main.disagreements && status.resolved == main.resolved)
    #expect(status.annotators.map(\.submitted) == main.annotators.map(\.submitted))
    #expect(status.annotators.allSatisfy { $0.drafts == 0 })
    #expect(try branch.commit(TestWorkspace.lead, message: "nothing").commit == nil)
    try branch.expectSound()
  }

  @Test("A commit upon it writes what was done since and nothing else, and is the same as one made anew.")
  func commits() throws {
    let test = try worked()
    let first = try test.commit()
    let branch = try test.branch("trial")
    try branch.submit("alice", "s4", "positive")
    let second = try test.commit(on: branch)
    let diff = try branch.diff(first.hex, nil, rowLimit: 10)
    #expect(diff.annotations == DiffReport.Counts(added: 1, removed: 0, changed: 0))
    #expect(diff.samples == DiffReport.Counts(added: 0, removed: 0, changed: 0))
    #expect(try branch.head() == second)
    #expect(try test.workspace.head() == first)
    // The same acts on main give the same trees.
    try test.submit("alice", "s4", "positive")
    let third = try test.commit()
    #expect(try branch.store.commit(second).trees == branch.store.commit(third).trees)
  }

  @Test("Acts upon it can be undone, those of the commit cannot.")
  func undo() throws {
    let test = try worked()
    try test.commit()
    let branch = try test.branch("trial")
    let session = TestWorkspace.session("alice")
    #expect(try branch.label(session, .undo).remark == "nothing to undo")
    try branch.submit("alice", "s1", "neutral")
    #expect(try branch.status().uncommitted == 1)
    #expect(try branch.label(session, .undo).act?.undone == true)
    #expect(try branch.answers("s1")["alice"] == "positive")
    #expect(try branch.status().uncommitted == 0)
    try branch.expectSound()
  }

  @Test("Each branch keeps what is not committed; going from one to another loses nothing.")
  func keeps() throws {
    let test = try worked()
    try test.commit()
    try test.submit("alice", "s4", "positive")
    let branch = try test.branch("trial")
    try branch.submit("alice", "s4", "negative")
    try branch.submit("bob", "s5", "negative")
    #expect(try test.reopened().answers("s4") == ["alice": "positive"])
    #expect(try test.reopened().answers("s5") == [:])
    #expect(try test.opened("trial").answers("s4") == ["alice": "negative"])
    let counts = try test.workspace.branches(TestWorkspace.lead).map { [$0.name: $0.uncommitted] }
    #expect(counts == [["main": 1], ["trial": 2]])
    // A draft, too, waits where it was made.
    #expect(try test.reopened().answers("s3") == ["carol": "draft neutral"])
  }

  @Test("The queue has the same order on every branch, also where it is random.")
  func order() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(order: "random"), samples: 9)
    try test.add((10...15).map { ("s\($0)", "more") })
    try test.commit()
    let branch = try test.branch("trial")
    func queue(_ workspace: Workspace) throws -> [String] {
      try (1...15).compactMap { place in
        try workspace.label(TestWorkspace.session("alice"), .jump(to: .place(place))).item?.sample.id
      }
    }
    #expect(try queue(test.workspace) == queue(branch))
    #expect(try Set(queue(branch)).count == 15)
  }

  @Test("Imports of samples and of annotations go on as on main.")
  func imports() throws {
    let fixture = try ImportFixture.filled(20)
    try fixture.commit()
    try fixture.workspace.createBranch(fixture.lead, name: "trial", at: nil)
    let branch = try Workspace.open(at: fixture.directory, branch: "trial", clock: { 1_700_000_000_000 })
    var more = ListSource(name: "more.jsonl", records: [Incoming.sample("new", "fresh"), .sample("s1", "text 1")])
    _ = try branch.importSamples(fixture.lead, from: &more, quarantine: { _ in }, progress: { _ in })
    var answers = ListSource(
      name: "answers.csv",
      records: [
        .record(IncomingAnnotation("new", "eve", "positive")), .record(IncomingAnnotation("s2", "eve", "neutral")),
      ])
    let report = try branch.importAnnotations(fixture.lead, from: &answers, quarantine: nil, progress: { _ in })
    #expect(report.imported == 2)
    #expect(try branch.status().samples == 21)
    #expect(try fixture.workspace.status().samples == 20)
    _ = try branch.commit(fixture.lead, message: "more")
    try branch.expectSound()
    let again = try Workspace.open(at: fixture.directory, branch: "trial", clock: { 1_700_000_000_000 })
    #expect(try again.answers("new") == ["eve": "positive"])
  }

  @Test("The branch has its own project file and guidelines; a change of them stays on it.")
  func projectFile() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml())
    try test.submit("alice", "s1", "positive")
    try test.commit()
    let branch = try test.branch("trial")
    let file = branch.projectPath + "/gloss.yaml"
    #expect(try String(contentsOfFile: file, encoding: .utf8) == TestWorkspace.yaml())
    try Data(TestWorkspace.yaml(overlap: 1).utf8).write(to: URL(fileURLWithPath: file))
    #expect(try branch.adoptSchema(TestWorkspace.lead, renames: Renames()).orphans == [])
    #expect(try branch.project().round.overlap == 1)
    #expect(try test.workspace.project().round.overlap == 2)
    try test.commit(on: branch)
    #expect(try test.opened("trial").status().complete == 1)
    #expect(try test.workspace.adoptSchema(TestWorkspace.lead, renames: Renames()).orphans == [])
    #expect(try test.workspace.project().round.overlap == 2)
  }

  @Test("A store that came from elsewhere becomes a workspace, with its project files and main as it was committed.")
  func clone() throws {
    let test = try worked()
    try test.commit()
    let directory = NSTemporaryDirectory() + "gloss-clone-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: directory) }
    _ = try Workspace.clone(CloneRequest(url: test.directory, directory: directory), as: "lea")
    let clone = try Workspace.open(at: directory)
    #expect(try clone.answers("s1") == ["alice": "positive", "bob": "negative"])
    #expect(try clone.status().uncommitted == 0)
    #expect(try String(contentsOfFile: directory + "/gloss.yaml", encoding: .utf8) == TestWorkspace.yaml())
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory + "/.gloss").allSatisfy { !$0.hasPrefix(".") })
    try clone.submit("alice", "s5", "neutral")
    _ = try clone.commit(TestWorkspace.lead, message: "on")
    try clone.expectSound()
  }

  @Test("Two that begin to work on a branch at once get one journal.")
  func atOnce() async throws {
    let test = try worked()
    try test.commit()
    try test.workspace.createBranch(TestWorkspace.lead, name: "trial", at: nil)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for person in TestWorkspace.people {
        group.addTask { try test.opened("trial").submit(person, "s5", "neutral") }
      }
      try await group.waitForAll()
    }
    // Two annotations are wanted; the third was kept as a draft.
    #expect(try test.opened("trial").answers("s5").count == 3)
    let left = try FileManager.default.contentsOfDirectory(atPath: test.directory + "/.gloss/branches")
    #expect(left == ["trial"])
  }

  @Test("A branch needs a commit to begin with, a name that can be one, and somebody who may make it.")
  func refusals() throws {
    let test = try TestWorkspace()
    let lead = TestWorkspace.lead
    let none = engineError { try test.workspace.createBranch(lead, name: "trial", at: nil) }
    #expect(none?.errorDescription == "nothing is committed on main yet")
    try test.commit()
    for name in ["", "a b", "x/y", "heads", "-x"] {
      #expect(engineError { try test.workspace.createBranch(lead, name: name, at: nil) } != nil)
    }
    #expect(engineError { try test.workspace.createBranch(lead, name: "main", at: nil) } != nil)
    try test.workspace.createBranch(lead, name: "trial", at: nil)
    let twice = engineError { try test.workspace.createBranch(lead, name: "trial", at: nil) }
    #expect(twice?.errorDescription == "there is a branch “trial” already")
    let annotator = TestWorkspace.session("alice")
    #expect(engineError { try test.workspace.createBranch(annotator, name: "mine", at: nil) } != nil)
    let unknown = engineError { _ = try test.opened("nowhere") }
    #expect(unknown?.recoverySuggestion?.contains("main and trial") == true)
  }

  @Test("Who switched where is kept by person, whatever their names are made of.")
  func switched() throws {
    let test = try TestWorkspace()
    try test.commit()
    let branch = try test.branch("trial")
    for person in ["alice", "../rita", "ä b", "."] {
      #expect(try Workspace.switchedBranch(of: person, at: test.directory) == nil)
      try branch.rememberSwitch(of: person)
      #expect(try Workspace.switchedBranch(of: person, at: test.directory) == "trial")
    }
    try test.workspace.rememberSwitch(of: "alice")
    #expect(try Workspace.switchedBranch(of: "alice", at: test.directory) == "main")
    #expect(try Workspace.switchedBranch(of: "../rita", at: test.directory) == "trial")
  }
}

import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("A changed schema as a commit")
struct ChangeSchemaTests {
  private let lead = TestWorkspace.lead

  /// Main with answers to two samples in a commit, and a branch that left it there.
  private func committed() throws -> (test: TestWorkspace, branch: Workspace) {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "negative")
    try test.submit("bob", "s1", "negative")
    try test.submit("alice", "s2", "neutral", topics: ["news", "sport"])
    try test.commit()
    return (test, try test.branch("trial"))
  }

  private func write(
    _ test: TestWorkspace, values: String, topics: String = "[{name: sport}, {name: news}, {name: art}]"
  ) throws {
    try test.write(
      yaml: TestWorkspace.yaml(values: values).replacing("[{name: sport}, {name: news}, {name: art}]", with: topics))
  }

  private let renamed = "[{name: bad}, {name: neutral}, {name: positive}]"
  private let toBad = SchemaRequest(renames: Renames(values: ["sentiment": ["negative": "bad"]]))

  @Test("A trial says what would become of what, and does nothing.")
  func trial() throws {
    let (test, _) = try committed()
    try write(test, values: renamed)
    let before = try test.workspace.changeCount()
    let report = try test.workspace.changeSchema(lead, toBad, isTrial: true)
    #expect(report.rows == [.init(question: "sentiment", from: "negative", to: "bad", annotations: 2, labels: 1)])
    #expect(!report.isTaken && report.commit == nil)
    #expect(try test.workspace.changeCount() == before)
  }

  @Test(
    "A rename is a commit of its own with its mapping, over one that holds the live work; answers have the new name.")
  func rename() throws {
    let (test, _) = try committed()
    try test.submit("carol", "s4", "negative")
    try test.label("bob", .draft(sample: "s5", answers: ["sentiment": .choice("negative")], seconds: 1))
    try write(test, values: renamed)
    let report = try test.workspace.changeSchema(lead, toBad)
    let head = try #require(try test.workspace.head())
    #expect(report.commit == head.hex)
    let commit = try test.workspace.store.commit(head)
    #expect(commit.message == "schema: sentiment=negative → bad")
    #expect(try SchemaStep(head, commit, in: test.workspace.store)?.mapping.renames == toBad.renames)
    #expect(try test.workspace.log(limit: 2).last?.message == "before the schema changed")
    #expect(try test.workspace.answers("s1") == ["alice": "bad", "bob": "bad"])
    #expect(try test.workspace.answers("s4") == ["carol": "bad"])
    #expect(try test.workspace.answers("s5") == ["bob": "draft bad"])
    #expect(try test.workspace.status().uncommitted == 0)
    #expect(try test.workspace.commit(lead, message: "none").commit == nil)
    try test.workspace.expectSound()
    // The label had another value until then, and somebody changed it.
    let blame = try #require(try test.workspace.blame("s1").questions.first)
    #expect(blame.label == .choice("bad") && blame.changes.count == 2)
    #expect(blame.changes.first?.before == .choice("negative") && blame.changes.first?.after == .choice("bad"))
    #expect(blame.changes.first?.commit == head.hex)
    #expect(blame.changes.last?.after == .choice("negative"))
  }

  @Test("Several values become one, and votes for them count together.")
  func merged() throws {
    let (test, _) = try committed()
    try test.submit("bob", "s2", "negative")
    #expect(try test.workspace.blame("s2").questions.first?.label == nil)
    try write(test, values: "[{name: other}, {name: positive}]")
    let request = SchemaRequest(renames: Renames(values: ["sentiment": ["negative": "other", "neutral": "other"]]))
    #expect(try test.workspace.changeSchema(lead, request).isTaken)
    let label = try #require(try test.workspace.blame("s2").questions.first)
    #expect(label.label == .choice("other") && !label.isUncommitted && label.confidence == 1)
    try test.workspace.expectSound()
  }

  @Test("A value is split as a file says; a sample that nobody names and that has it stops everything.")
  func split() throws {
    let (test, _) = try committed()
    try test.submit("alice", "s4", "positive", topics: ["news"])
    try write(
      test, values: "[{name: negative}, {name: neutral}, {name: positive}]",
      topics: "[{name: sport}, {name: politics}, {name: weather}, {name: art}]")
    var request = SchemaRequest(
      splits: [ValueSplit(question: "topics", value: "news", into: ["politics", "weather"], rest: nil)],
      assignments: ["s2": "weather"])
    let error = engineError { _ = try test.workspace.changeSchema(lead, request) }
    #expect(error?.errorDescription?.contains("sample s4") == true)
    request.splits[0].rest = "politics"
    #expect(try test.workspace.changeSchema(lead, request).isTaken)
    let topics = { (sample: String) in try test.annotation(sample, "alice")?.answers["topics"] }
    #expect(try topics("s2") == .choices(["sport", "weather"]))
    #expect(try topics("s4") == .choices(["politics"]))
    #expect(try test.workspace.status().uncommitted == 0)
    try test.workspace.expectSound()
  }

  @Test("A branch that labels on with the old name is merged under the new one.")
  func carriedThroughMerge() throws {
    let (test, branch) = try committed()
    try write(test, values: renamed)
    #expect(try test.workspace.changeSchema(lead, toBad).isTaken)
    try branch.submit("carol", "s4", "negative")
    try branch.submit("carol", "s5", "positive")
    try test.commit("with the old name", on: branch)
    #expect(try test.workspace.merge(lead, "trial").outcome == .merged)
    #expect(try test.workspace.answers("s4") == ["carol": "bad"])
    #expect(try test.workspace.answers("s5") == ["carol": "positive"])
    try test.workspace.expectSound()
    // And back: the branch gets the new names with the merge.
    try branch.submit("bob", "s4", "negative")
    #expect(try branch.merge(lead, "main").outcome == .merged)
    #expect(try branch.answers("s4") == ["bob": "bad", "carol": "bad"])
    #expect(try branch.project().questions[0].values.map(\.name) == ["bad", "neutral", "positive"])
    try branch.expectSound()
    let blame = try #require(try branch.blame("s5").questions.first)
    #expect(blame.changes.map(\.message) == ["with the old name"])
  }

  @Test("Both branches calling one value differently is refused with both names.")
  func bothRenamed() throws {
    let (test, branch) = try committed()
    try write(test, values: renamed)
    #expect(try test.workspace.changeSchema(lead, toBad).isTaken)
    let yaml = TestWorkspace.yaml(values: "[{name: awful}, {name: neutral}, {name: positive}]")
    try yaml.write(toFile: branch.projectPath + "/gloss.yaml", atomically: true, encoding: .utf8)
    #expect(
      try branch.changeSchema(lead, SchemaRequest(renames: Renames(values: ["sentiment": ["negative": "awful"]])))
        .isTaken)
    let error = engineError { _ = try test.workspace.merge(lead, "trial") }
    #expect(
      error?.recoverySuggestion?.contains("same") == true || error?.recoverySuggestion?.contains("--rename") == true)
    #expect(try test.workspace.waitingMerge() == nil)
  }

  @Test("Once something is committed, every way to a new name makes a commit with its mapping.")
  func adoption() throws {
    let (test, _) = try committed()
    try write(test, values: renamed)
    #expect(try test.workspace.adoptSchema(lead, renames: toBad.renames).orphans == [])
    let head = try #require(try test.workspace.head())
    let step = try SchemaStep(head, test.workspace.store.commit(head), in: test.workspace.store)
    #expect(step?.mapping.renames == toBad.renames)
    #expect(try test.workspace.answers("s1") == ["alice": "bad", "bob": "bad"])
  }

  @Test("While nothing is committed a rename goes to the journal alone; only leads change the schema.")
  func refusals() throws {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "negative")
    try write(test, values: renamed)
    #expect(throws: EngineError.self) { try test.workspace.changeSchema(TestWorkspace.session("rita"), toBad) }
    let orphaned = try test.workspace.changeSchema(lead, SchemaRequest())
    #expect(!orphaned.isTaken && orphaned.change.orphans.count == 1)
    let report = try test.workspace.changeSchema(lead, toBad)
    #expect(report.isTaken && report.commit == nil)
    #expect(try test.workspace.answers("s1") == ["alice": "bad"])
    #expect(try test.workspace.head() == nil)
  }
}

import Testing

@testable import AnnotationEngine

@Suite("Taking a changed project file")
struct SchemaAdoptionTests {
  private let lead = TestWorkspace.session("lea")

  @Test("What would orphan answers is refused with the count and the likeliest new name.")
  func orphans() throws {
    let test = try TestWorkspace(samples: 4)
    try test.submit("alice", "s1", "negative")
    try test.submit("bob", "s1", "negative")
    try test.label("bob", .draft(sample: "s2", answers: ["sentiment": .choice("negative")], seconds: 1))
    try test.write(yaml: TestWorkspace.yaml(values: "[{name: negativ}, {name: neutral}, {name: positive}]"))
    let change = try test.workspace.adoptSchema(lead, renames: Renames())
    #expect(
      change.orphans == [
        .init(question: "sentiment", value: "negative", annotations: 3, renamedTo: "negativ")
      ])
    #expect(try test.workspace.project().questions[0].values[0].name == "negative")
    let error = EngineError.schemaChanged(change)
    #expect(error.errorDescription?.contains("3 annotations use it") == true)
    #expect(error.recoverySuggestion?.contains("--rename sentiment=negative=negativ") == true)
  }

  @Test("A rename goes through all answers, drafts and resolutions, and through undo.")
  func rename() throws {
    let test = try TestWorkspace(samples: 4)
    try test.submit("alice", "s1", "negative")
    try test.submit("alice", "s1", "positive")
    try test.submit("bob", "s1", "negative")
    try test.review(
      .resolve(
        sample: "s1", question: "sentiment", answer: .choice("negative"), how: .set, reason: nil, advance: false,
        filter: ReviewFilter()))
    let yaml = TestWorkspace.yaml(values: "[{name: bad}, {name: neutral}, {name: positive}]")
      .replacing("name: sentiment", with: "name: mood")
    try test.write(yaml: yaml)
    let change = try test.workspace.adoptSchema(
      lead, renames: Renames(questions: ["sentiment": "mood"], values: ["sentiment": ["negative": "bad"]]))
    #expect(change.orphans.isEmpty)
    #expect(try test.annotation("s1", "bob")?.answers == ["mood": .choice("bad")])
    #expect(try test.workspace.journal.read { try $0.resolutions(of: "s1") }.first?.answer == .choice("bad"))
    let step = try test.label("alice", .undo)
    #expect(step.act?.summary == "mood positive")
    #expect(step.item?.annotation?.answers == ["mood": .choice("bad")])
    #expect(try test.workspace.status().disagreements == 0)
  }

  @Test("New values, another order and another look are free; what nobody used may go.")
  func free() throws {
    let test = try TestWorkspace(samples: 4)
    try test.submit("alice", "s1", "neutral", topics: ["sport", "art"])
    try test.write(
      yaml: TestWorkspace.yaml(values: "[{name: neutral, key: x}, {name: mixed}]")
        .replacing("{name: sport}, {name: news}, {name: art}", with: "{name: art}, {name: sport, title: Sports}"))
    #expect(try test.workspace.adoptSchema(lead, renames: Renames()).orphans.isEmpty)
    #expect(
      try test.annotation("s1", "alice")?.answers == [
        "sentiment": .choice("neutral"), "topics": .choices(["art", "sport"]),
      ])
    let before = try test.workspace.changeCount()
    #expect(try test.workspace.adoptSchema(lead, renames: Renames()).orphans.isEmpty)
    #expect(try test.workspace.changeCount() == before)
  }

  @Test("Another overlap opens and closes samples at once.")
  func overlap() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 1), samples: 2)
    try test.submit("alice", "s1", "neutral")
    try test.submit("alice", "s2", "neutral")
    #expect(try test.label("bob", .start).item == nil)
    try test.write(yaml: TestWorkspace.yaml(overlap: 2))
    _ = try test.workspace.adoptSchema(lead, renames: Renames())
    #expect(try test.label("bob", .start).item?.sample.id == "s1")
    #expect(try test.workspace.status().complete == 0)
  }

  @Test("Only leads may; a rename of what is not there is refused.")
  func refusals() throws {
    let test = try TestWorkspace(samples: 1)
    var error = engineError { _ = try test.workspace.adoptSchema(TestWorkspace.session("rita"), renames: Renames()) }
    #expect(error?.errorDescription == "rita is a reviewer and may not change the project")
    error = engineError {
      _ = try test.workspace.adoptSchema(lead, renames: Renames(questions: ["sentimnt": "topics"]))
    }
    #expect(error?.errorDescription?.contains("sentimnt") == true)
    error = engineError {
      _ = try test.workspace.adoptSchema(lead, renames: Renames(questions: ["sentiment": "topics"]))
    }
    #expect(error?.errorDescription?.contains("two questions cannot become one") == true)
    try test.write(yaml: "name: [\n")
    error = engineError { _ = try test.workspace.adoptSchema(lead, renames: Renames()) }
    guard case .project? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("A role that was taken away counts at once, whatever the session says.")
  func roles() throws {
    let test = try TestWorkspace(samples: 1)
    let session = try test.workspace.session(person: "rita")
    #expect(session.role == .reviewer)
    try test.write(yaml: TestWorkspace.yaml().replacing("rita, role: reviewer", with: "rita, role: annotator"))
    _ = try test.workspace.adoptSchema(lead, renames: Renames())
    #expect(throws: EngineError.self) { try test.workspace.review(session, .start(filter: ReviewFilter())) }
  }

  @Test("What was undone and no longer fits the project is not done again.")
  func misfit() throws {
    let test = try TestWorkspace(samples: 2)
    try test.submit("alice", "s1", "negative")
    try test.label("alice", .undo)
    try test.write(yaml: TestWorkspace.yaml(values: "[{name: neutral}, {name: positive}]"))
    #expect(try test.workspace.adoptSchema(lead, renames: Renames()).orphans.isEmpty)
    let step = try test.label("alice", .redo)
    #expect(step.act == nil && step.remark?.hasPrefix("that cannot be done again") == true)
    #expect(try test.annotation("s1", "alice") == nil)
  }
}

import Testing

@testable import AnnotationEngine

@Suite("Who sees what")
struct SightTests {
  private func session(_ name: String) -> Session { TestWorkspace.session(name) }

  private func answered(_ round: String) throws -> TestWorkspace {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(round: round))
    for person in ["alice", "bob", "carol"] {
      for sample in ["s1", "s2"] { try test.submit(person, sample, person == "bob" ? "neutral" : "positive") }
    }
    return test
  }

  @Test("An annotator sees totals, and of people and pairs their own; a reviewer and a lead see all.")
  func own() throws {
    let test = try answered("overlap: 3")
    let alice = try test.workspace.status(session("alice"))
    #expect(alice.annotators.map(\.name) == ["alice"] && alice.annotators[0].secondsPerSample == 2)
    #expect(alice.complete == 2 && alice.submitted == 6)
    let agreement = try #require(try test.workspace.agreement(session("alice")).questions["sentiment"])
    #expect(agreement.alpha != nil && agreement.pairs.map(\.b) == ["bob", "carol"])
    #expect(agreement.pairs.allSatisfy { $0.a == "alice" })
    let full = try test.workspace.agreement(session("alice"), AgreementOptions(bootstrap: nil))
    #expect(full.questions["sentiment"]?.pairs.count == 2)
    #expect(try test.workspace.home(session("alice")).agreement.questions["sentiment"] == agreement)
    for name in ["rita", "lea"] {
      #expect(try test.workspace.status(session(name)).annotators.count == 5)
      #expect(try test.workspace.agreement(session(name)).questions["sentiment"]?.pairs.count == 3)
    }
  }

  @Test("Whom the project does not know sees totals alone, unless the workspace's files are theirs.")
  func stranger() throws {
    let test = try answered("overlap: 3")
    let stranger = Session(person: "mallory", role: .annotator, since: 0)
    for session in [nil, stranger] {
      let status = try test.workspace.status(session)
      #expect(status.annotators.isEmpty && status.submitted == 6 && status.complete == 2)
      #expect(try test.workspace.agreement(session, AgreementOptions()).questions["sentiment"]?.pairs == [])
      #expect(try test.workspace.blame(session, "s1").value.questions.allSatisfy { $0.annotations.isEmpty })
    }
    let owner = Session(person: "mallory", role: .lead, since: 0, ownsWorkspace: true)
    #expect(try test.workspace.status(owner).annotators.count == 5)
  }

  @Test("Where nobody is named, whoever asks leads.")
  func unnamed() throws {
    let yaml = try #require(TestWorkspace.yaml(overlap: 1).split(separator: "people:").first)
    let test = try TestWorkspace(yaml: String(yaml))
    try test.submit("alice", "s1", "positive")
    try test.submit("bob", "s2", "positive")
    #expect(
      try test.workspace.status(test.workspace.session(person: "bob")).annotators.map(\.name) == ["alice", "bob"])
  }

  @Test("With gold or repeats in the queue annotators see no figure that rests on others, nor what versions say.")
  func guarded() throws {
    let test = try answered("overlap: 3, gold: 5%")
    let commit = try #require(try test.workspace.commit(session("rita"), message: "both").commit)
    let alice = session("alice")
    let agreement = try #require(try test.workspace.agreement(alice).questions["sentiment"])
    #expect(agreement.alpha == nil && agreement.alphaWhy == Sight.guarded && agreement.pairs.isEmpty)
    let own = try #require(try test.workspace.annotators(alice).first)
    #expect(own.submitted == 2 && own.seconds == 2 && own.agreement.value == nil && own.confusion.isEmpty)
    let dashboard = try test.workspace.dashboard(alice)
    #expect(dashboard.questions[0].alpha.value == nil)
    #expect(dashboard.questions[0].balance.values.allSatisfy { $0 == 0 })
    #expect(dashboard.progress.complete == 0)
    let show = try test.workspace.show(alice, commit)
    #expect(show.isForGood && show.value.changes.rows.allSatisfy { $0.table == "samples" })
    #expect(try test.workspace.diff(alice, commit, nil, rowLimit: 9, filter: DiffFilter(sample: "s1")).isForGood)
    #expect(try test.workspace.sample(alice, "s1", at: commit).value.annotations.isEmpty)
    let blame = try test.workspace.blame(alice, "s1").value.questions[0]
    #expect(blame.annotations.map(\.annotator) == ["alice"] && blame.label == nil && blame.changes.isEmpty)
    #expect(try test.workspace.blame(session("rita"), "s1").value.questions[0].annotations.count == 3)
  }
}

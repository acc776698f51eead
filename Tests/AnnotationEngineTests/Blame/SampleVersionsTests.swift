import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Versions of a sample")
struct SampleVersionsTests {
  private let positive: Answers = ["sentiment": .choice("positive")]
  private let negative: Answers = ["sentiment": .choice("negative")]

  @Test("Each commit that changed anything of the sample is told, newest first, whichever of them one comes from.")
  func line() throws {
    let fixture = try ImportFixture.filled()
    let brought = try #require(try fixture.commit("samples").commit)
    try fixture.label("s1", as: "alice", positive)
    let first = try #require(try fixture.commit("an answer").commit)
    try fixture.label("s2", as: "alice", positive)
    let elsewhere = try #require(try fixture.commit("another sample").commit)
    try fixture.resolve("s1", "neutral")
    let last = try #require(try fixture.commit("resolved").commit)
    for commit in [brought, first, last] {
      #expect(try fixture.workspace.versions(of: "s1", through: commit) == [last, first, brought])
    }
    // A commit that did nothing to the sample stands for the version that it holds.
    #expect(try fixture.workspace.versions(of: "s1", through: elsewhere) == [last, elsewhere, brought])
  }

  @Test("On a branch that went its own way, the way that the commit lies on is told.")
  func branches() throws {
    let fixture = try ImportFixture.filled()
    let store = fixture.workspace.store
    let base = try #require(try fixture.commit("samples").commit)
    try fixture.label("s1", as: "alice", positive)
    let main = try #require(try fixture.commit("main").commit)
    let writer = try store.newPack()
    let trees = try store.commit(#require(ObjectID(hex: main))).trees
    let baseCommit = try store.commit(#require(ObjectID(hex: base)))
    var side = baseCommit
    side.parents = [try #require(ObjectID(hex: base))]
    side.message = "side"
    side.trees["annotations"] = trees["annotations"]
    let id = try writer.add(side)
    _ = try writer.finish()
    #expect(try store.moveRef("heads/side", from: nil, to: id, author: "lea", time: 1, what: "branch: side"))
    #expect(try fixture.workspace.versions(of: "s1", through: id.hex) == [id.hex, base])
    #expect(try fixture.workspace.versions(of: "s1", through: base) == [main, base])
  }

  @Test("A commit that has the sample no more is its newest version.")
  func unknown() throws {
    let fixture = try ImportFixture.filled()
    let commit = try #require(try fixture.commit("samples").commit)
    #expect(try fixture.workspace.versions(of: "s1", through: commit) == [commit])
    #expect(try fixture.workspace.versions(of: "nowhere", through: commit) == [commit])
  }
}

@Suite("What is kept from an annotator")
struct VeilTests {
  private let positive: Answers = ["sentiment": .choice("positive")]
  private let negative: Answers = ["sentiment": .choice("negative")]

  /// Two people agree on s1 and it is resolved; carol has answered nothing.
  private func answered() throws -> (ImportFixture, String) {
    let fixture = try ImportFixture.filled()
    try fixture.commit("samples")
    for person in ["alice", "bob"] { try fixture.label("s1", as: person, positive) }
    try fixture.resolve("s1", "neutral", reason: "irony")
    return (fixture, try #require(try fixture.commit("answers").commit))
  }

  private let carol = Session(person: "carol", role: .annotator, since: 0)

  @Test("As long as a sample is theirs to answer, an annotator sees nobody else's answer, label or decision.")
  func veiled() throws {
    let (fixture, commit) = try answered()
    let blame = try fixture.workspace.blame(carol, "s1")
    #expect(blame.isVeiled)
    for entry in blame.value.questions {
      #expect(entry.label == nil && entry.changes.isEmpty && entry.annotations.isEmpty && entry.resolution == nil)
    }
    let version = try fixture.workspace.sample(carol, "s1", at: commit)
    #expect(version.isVeiled && version.value.labels.isEmpty && version.value.annotations.isEmpty)
    #expect(!version.value.sample.fields.isEmpty)
    let show = try fixture.workspace.show(carol, commit)
    #expect(show.isVeiled)
    #expect(show.value.changes.rows.map(\.sample) == ["s1", "s1", "s1"])
    #expect(show.value.changes.rows.allSatisfy { $0.old == nil && $0.new == "" })
  }

  @Test("Who has answered sees all; so do reviewers, and everybody where the sample has all its annotations.")
  func open() throws {
    let (fixture, commit) = try answered()
    for session in [fixture.lead, fixture.reviewer, Session(person: "alice", role: .annotator, since: 0)] {
      #expect(try fixture.workspace.blame(session, "s1") == Veiled(try fixture.workspace.blame("s1")))
      #expect(try !fixture.workspace.sample(session, "s1", at: commit).isVeiled)
      #expect(try fixture.workspace.show(session, commit) == Veiled(try fixture.workspace.show(commit)))
    }
    try fixture.label("s1", as: "carol", negative)
    #expect(try !fixture.workspace.blame(carol, "s1").isVeiled)
  }

  @Test("What was sent back is theirs to answer again.")
  func sentBack() throws {
    let (fixture, _) = try answered()
    let alice = Session(person: "alice", role: .annotator, since: 0)
    _ = try fixture.workspace.review(
      fixture.reviewer, .sendBack(sample: "s1", annotator: "alice", note: "look again", filter: ReviewFilter()))
    let blame = try fixture.workspace.blame(alice, "s1")
    #expect(blame.isVeiled)
    #expect(blame.value.questions.allSatisfy { $0.annotations.allSatisfy { $0.annotator == "alice" } })
  }
}

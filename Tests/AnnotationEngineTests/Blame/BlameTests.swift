import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Blame")
struct BlameTests {
  private let positive: Answers = ["sentiment": .choice("positive")]

  @Test("Each commit that changed a label is told, newest first, with what it was before and who decided.")
  func changes() throws {
    let fixture = try ImportFixture.filled()
    try fixture.commit("samples")
    for person in ["alice", "bob"] { try fixture.label("s1", as: person, positive) }
    let answered = try fixture.commit("answers")
    try fixture.label("s2", as: "alice", positive)
    try fixture.commit("another sample")
    // A third vote changes the share and no label.
    try fixture.label("s1", as: "carol", positive)
    try fixture.commit("one more vote")
    try fixture.resolve("s1", "neutral", reason: "irony")
    let resolved = try fixture.commit("resolved")

    let entry = try #require(try fixture.workspace.blame("s1").questions.first)
    #expect(entry.question == "sentiment")
    #expect(entry.label == .choice("neutral"))
    #expect((entry.by, entry.confidence, entry.isUncommitted) == ("resolution", nil, false))
    #expect(entry.changes.map(\.commit) == [resolved.commit, answered.commit])
    #expect(entry.changes.map(\.before) == [.choice("positive"), nil])
    #expect(entry.changes.map(\.after) == [.choice("neutral"), .choice("positive")])
    #expect(entry.changes.map(\.by) == ["resolution", "majority"])
    #expect(entry.changes.map(\.reviewer) == ["rita", nil])
    #expect(entry.annotations.map(\.annotator) == ["alice", "bob", "carol"])
    #expect(entry.resolution?.reason == "irony")
    let topics = try #require(try fixture.workspace.blame("s1").questions.last)
    #expect(topics.label == nil && topics.changes.isEmpty)
  }

  @Test("A label that the last commit has otherwise is not committed yet.")
  func uncommitted() throws {
    let fixture = try ImportFixture.filled()
    for person in ["alice", "bob"] { try fixture.label("s1", as: person, positive) }
    var entry = try #require(try fixture.workspace.blame("s1").questions.first)
    #expect(entry.isUncommitted && entry.changes.isEmpty && entry.label == .choice("positive"))
    try fixture.commit()
    entry = try #require(try fixture.workspace.blame("s1").questions.first)
    #expect(!entry.isUncommitted)
    _ = try fixture.workspace.label(fixture.annotator, .undo)
    entry = try #require(try fixture.workspace.blame("s1").questions.first)
    #expect(entry.isUncommitted && entry.label == nil && entry.changes.count == 1)
  }

  @Test("A label that was taken away shows as gone.")
  func removed() throws {
    let fixture = try ImportFixture.filled()
    try fixture.resolve("s1", "neutral")
    try fixture.commit("resolved")
    _ = try fixture.workspace.review(fixture.reviewer, .undo(filter: ReviewFilter(scope: .annotated)))
    try fixture.commit("taken back")
    let entry = try #require(try fixture.workspace.blame("s1").questions.first)
    #expect(entry.label == nil && !entry.isUncommitted)
    #expect(entry.changes.map(\.after) == [nil, .choice("neutral")])
    #expect(entry.changes.map(\.before) == [.choice("neutral"), nil])
  }

  @Test("Of a merge's parents the one with the same value is followed.")
  func merge() throws {
    let fixture = try ImportFixture.filled()
    let base = try #require(try fixture.commit("samples").commit)
    try fixture.resolve("s1", "neutral")
    let side = try #require(try fixture.commit("on the side").commit)
    let store = fixture.workspace.store
    // A merge whose first parent knows nothing of the label.
    var merge = try store.commit(try store.resolve(side))
    merge.parents = [try store.resolve(base), try store.resolve(side)]
    merge.message = "merge"
    let pack = try store.newPack()
    let id = try pack.add(merge)
    try pack.finish()
    #expect(
      try store.moveRef(
        "heads/main", from: store.ref("heads/main"), to: id, author: "lea", time: 0, what: "merge: side"))
    let entry = try #require(try fixture.workspace.blame("s1").questions.first)
    #expect(entry.changes.map(\.commit) == [side])
  }

  @Test("A sample that is not there is named.")
  func unknown() throws {
    let fixture = try ImportFixture.filled()
    #expect(engineError { _ = try fixture.workspace.blame("s99") }?.errorDescription == "there is no sample s99")
  }

  @Test("A sample as it was in a commit has the labels and annotations of that commit.")
  func version() throws {
    let fixture = try ImportFixture.filled()
    try fixture.label("s1", as: "alice", positive)
    try fixture.label("s1", as: "bob", positive)
    try fixture.commit("first")
    try fixture.resolve("s1", "neutral", reason: "irony")
    try fixture.add([("s20", "one more")])
    try fixture.commit("second")
    let old = try fixture.workspace.sample("s1", at: "main~1")
    #expect(old.labels == ["sentiment": Label(answer: .choice("positive"), by: "majority", confidence: 1)])
    #expect(old.annotations.map(\.annotator) == ["alice", "bob"])
    #expect(old.sample.fields == [.init(name: "text", text: "text 1")])
    #expect((old.sample.position, old.commit.message, old.isErased) == (1, "first", false))
    let new = try fixture.workspace.sample("s1", at: "main")
    #expect(new.labels["sentiment"]?.reviewer == "rita")
    #expect(new.labels["sentiment"]?.reason == "irony")
    #expect(throws: EngineError.self) { try fixture.workspace.sample("s20", at: "main~1") }
  }
}

import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Imports that replace content")
struct ReplacingImportTests {
  private func row(_ id: String, _ fixture: ImportFixture) throws -> SampleRow {
    let workspace = fixture.workspace
    return try workspace.journal.read { try #require(try workspace.directory(in: $0).row(id: id)).row }
  }

  private func text(_ id: String, _ workspace: Workspace) throws -> String? {
    try workspace.sample(id: id)?.fields.first?.text
  }

  @Test("A sample with other content gets it under the same id, batch and place; new ones go behind.")
  func replaces() throws {
    let fixture = try ImportFixture()
    try fixture.add([("b", "2"), ("a", "1"), ("c", "3")])
    let before = try row("a", fixture)
    let report = try fixture.importing(
      [.sample("d", "4"), .sample("a", "one"), .sample("b", "2")], replaces: true)
    #expect(report.read == 3)
    #expect(report.imported == 1)
    #expect(report.updated == 1)
    #expect(report.unchanged == 1)
    let after = try row("a", fixture)
    #expect(after.blob != before.blob)
    #expect(after.batch == before.batch)
    #expect(after.place == before.place)
    #expect(try (0..<5).map { try fixture.workspace.sample(at: $0)?.id } == ["b", "a", "c", "d", nil])
    #expect(try ["a", "b", "c", "d"].map { try text($0, fixture.workspace) } == ["one", "2", "3", "4"])
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
  }

  @Test("Only changed rows are written: the tree is the one that the rows make, and the commit shows just these.")
  func onlyChangedRows() throws {
    let fixture = try ImportFixture()
    let samples = (0..<3_000).map { (id: "id-\($0)" as String?, text: "text \($0)") }
    try fixture.add(samples)
    _ = try fixture.workspace.commit(fixture.lead, message: "first")
    var edited = samples
    for index in [0, 17, 1_500, 2_999] { edited[index].text += ", edited" }
    let report = try fixture.importing(edited.map { .sample($0.id, $0.text) }, replaces: true)
    #expect(report.updated == 4)
    #expect(report.unchanged == 2_996)
    #expect(report.imported == 0)
    // Three thousand rows take some 200 KB.
    #expect(report.newBytes < 40_000)
    #expect(try fixture.workspace.status().uncommitted > 0)
    let commit = try fixture.workspace.commit(fixture.lead, message: "edited")
    #expect(commit.newBytes < 2_000)
    let diff = try fixture.workspace.diff("main~1", "main", rowLimit: 10)
    #expect(diff.samples == DiffReport.Counts(added: 0, removed: 0, changed: 4))
    #expect(diff.rows.first { $0.sample == "id-17" }?.new == "text 17, edited")

    let again = try fixture.importing(edited.map { .sample($0.id, $0.text) }, replaces: true)
    #expect(again.unchanged == 3_000 && again.updated == 0 && again.newBytes == 0)
    #expect(try fixture.workspace.status().uncommitted == 0)
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
  }

  @Test("Annotations stay, and a session that has the sample open sees its new content with its next act.")
  func sessions() throws {
    let fixture = try ImportFixture()
    try fixture.add([("a", "1"), ("b", "2")])
    let running = try fixture.reopened()
    let alice = Session(person: "alice", role: .annotator, since: 0)
    #expect(try running.label(alice, .start).item?.sample.fields.first?.text == "1")
    _ = try running.label(
      alice, .submit(sample: "a", answers: ["sentiment": .choice("neutral")], seconds: 1, advance: false))
    let count = try running.changeCount()
    #expect(try fixture.importing([.sample("a", "one")], replaces: true).updated == 1)
    #expect(try running.changeCount() > count)
    let item = try running.label(alice, .renewLease(sample: "a")).item
    #expect(item?.sample.fields.first?.text == "one")
    #expect(item?.annotation?.answers == ["sentiment": .choice("neutral")])
    #expect(try text("a", running) == "one")
    // What the transaction of an older view would keep is not kept.
    #expect(try fixture.importing([.sample("a", "uno")], replaces: true).updated == 1)
    #expect(try running.sample(at: 0)?.fields.first?.text == "uno")
  }

  @Test("An index or a sample that was read before content was replaced is not kept afterwards.")
  func staleReadings() {
    let cache = SampleCache()
    let sample = Sample(id: "a", position: 0, fields: [.init(name: "text", text: "1")])
    let generation = cache.generation
    cache.see(replaced: "7")
    cache.keep(sample, fields: ["text"], generation)
    cache.keep(SampleIndex(root: ObjectID(kind: .blob, content: [])), generation)
    #expect(cache.sample(id: "a", fields: ["text"]) == nil)
    #expect(cache.index.root == nil)
    cache.keep(sample, fields: ["text"], cache.generation)
    cache.see(replaced: "7")
    #expect(cache.sample(id: "a", fields: ["text"]) == sample)
  }

  @Test("A report names the states of the samples before and after, unless another import came in between.")
  func states() throws {
    let fixture = try ImportFixture()
    let first = try fixture.add([("a", "1")])
    #expect(first.states?.before == nil)
    #expect(try first.states?.after == fixture.workspace.samplesState())
    let second = try fixture.importing([.sample("a", "one")], replaces: true)
    #expect(second.states?.before == first.states?.after)
    #expect(second.states?.after != first.states?.after)
    #expect(try second.states?.after == fixture.workspace.samplesState())
    let third = try fixture.importing([.sample("a", "one")], replaces: true)
    #expect(third.states?.before == second.states?.after)
    #expect(third.states?.after == second.states?.after)
  }

  @Test("The journal built anew from its events has the same samples.")
  func rebuild() throws {
    let fixture = try ImportFixture()
    try fixture.add([("a", "1"), ("b", "2")])
    try fixture.importing([.sample("a", "one"), .sample("c", "3")], replaces: true)
    try fixture.importing([.sample("b", "two")], replaces: true)
    try fixture.workspace.journal.rebuild()
    #expect(try ["a", "b", "c"].map { try text($0, fixture.workspace) } == ["one", "two", "3"])
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
  }

  @Test("What a file says twice and differently of a sample that is there is a bad record, whichever it has.")
  func contradictions() throws {
    for (first, second) in [("1", "one"), ("one", "1"), ("one", "uno")] {
      let fixture = try ImportFixture()
      try fixture.add([("a", "1"), ("b", "2")])
      let files = try fixture.files()
      let records: [Incoming<IncomingSample>] = [
        .sample("a", first, line: 1), .sample("b", "2", line: 2), .sample("a", second, line: 3),
        .sample("a", first, line: 4),
      ]
      let error = #expect(throws: EngineError.self) { try fixture.importing(records, replaces: true) }
      guard case .badRecords(_, let bad, 1)? = error else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
      #expect(bad.line == 3)
      #expect(bad.reason == "id a stands in line 1 with other content")
      #expect(try fixture.files() == files)

      var taken: [BadRecord] = []
      let report = try fixture.importing(records, replaces: true, quarantine: { taken.append($0) })
      #expect(taken.map { String(decoding: $0.raw, as: UTF8.self) } == [#"{"id":"a","text":"\#(second)"}"#])
      #expect(report.updated == (first == "1" ? 0 : 1))
      #expect(report.unchanged == (first == "1" ? 3 : 2))
      #expect(report.quarantined == 1)
      #expect(try text("a", fixture.workspace) == first)
      #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
    }
  }

  @Test("Two imports at once both land: one adds, one replaces, and the later of two contents stays.")
  func beside() throws {
    let fixture = try ImportFixture()
    try fixture.add([("a", "1"), ("b", "2")])
    let other = try fixture.reopened()
    var isFirst = true
    let ours: [Incoming<IncomingSample>] = [.sample("a", "one"), .sample("b", "two")]
    let report = try fixture.importing(ours, replaces: true, quarantine: nil) { _ in
      guard isFirst else { return }
      isFirst = false
      var source = ListSource(
        name: "other.jsonl", records: [Incoming<IncomingSample>.sample("c", "3"), .sample("b", "zwei")])
      _ = try other.importSamples(fixture.lead, from: &source, replaces: true, quarantine: nil, progress: { _ in })
    }
    #expect(report.updated == 2)
    #expect(report.states == nil)
    #expect(try ["a", "b", "c"].map { try text($0, fixture.workspace) } == ["one", "two", "3"])
    #expect(try ["a", "b", "c"].map { try text($0, other) } == ["one", "two", "3"])
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
  }
}

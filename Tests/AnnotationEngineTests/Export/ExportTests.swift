import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Exporting")
struct ExportTests {
  private func export(
    _ fixture: ImportFixture, _ revision: String = "main", annotations: Bool = false
  ) throws -> [ExportedRow] {
    var rows: [ExportedRow] = []
    var announced = -1
    try fixture.workspace.export(
      fixture.lead, revision: revision, withAnnotations: annotations, begin: { _, count in announced = count },
      row: { rows.append($0) })
    #expect(announced == rows.count)
    return rows
  }

  private func labeled() throws -> ImportFixture {
    let fixture = try ImportFixture()
    try fixture.importing([
      .record(
        IncomingSample(
          id: "b", content: Array(#"{"fields":{"text":"two"},"metadata":{"lang":"de","n":1.50}}"#.utf8), line: 1)),
      .sample("a", "one"), .sample("a b", "three"), .sample("é", "four"),
    ])
    try fixture.label("a", as: "alice", ["sentiment": .choice("positive"), "topics": .choices(["news", "sport"])])
    try fixture.label("a", as: "bob", ["sentiment": .choice("positive"), "topics": .choices(["sport"])])
    try fixture.label("a", as: "carol", ["sentiment": .choice("neutral")])
    _ = try fixture.workspace.label(fixture.annotator, .comment(sample: "a", text: "very clear"))
    try fixture.label("b", as: "bob", ["sentiment": .choice("negative")])
    _ = try fixture.workspace.label(fixture.annotator, .skip(sample: "b", reason: "unclear", seconds: 2))
    try fixture.resolve("b", "neutral")
    return fixture
  }

  @Test("Rows stand in the order of ids, with fields, metadata and labels; without a label there is none.")
  func rows() throws {
    let fixture = try labeled()
    try fixture.commit()
    let rows = try export(fixture)
    #expect(rows.map(\.id) == ["a", "a b", "b", "é"])
    #expect(rows[2].fields == [JSONMember("text", .string("two"))])
    #expect(rows[2].metadata == [JSONMember("lang", .string("de")), JSONMember("n", .number("1.50"))])
    #expect(rows[0].labels.map(\.question) == ["sentiment", "topics"])
    #expect(
      rows[0].labels.map(\.label) == [
        Label(answer: .choice("positive"), by: "majority", confidence: 2.0 / 3),
        // news: one of two, so none; sport: both.
        Label(answer: .choices(["sport"]), by: "majority", confidence: 0.75),
      ])
    #expect(rows[1].labels.map(\.label) == [Label(), Label()])
    #expect(
      rows[2].labels.map(\.label) == [Label(answer: .choice("neutral"), by: "resolution", reviewer: "rita"), Label()])
    #expect(rows.allSatisfy { $0.annotations.isEmpty })
  }

  @Test("With annotations, each row has those of its sample, with comments and reasons.")
  func annotations() throws {
    let fixture = try labeled()
    try fixture.commit()
    let rows = try export(fixture, annotations: true)
    #expect(rows[0].annotations.map(\.annotator) == ["alice", "bob", "carol"])
    #expect(rows[0].annotations.map(\.comment) == ["very clear", nil, nil])
    #expect(rows[0].annotations[0].answers["topics"] == .choices(["sport", "news"]))
    #expect(rows[0].annotations[0].seconds == 1.5)
    #expect(rows[1].annotations == [])
    #expect(rows[2].annotations.map(\.status) == [.skipped, .submitted])
    #expect(rows[2].annotations.map(\.reason) == ["unclear", nil])
  }

  @Test("A commit gives the same rows forever, whatever happens afterwards.")
  func same() throws {
    let fixture = try labeled()
    let commit = try #require(try fixture.commit().commit)
    let before = try export(fixture, commit, annotations: true)
    try fixture.label("é", as: "bob", ["sentiment": .choice("positive")])
    _ = try fixture.workspace.label(fixture.annotator, .undo)
    try fixture.add([("0", "before all")])
    #expect(try export(fixture, commit, annotations: true) == before)
    try fixture.commit()
    let yaml = ImportFixture.yaml.replacing("at-least: 2", with: "at-least: 3").replacing(
      "kind: text}", with: "kind: text, title: T}")
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: fixture.directory + "/gloss.yaml"))
    _ = try fixture.workspace.adoptSchema(fixture.lead, renames: Renames())
    try fixture.commit()
    #expect(try export(fixture, commit, annotations: true) == before)
    #expect(try export(fixture).count == 5)
    #expect(try export(fixture) != before)
  }

  @Test(
    "Ids in no order, in many more samples than are read at a time: every row once, in order, with its own content.")
  func many() throws {
    let fixture = try ImportFixture()
    var source = MadeSource(count: 70_000) {
      .sample("id-\(($0 &* 77_777) & 0x1FFFF)", "text of \(($0 &* 77_777) & 0x1FFFF)", line: $0)
    }
    _ = try fixture.workspace.importSamples(fixture.lead, from: &source, quarantine: nil, progress: { _ in })
    try fixture.importing(
      stride(from: 0, to: 70_000, by: 500).map { index in
        IncomingAnnotation("id-\((index &* 77_777) & 0x1FFFF)", "worker", "neutral")
      })
    try fixture.commit()
    var last: [UInt8] = []
    var (count, annotated) = (0, 0)
    try fixture.workspace.export(
      fixture.lead, revision: "main", withAnnotations: true, begin: { _, _ in },
      row: { row in
        let id = Array(row.id.utf8)
        #expect(last.lexicographicallyPrecedes(id))
        #expect(row.fields == [JSONMember("text", .string("text of \(row.id.dropFirst(3))"))])
        last = id
        count += 1
        annotated += row.annotations.count
      })
    #expect(count == 70_000)
    #expect(annotated == 140)
  }

  @Test("The project comes before the rows, as it was in that commit, and the export is recorded.")
  func project() throws {
    let fixture = try labeled()
    try fixture.commit()
    let events = try fixture.events()
    var name = ""
    try fixture.workspace.export(
      fixture.reviewer, revision: "main", withAnnotations: false, begin: { project, _ in name = project.name },
      row: { _ in #expect(name == "tweets") },
      finish: {
        let atFinish = try fixture.events()
        #expect(atFinish == events, "Nothing is recorded before the file stands.")
      })
    #expect(try fixture.events() == events + 1)
    let last = try #require(try fixture.workspace.journal.read { try $0.event(events + 1) })
    #expect(last.kind == .export)
    #expect(last.payload["rows"] == .number("4"))
  }

  @Test("A field that the project got later is empty, and one that it lost is metadata.")
  func fields() throws {
    let fixture = try ImportFixture()
    try fixture.importing([
      .record(
        IncomingSample(id: "a", content: Array(#"{"fields":{"old":"x","text":"t"},"metadata":{}}"#.utf8), line: 1))
    ])
    let yaml = ImportFixture.yaml.replacing(
      "- {name: text, kind: text}", with: "- {name: title, kind: text}\n  - {name: text, kind: text}")
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: fixture.directory + "/gloss.yaml"))
    _ = try fixture.workspace.adoptSchema(fixture.lead, renames: Renames())
    try fixture.commit()
    let row = try #require(try export(fixture).first)
    #expect(row.fields == [JSONMember("title", .string("")), JSONMember("text", .string("t"))])
    #expect(row.metadata == [JSONMember("old", .string("x"))])
  }

  @Test("Annotators may not export, unknown revisions are errors, and a writer that fails ends it unrecorded.")
  func refused() throws {
    struct Full: Error {}
    let fixture = try labeled()
    try fixture.commit()
    let events = try fixture.events()
    #expect(throws: EngineError.self) {
      try fixture.workspace.export(
        fixture.annotator, revision: "main", withAnnotations: false, begin: { _, _ in }, row: { _ in })
    }
    #expect(throws: EngineError.self) { try export(fixture, "nowhere") }
    #expect(throws: Full.self) {
      try fixture.workspace.export(
        fixture.lead, revision: "main", withAnnotations: false, begin: { _, _ in }, row: { _ in throw Full() })
    }
    #expect(throws: Full.self) {
      try fixture.workspace.export(
        fixture.lead, revision: "main", withAnnotations: false, begin: { _, _ in }, row: { _ in },
        finish: { throw Full() })
    }
    #expect(try fixture.events() == events)
  }

  @Test("What is gone from the store is an error that says what to do.")
  func missing() throws {
    let fixture = try labeled()
    let packs = try fixture.files().filter { $0.hasSuffix(".pack") }
    try fixture.commit()
    for pack in packs { try FileManager.default.removeItem(atPath: fixture.directory + "/.gloss/" + pack) }
    let error = #expect(throws: EngineError.self) {
      try fixture.reopened().export(
        fixture.lead, revision: "main", withAnnotations: false, begin: { _, _ in }, row: { _ in })
    }
    #expect(error?.recoverySuggestion?.contains("gloss fsck") == true)
  }
}

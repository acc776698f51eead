import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Importing annotations")
struct AnnotationImportTests {
  private func fixture() throws -> ImportFixture {
    let fixture = try ImportFixture()
    try fixture.add([("s1", "one"), ("s2", "two"), ("s3", "three")])
    return fixture
  }

  private func annotations(_ fixture: ImportFixture, _ sample: String) throws -> [Annotation] {
    try fixture.workspace.journal.read { try $0.annotations(of: sample) }
  }

  private func topics(_ sample: String, _ annotator: String, _ values: [String], line: Int = 1) -> IncomingAnnotation {
    IncomingAnnotation(
      sample: sample, annotator: annotator, answers: ["topics": .choices(values)], comment: nil, seconds: nil,
      line: line)
  }

  private func bad(_ error: EngineError?) -> (first: BadRecord, count: Int)? {
    if case .badRecords(_, let first, let count)? = error { (first, count) } else { nil }
  }

  @Test("Rows become submitted annotations, also of people whom the project does not list.")
  func imports() throws {
    let fixture = try fixture()
    let report = try fixture.importing([
      IncomingAnnotation("s1", "alice", "positive", comment: "clear"),
      IncomingAnnotation("s1", "worker 17", "negative"),
      IncomingAnnotation("s3", "bob", "neutral"),
    ])
    #expect(report == ImportReport(read: 3, imported: 3, unchanged: 0, quarantined: 0, newBytes: 0))
    let found = try annotations(fixture, "s1")
    #expect(found.map(\.annotator) == ["alice", "worker 17"])
    #expect(found.map(\.status) == [.submitted, .submitted])
    #expect(found.map(\.answers) == [["sentiment": .choice("positive")], ["sentiment": .choice("negative")]])
    #expect(found.map(\.comment) == ["clear", nil])
    #expect(try fixture.workspace.status().started == 2)
  }

  @Test("The same rows again are unchanged, and nothing happens.")
  func again() throws {
    let fixture = try fixture()
    let rows = [
      IncomingAnnotation("s1", "alice", "positive", comment: "clear"), IncomingAnnotation("s2", "bob", "neutral"),
    ]
    try fixture.importing(rows)
    let events = try fixture.events()
    #expect(
      try fixture.importing(rows) == ImportReport(read: 2, imported: 0, unchanged: 2, quarantined: 0, newBytes: 0))
    #expect(try fixture.events() == events)
    // A row more, and only that is new.
    #expect(try fixture.importing(rows + [IncomingAnnotation("s2", "alice", "neutral")]).imported == 1)
  }

  @Test("Rows for different questions of one sample and annotator are one annotation, wherever they stand.")
  func merges() throws {
    let fixture = try fixture()
    let report = try fixture.importing([
      topics("s2", "bob", ["news", "sport"]), IncomingAnnotation("s1", "alice", "positive", comment: "one"),
      IncomingAnnotation("s2", "bob", "neutral"), topics("s1", "alice", ["art"]),
      IncomingAnnotation("s1", "alice", "positive", comment: "two"),
    ])
    #expect(report.read == 5)
    #expect(report.imported == 5)
    let first = try annotations(fixture, "s1")
    #expect(first.map(\.answers) == [["sentiment": .choice("positive"), "topics": .choices(["art"])]])
    #expect(first.map(\.comment) == ["one\ntwo"])
    #expect(first.map(\.revision) == [1])
    #expect(try annotations(fixture, "s2").map { $0.answers["topics"] } == [.choices(["sport", "news"])])
  }

  @Test("A later file may answer another question of what is there.")
  func joins() throws {
    let fixture = try fixture()
    try fixture.importing([IncomingAnnotation("s1", "alice", "positive")])
    #expect(try fixture.importing([topics("s1", "alice", ["art"])]).imported == 1)
    #expect(
      try annotations(fixture, "s1").map(\.answers) == [
        ["sentiment": .choice("positive"), "topics": .choices(["art"])]
      ])
  }

  @Test("A row that contradicts what an annotator has answered is refused: an import changes no answer.")
  func contradicts() throws {
    let fixture = try fixture()
    try fixture.label("s1", as: "alice", ["sentiment": .choice("positive")])
    let events = try fixture.events()
    let error = #expect(throws: EngineError.self) {
      try fixture.importing([
        IncomingAnnotation("s2", "alice", "neutral", line: 2), IncomingAnnotation("s1", "alice", "negative", line: 3),
      ])
    }
    let found = try #require(bad(error))
    #expect(found.first.line == 3)
    #expect(
      found.first.reason == "alice has answered sentiment of s1 with “positive”; an import changes no answer")
    #expect(try fixture.events() == events)
    #expect(try annotations(fixture, "s2") == [])
  }

  @Test("Two rows of a file that contradict each other: the second is refused, with the line of the first.")
  func contradictsItself() throws {
    let fixture = try fixture()
    var refused: [BadRecord] = []
    let report = try fixture.importing(
      [
        IncomingAnnotation("s1", "alice", "positive", line: 2), IncomingAnnotation("s1", "bob", "neutral", line: 3),
        IncomingAnnotation("s1", "alice", "negative", line: 4),
      ], quarantine: { refused.append($0) })
    #expect(report.imported == 2)
    #expect(report.quarantined == 1)
    #expect(refused.map(\.line) == [4])
    #expect(refused.map(\.reason) == ["alice answers sentiment of s1 with “positive” in line 2"])
    #expect(
      refused.map { String(decoding: $0.raw, as: UTF8.self) }
        == [#"{"sample":"s1","annotator":"alice","sentiment":"negative"}"#])
  }

  @Test("Unknown samples, questions and values and missing answers are bad records that say what is known.")
  func unknown() throws {
    let fixture = try fixture()
    var refused: [BadRecord] = []
    let odd = IncomingAnnotation(
      sample: "s1", annotator: "bob", answers: ["mood": .choice("x")], comment: nil, seconds: nil, line: 4)
    let report = try fixture.importing(
      [
        IncomingAnnotation("nowhere", "alice", "positive", line: 2),
        IncomingAnnotation("s1", "alice", "great", line: 3),
        odd, topics("s2", "carol", ["art"], line: 5), IncomingAnnotation("s1", "", "positive", line: 6),
        IncomingAnnotation(sample: "s1", annotator: "x", answers: [:], comment: " ", seconds: nil, line: 7),
        IncomingAnnotation(
          sample: "s1", annotator: "x", answers: ["sentiment": .choice("neutral")], comment: nil, seconds: -1, line: 8),
        IncomingAnnotation("s1", "zoe", "neutral", line: 9),
      ], quarantine: { refused.append($0) })
    #expect(report == ImportReport(read: 8, imported: 1, unchanged: 0, quarantined: 7, newBytes: 0))
    let reasons = refused.sorted { $0.line < $1.line }.map(\.reason)
    #expect(
      reasons == [
        "no sample has the id nowhere; ids are like s1, s2 and s3",
        "sentiment: it has no value “great”; its values are negative, neutral and positive",
        "mood: the project has no such question; it asks sentiment and topics",
        "sentiment: it has no answer yet, and it must have one",
        "the annotator's name is empty", "it answers no question", "the seconds are no duration",
      ])
  }

  @Test("All or nothing: a bad row in the last line keeps out thousands of good ones.")
  func allOrNothing() throws {
    let fixture = try ImportFixture()
    try fixture.add((0..<3_000).map { ("s\($0)", "text \($0)") })
    let events = try fixture.events()
    var rows = (0..<3_000).map { IncomingAnnotation("s\($0)", "alice", "neutral", line: $0 + 1) }
    rows.append(IncomingAnnotation("s1", "alice", "positive", line: 3_001))
    let error = #expect(throws: EngineError.self) { try fixture.importing(rows) }
    #expect(try #require(bad(error)).first.line == 3_001)
    #expect(try fixture.events() == events)
    #expect(try fixture.workspace.status().started == 0)
  }

  @Test("Interrupting leaves nothing, whenever it comes.")
  func interrupt() throws {
    struct Interrupted: Error {}
    let fixture = try ImportFixture()
    try fixture.add((0..<5_000).map { ("s\($0)", "text \($0)") })
    let events = try fixture.events()
    for phase in ["reading", "sorting", "writing"] {
      var source = ListSource(
        name: "answers.csv",
        records: (0..<5_000).map { Incoming.record(IncomingAnnotation("s\($0)", "alice", "neutral")) })
      #expect(throws: Interrupted.self) {
        try fixture.workspace.importAnnotations(fixture.lead, from: &source, quarantine: nil) {
          if $0.phase == phase { throw Interrupted() }
        }
      }
      #expect(try fixture.events() == events, "while \(phase)")
    }
  }

  @Test("An imported answer takes the place of an unfinished or skipped one, and waits for nobody any more.")
  func overDraft() throws {
    let fixture = try fixture()
    let alice = fixture.annotator
    _ = try fixture.workspace.label(
      alice, .draft(sample: "s1", answers: ["topics": .choices(["art"])], seconds: 3))
    _ = try fixture.workspace.label(alice, .skip(sample: "s2", reason: "unclear", seconds: 1))
    try fixture.importing([IncomingAnnotation("s1", "alice", "positive"), IncomingAnnotation("s2", "alice", "neutral")])
    for sample in ["s1", "s2"] { #expect(try annotations(fixture, sample).map(\.status) == [.submitted]) }
  }

  @Test("The same file again leaves what a reviewer sent back and what its annotator skipped since.")
  func againAfterPeople() throws {
    let fixture = try fixture()
    let rows = [
      IncomingAnnotation("s1", "alice", "positive", comment: "clear"), IncomingAnnotation("s2", "alice", "neutral"),
      IncomingAnnotation("s3", "alice", "neutral"),
    ]
    try fixture.importing(rows)
    for sample in ["s1", "s2"] {
      _ = try fixture.workspace.review(
        fixture.reviewer,
        .sendBack(sample: sample, annotator: "alice", note: "irony?", filter: ReviewFilter()))
    }
    // Alice has begun anew on one of them.
    _ = try fixture.workspace.label(
      fixture.annotator, .draft(sample: "s2", answers: ["sentiment": .choice("negative")], seconds: 3))
    _ = try fixture.workspace.label(fixture.annotator, .skip(sample: "s3", reason: "unclear", seconds: 1))
    let events = try fixture.events()
    let before = try ["s1", "s2", "s3"].map { try annotations(fixture, $0) }
    #expect(
      try fixture.importing(rows) == ImportReport(read: 3, imported: 0, unchanged: 3, quarantined: 0, newBytes: 0))
    #expect(try fixture.events() == events)
    #expect(try ["s1", "s2", "s3"].map { try annotations(fixture, $0) } == before)
    #expect(before.flatMap { $0 }.map { $0.sentBack?.reviewer } == ["rita", "rita", nil])
    #expect(before[2].map(\.status) == [.skipped])
  }

  @Test("Other answers to what was sent back are bad records: its annotator is asked, not a file.")
  func overSendBack() throws {
    let fixture = try fixture()
    try fixture.label("s1", as: "alice", ["sentiment": .choice("positive")])
    _ = try fixture.workspace.review(
      fixture.reviewer, .sendBack(sample: "s1", annotator: "alice", note: "irony?", filter: ReviewFilter()))
    let before = try annotations(fixture, "s1")
    #expect(try fixture.importing([IncomingAnnotation("s1", "alice", "positive")]).unchanged == 1)
    for row in [IncomingAnnotation("s1", "alice", "negative"), topics("s1", "alice", ["art"])] {
      let error = #expect(throws: EngineError.self) { try fixture.importing([row]) }
      #expect(
        try #require(bad(error)).first.reason == "rita has sent s1 back to alice, who is to answer it again")
    }
    #expect(try annotations(fixture, "s1") == before)
  }

  @Test("A project that changes during an import ends it, and nothing is kept.")
  func projectChanges() throws {
    let fixture = try fixture()
    let yaml = ImportFixture.yaml.replacing("{name: positive}", with: "{name: good}")
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: fixture.directory + "/gloss.yaml"))
    var source = ListSource(
      name: "answers.csv", records: [Incoming.record(IncomingAnnotation("s1", "alice", "positive"))])
    let error = #expect(throws: EngineError.self) {
      try fixture.workspace.importAnnotations(fixture.lead, from: &source, quarantine: nil) { progress in
        guard progress.phase == "reading" else { return }
        _ = try fixture.workspace.adoptSchema(fixture.lead, renames: Renames())
      }
    }
    #expect(error?.errorDescription?.contains("the project changed during the import") == true)
    #expect(error?.recoverySuggestion == "Import the file again.")
    #expect(try annotations(fixture, "s1") == [])
    #expect(try fixture.workspace.project().question("sentiment")?.values.map(\.name).last == "good")
  }

  @Test("Annotators may not import.")
  func permission() throws {
    let fixture = try fixture()
    var source = ListSource(name: "x", records: [Incoming.record(IncomingAnnotation("s1", "alice", "neutral"))])
    let error = #expect(throws: EngineError.self) {
      try fixture.workspace.importAnnotations(fixture.annotator, from: &source, quarantine: nil, progress: { _ in })
    }
    guard case .notPermitted? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
  }

  @Test("Every table of the journal is what a rebuild from the events makes of it.")
  func rebuilds() throws {
    let fixture = try fixture()
    try fixture.label("s1", as: "bob", ["sentiment": .choice("neutral")])
    try fixture.importing([
      IncomingAnnotation("s1", "alice", "positive", comment: "clear"), IncomingAnnotation("s1", "crowd", "positive"),
      IncomingAnnotation("s2", "alice", "neutral"), IncomingAnnotation("s3", "alice", "neutral"),
      IncomingAnnotation("s3", "bob", "neutral"), IncomingAnnotation("s3", "carol", "positive"),
    ])
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
  }
}

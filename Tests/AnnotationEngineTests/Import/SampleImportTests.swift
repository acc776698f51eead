import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Importing samples")
struct SampleImportTests {
  @Test("Samples are live in the order of the file, with their content.")
  func imports() throws {
    let fixture = try ImportFixture()
    let report = try fixture.add([("b", "second"), ("a", "first"), ("ç", "third")])
    #expect(report.read == 3)
    #expect(report.imported == 3)
    #expect(report.unchanged == 0)
    #expect(report.quarantined == 0)
    #expect(report.newBytes > 0)
    #expect(try fixture.ids() == ["b", "a", "ç"])
    #expect(try fixture.workspace.sample(id: "a")?.fields.map(\.text) == ["first"])
    #expect(try fixture.workspace.sample(at: 2)?.id == "ç")
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
  }

  @Test("The same file again imports nothing, and changes nothing.")
  func again() throws {
    let fixture = try ImportFixture()
    let samples = (0..<300).map { (id: "s\($0)" as String?, text: "text \($0)") }
    try fixture.add(samples)
    let (files, events) = (try fixture.files(), try fixture.events())
    let report = try fixture.add(samples)
    #expect(report.read == 300 && report.unchanged == 300 && report.imported == 0 && report.newBytes == 0)
    #expect(try fixture.files() == files)
    #expect(try fixture.events() == events)
  }

  @Test("Of a file with some new samples just those are imported, behind the others.")
  func some() throws {
    let fixture = try ImportFixture()
    try fixture.add([("a", "1"), ("c", "3")])
    let report = try fixture.add([("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")])
    #expect(report.imported == 2)
    #expect(report.unchanged == 2)
    #expect(try (0..<5).map { try fixture.workspace.sample(at: $0)?.id } == ["a", "c", "b", "d", nil])
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
  }

  @Test("A sample without an id gets one from its content, so that it is found again.")
  func contentIDs() throws {
    let fixture = try ImportFixture()
    let samples: [(id: String?, text: String)] = [(nil, "one"), (nil, "two"), (nil, "one")]
    let report = try fixture.add(samples)
    #expect(report.imported == 2)
    #expect(report.unchanged == 1)
    #expect(try fixture.ids() == ["one", "two"].map { SampleIdentifier.of(content: Incoming.content($0)) })
    #expect(try fixture.add(samples).unchanged == 3)
  }

  @Test("An id that is there with other content ends the import, and nothing is kept.")
  func otherContent() throws {
    let fixture = try ImportFixture()
    try fixture.add([("a", "1"), ("b", "2")])
    let (files, events) = (try fixture.files(), try fixture.events())
    let error = #expect(throws: EngineError.self) {
      try fixture.importing([.sample("z", "26", line: 1), .sample("b", "two", line: 2), .sample("a", "one", line: 3)])
    }
    guard case .badRecords(let file, let first, let count)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(file == "some.jsonl")
    #expect(first.line == 2)
    #expect(first.reason == "id b is there with other content")
    #expect(count == 2)
    #expect(try fixture.files() == files)
    #expect(try fixture.events() == events)
  }

  @Test("An id that stands twice in a file: the same content is one sample, another ends the import.")
  func twiceInFile() throws {
    let fixture = try ImportFixture()
    let report = try fixture.add([("b", "2"), ("a", "1"), ("b", "2"), ("c", "3"), ("a", "1")])
    #expect(report.imported == 3)
    #expect(report.unchanged == 2)
    #expect(try fixture.ids() == ["b", "a", "c"])
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])

    let other = try ImportFixture()
    let files = try other.files()
    let error = #expect(throws: EngineError.self) {
      try other.importing([.sample("b", "2", line: 1), .sample("a", "1", line: 5), .sample("b", "zwei", line: 9)])
    }
    guard case .badRecords(_, let first, 1)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(first.line == 9)
    #expect(first.reason == "id b stands in line 1 with other content")
    #expect(try other.files() == files)
  }

  @Test("A quarantine takes each bad record with its line, its reason and its bytes; the others are imported.")
  func quarantine() throws {
    let fixture = try ImportFixture()
    try fixture.add([("there", "as it is")])
    var bad: [BadRecord] = []
    let report = try fixture.importing(
      [
        .sample("z", "26", line: 1), .bad(BadRecord(line: 2, column: 7, reason: "no JSON", raw: Array("{".utf8))),
        .sample("", "empty", line: 3), .sample("there", "otherwise", line: 4), .sample("a", "1", line: 5),
        .sample("z", "27", line: 6), .sample("tab\t", "tab", line: 7),
      ], quarantine: { bad.append($0) })
    #expect(report.read == 7)
    #expect(report.imported == 2)
    #expect(report.quarantined == 5)
    #expect(try fixture.ids().sorted() == ["a", "there", "z"])
    let found = bad.sorted { $0.line < $1.line }
    #expect(found.map(\.line) == [2, 3, 4, 6, 7])
    #expect(
      found.map(\.reason) == [
        "no JSON", "the id is empty", "id there is there with other content",
        "id z stands in line 1 with other content",
        "the id has a control character, U+0009",
      ])
    #expect(
      found.map { String(decoding: $0.raw, as: UTF8.self) } == [
        "{", #"{"id":"","text":"empty"}"#, #"{"id":"there","text":"otherwise"}"#, #"{"id":"z","text":"27"}"#,
        #"{"id":"tab\t","text":"tab"}"#,
      ])
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
  }

  @Test("Bad records without a quarantine: the first and their number, which ends at a thousand.")
  func counts() throws {
    let fixture = try ImportFixture()
    for (count, expected) in [(3, 3), (5_000, BadRecords.enough)] {
      var source = MadeSource(count: count) { .bad(BadRecord(line: $0 + 10, reason: "bad", raw: [])) }
      let error = #expect(throws: EngineError.self) {
        try fixture.workspace.importSamples(fixture.lead, from: &source, quarantine: nil, progress: { _ in })
      }
      guard case .badRecords(_, let first, expected)? = error else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
      #expect(first.line == 10)
    }
  }

  @Test("Interrupting leaves nothing, whenever it comes.")
  func interrupt() throws {
    struct Interrupted: Error {}
    let fixture = try ImportFixture()
    try fixture.add([("there", "text")])
    let (files, events) = (try fixture.files(), try fixture.events())
    for phase in ["reading", "sorting", "writing"] {
      var source = MadeSource(count: 20_000) { .sample("id-\(($0 &* 7919) % 20_000)", "text \($0)", line: $0) }
      #expect(throws: Interrupted.self) {
        try fixture.workspace.importSamples(fixture.lead, from: &source, quarantine: nil) {
          if $0.phase == phase { throw Interrupted() }
        }
      }
      #expect(try fixture.files() == files, "while \(phase)")
      #expect(try fixture.events() == events)
    }
  }

  @Test("A file that cannot be read to its end leaves nothing.")
  func unreadable() throws {
    let fixture = try ImportFixture()
    let files = try fixture.files()
    var source = MadeSource(count: 5_000, failure: .io(errno: EIO, action: "read", path: "made.jsonl")) {
      .sample("id-\($0)", "text", line: $0)
    }
    #expect(throws: EngineError.self) {
      try fixture.workspace.importSamples(fixture.lead, from: &source, quarantine: nil, progress: { _ in })
    }
    #expect(try fixture.files() == files)
    #expect(try fixture.events() == 1)
  }

  @Test("An import that ends between the pack and the journal leaves the workspace as it was, and may be done again.")
  func endsBetween() throws {
    struct Full: Error {}
    let fixture = try ImportFixture()
    try fixture.add([("there", "text")])
    let before = try fixture.workspace.status()
    // A repeat is handed over when the pack stands and the journal knows nothing yet.
    let records: [Incoming<IncomingSample>] = [.sample("b", "1"), .sample("a", "2"), .sample("b", "3")]
    #expect(throws: Full.self) {
      try fixture.importing(records, quarantine: { _ in throw Full() })
    }
    let again = try fixture.reopened()
    #expect(try again.status() == before)
    #expect(try again.sample(id: "a") == nil)
    #expect(try again.sample(at: 1) == nil)
    #expect(try again.fsck { _, _ in }.damage == [])
    #expect(try fixture.importing(records, quarantine: { _ in }).imported == 2)
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
  }

  @Test("Annotators may not import.")
  func permission() throws {
    let fixture = try ImportFixture()
    var source = MadeSource(count: 1) { .sample("\($0)", "text") }
    let error = #expect(throws: EngineError.self) {
      try fixture.workspace.importSamples(fixture.annotator, from: &source, quarantine: nil, progress: { _ in })
    }
    guard case .notPermitted("alice", .annotator, _, .reviewer)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
  }

  @Test("The source is given back as it was read, for a last look at its progress.")
  func givesSourceBack() throws {
    let fixture = try ImportFixture()
    var source = MadeSource(count: 3_000) { .sample("\($0)", "text") }
    var seen: [ImportProgress] = []
    _ = try fixture.workspace.importSamples(fixture.lead, from: &source, quarantine: nil) { seen.append($0) }
    #expect(source.bytesRead == 3_000)
    let reading = seen.filter { $0.phase == "reading" }
    #expect(reading.map(\.records) == [1_024, 2_048, 3_000])
  }

  @Test("The order in which samples come does not reach the tree of ids, and random ids are found again.")
  func randomOrder() throws {
    var random = FixedRandom(seed: 21)
    let samples = (0..<5_000).map { (id: "id-\($0)" as String?, text: "text \($0)") }
    let fixture = try ImportFixture()
    try fixture.add(samples.shuffled(using: &random))
    let report = try fixture.add(samples.shuffled(using: &random))
    #expect(report.unchanged == 5_000)
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
  }
}

@Suite("Imports beside each other")
struct ParallelImportTests {
  /// Begins another import when the first has read its file.
  private func importBeside(
    _ fixture: ImportFixture, _ ours: [Incoming<IncomingSample>], _ theirs: [(id: String?, text: String)],
    quarantine: ((BadRecord) throws -> Void)? = nil
  ) throws -> ImportReport {
    let other = try fixture.reopened()
    var isFirst = true
    return try fixture.importing(ours, quarantine: quarantine) { progress in
      guard isFirst else { return }
      isFirst = false
      var source = ListSource(
        name: "other.jsonl", records: theirs.map { Incoming<IncomingSample>.sample($0.id, $0.text) })
      _ = try other.importSamples(fixture.lead, from: &source, quarantine: nil, progress: { _ in })
    }
  }

  @Test("Two imports at once both land.")
  func bothLand() throws {
    for start in [[], [("zero", "0")]] as [[(id: String?, text: String)]] {
      let fixture = try ImportFixture()
      if !start.isEmpty { try fixture.add(start) }
      let report = try importBeside(fixture, [.sample("b", "2"), .sample("d", "4")], [("a", "1"), ("c", "3")])
      #expect(report.imported == 2)
      let ids = try (0..<start.count + 4).map { try fixture.workspace.sample(at: $0)?.id }
      #expect(ids == start.map(\.id) + ["a", "c", "b", "d"])
      #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
    }
  }

  @Test("What both bring is imported once.")
  func overlap() throws {
    let fixture = try ImportFixture()
    let report = try importBeside(
      fixture, [.sample("b", "2"), .sample("a", "1"), .sample("d", "4")], [("a", "1"), ("c", "3"), ("d", "4")])
    #expect(report.imported == 1)
    #expect(report.unchanged == 2)
    #expect(try (0..<5).map { try fixture.workspace.sample(at: $0)?.id } == ["a", "c", "d", "b", nil])
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
  }

  @Test("What both bring with different content is a bad record of the slower one.")
  func conflict() throws {
    let fixture = try ImportFixture()
    #expect(throws: EngineError.self) {
      try importBeside(fixture, [.sample("b", "2"), .sample("a", "one", line: 2)], [("a", "1")])
    }
    #expect(try fixture.ids() == ["a"])

    let patient = try ImportFixture()
    var bad: [BadRecord] = []
    let report = try importBeside(
      patient, [.sample("b", "2"), .sample("a", "one", line: 2)], [("a", "1")], quarantine: { bad.append($0) })
    #expect(report.imported == 1)
    #expect(report.quarantined == 1)
    #expect(bad.map(\.reason) == ["id a is there with other content"])
    #expect(bad.map { String(decoding: $0.raw, as: UTF8.self) } == [#"{"id":"a","text":"one"}"#])
    #expect(try patient.workspace.fsck { _, _ in }.damage == [])
  }

  @Test("A conflict is a bad record also when the other import leaves nothing new to bring.")
  func conflictOnly() throws {
    let fixture = try ImportFixture()
    var bad: [BadRecord] = []
    let report = try importBeside(
      fixture, [.sample("b", "2"), .sample("a", "one", line: 2)], [("a", "1"), ("b", "2")],
      quarantine: { bad.append($0) })
    #expect(report.imported == 0)
    #expect(report.unchanged == 1)
    #expect(report.quarantined == 1)
    #expect(bad.map(\.line) == [2])
    #expect(bad.map { String(decoding: $0.raw, as: UTF8.self) } == [#"{"id":"a","text":"one"}"#])
    #expect(try fixture.ids() == ["a", "b"])
  }

  @Test("Many threads import at the same time, each its own and a shared part.")
  func threads() throws {
    let fixture = try ImportFixture()
    let count = 6
    DispatchQueue.concurrentPerform(iterations: count) { thread in
      do {
        let workspace = try fixture.reopened()
        var source = MadeSource(count: 400) { index in
          index < 300 ? .sample("own-\(thread)-\(index)", "text \(index)") : .sample("shared-\(index)", "text \(index)")
        }
        let lead = Session(person: "lea", role: .lead, since: 0)
        _ = try workspace.importSamples(lead, from: &source, quarantine: nil, progress: { _ in })
      } catch {
        Issue.record(error)
      }
    }
    #expect(try fixture.workspace.status().samples == count * 300 + 100)
    #expect(try fixture.workspace.fsck { _, _ in }.damage == [])
  }
}

@Suite("Memory of an import")
struct ImportMemoryTests {
  /// Bytes of the process that are in memory now.
  private func residentBytes() throws -> Int {
    let statm = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    let pages = try #require(statm.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    return pages * Int(getpagesize())
  }

  @Test("It does not grow with the file: 400,000 samples in random order take no more than 150 MB at any moment.")
  func bounded() throws {
    let fixture = try ImportFixture()
    let filler = String(repeating: "lorem ipsum ", count: 20)
    // An odd multiplier modulo a power of two is a permutation: every id once, in no order.
    var source = MadeSource(count: 400_000) {
      .sample("id-\(($0 &* 77_777) & 0x7FFFF)", "\(filler) \($0)", line: $0)
    }
    let before = try residentBytes()
    var most = 0
    let report = try fixture.workspace.importSamples(fixture.lead, from: &source, quarantine: nil) { progress in
      if progress.records.isMultiple(of: 16_384) || progress.phase != "reading" {
        most = max(most, try residentBytes() - before)
      }
    }
    #expect(report.imported == 400_000)
    #expect(most < 150 << 20, "\(most >> 20) MB")
  }
}

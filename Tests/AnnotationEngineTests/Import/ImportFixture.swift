import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

/// Numbers that look random and are the same in every run (SplitMix64).
struct FixedRandom: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// A workspace in a directory of its own, which goes away with it.
final class ImportFixture: Sendable {
  static let yaml = """
    name: tweets
    fields:
      - {name: text, kind: text}
    questions:
      - name: sentiment
        kind: choice
        values: [{name: negative}, {name: neutral}, {name: positive}]
      - name: topics
        kind: choices
        required: false
        values: [{name: sport}, {name: news}, {name: art}]
    round: {overlap: 3}
    labels: {rule: majority, at-least: 2}
    people:
      - {name: alice, role: annotator}
      - {name: bob, role: annotator}
      - {name: carol, role: annotator}
      - {name: rita, role: reviewer}
      - {name: lea, role: lead}
    """

  let directory: String
  let workspace: Workspace

  init(yaml: String = ImportFixture.yaml) throws {
    directory = NSTemporaryDirectory() + "gloss-import-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: directory + "/gloss.yaml"))
    workspace = try Workspace.create(at: directory, clock: { 1_700_000_000_000 })
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// Opened once more, as another process would.
  func reopened() throws -> Workspace { try Workspace.open(at: directory, clock: { 1_700_000_000_000 }) }

  let lead = Session(person: "lea", role: .lead, since: 0)
  let reviewer = Session(person: "rita", role: .reviewer, since: 0)
  let annotator = Session(person: "alice", role: .annotator, since: 0)

  @discardableResult
  func add(_ samples: [(id: String?, text: String)]) throws -> ImportReport {
    try importing(samples.map { .sample($0.id, $0.text) })
  }

  @discardableResult
  func importing(
    _ records: [Incoming<IncomingSample>], replaces: Bool = false, quarantine: ((BadRecord) throws -> Void)? = nil,
    progress: (ImportProgress) throws -> Void = { _ in }
  ) throws -> ImportReport {
    var source = ListSource(name: "some.jsonl", records: records)
    return try workspace.importSamples(
      lead, from: &source, replaces: replaces, quarantine: quarantine, progress: progress)
  }

  @discardableResult
  func importing(
    _ records: [IncomingAnnotation], quarantine: ((BadRecord) throws -> Void)? = nil
  ) throws -> ImportReport {
    var source = ListSource(name: "answers.csv", records: records.map { Incoming.record($0) })
    return try workspace.importAnnotations(lead, from: &source, quarantine: quarantine, progress: { _ in })
  }

  /// Labels as a person at the screen does.
  func label(_ sample: String, as person: String, _ answers: Answers) throws {
    _ = try workspace.label(
      Session(person: person, role: .annotator, since: 0),
      .submit(sample: sample, answers: answers, seconds: 1.5, advance: false))
  }

  /// The ids of the live samples in the order in which they were imported.
  func ids() throws -> [String] {
    try workspace.journal.read { db in
      let root = try #require(try db.liveSamples())
      var places: [(UInt32, String)] = []
      try Tree(root: root, in: workspace.store).forEach(from: nil) { row in
        let sample = try #require(SampleRow(encoded: row.value))
        places.append((sample.place, String(decoding: row.key, as: UTF8.self)))
        return true
      }
      return places.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  func events() throws -> Int64 { try workspace.journal.read { try $0.lastSeq() } }

  /// Files below `.gloss`, apart from the journal's, whose log and index come and go.
  func files() throws -> Set<String> {
    let all = try FileManager.default.subpathsOfDirectory(atPath: directory + "/.gloss")
    return Set(all.filter { !$0.hasPrefix("journal.sqlite") && $0 != "tmp" })
  }
}

/// Records out of memory.
struct ListSource<Record: Sendable>: RecordSource {
  var name: String
  var records: [Incoming<Record>]
  var bytesRead = 0
  var byteCount: Int? { records.count }

  init(name: String, records: [Incoming<Record>]) {
    self.name = name
    self.records = records
  }

  mutating func next() throws(EngineError) -> Incoming<Record>? {
    guard bytesRead < records.count else { return nil }
    defer { bytesRead += 1 }
    return records[bytesRead]
  }
}

/// Records made one after another, so that a test can have many without holding them.
struct MadeSource: RecordSource {
  var name = "made.jsonl"
  var count: Int
  var bytesRead = 0
  var byteCount: Int? { nil }
  var failure: EngineError?
  var make: @Sendable (Int) -> Incoming<IncomingSample>

  init(count: Int, failure: EngineError? = nil, _ make: @escaping @Sendable (Int) -> Incoming<IncomingSample>) {
    self.count = count
    self.failure = failure
    self.make = make
  }

  mutating func next() throws(EngineError) -> Incoming<IncomingSample>? {
    guard bytesRead < count else {
      if let failure { throw failure }
      return nil
    }
    defer { bytesRead += 1 }
    return make(bytesRead)
  }
}

extension Incoming where Record == IncomingSample {
  static func sample(_ id: String?, _ text: String, line: Int = 1) -> Self {
    .record(IncomingSample(id: id, content: content(text), line: line))
  }

  static func content(_ text: String) -> [UInt8] {
    JSONValue.object([
      JSONMember("fields", .object([JSONMember("text", .string(text))])), JSONMember("metadata", .object([])),
    ]).text.utf8.map { $0 }
  }
}

extension IncomingAnnotation {
  init(_ sample: String, _ annotator: String, _ sentiment: String, line: Int = 1, comment: String? = nil) {
    self.init(
      sample: sample, annotator: annotator, answers: ["sentiment": .choice(sentiment)], comment: comment, seconds: nil,
      line: line)
  }
}

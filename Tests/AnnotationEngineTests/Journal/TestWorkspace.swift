import Foundation
import GRDB
import Synchronization
import Testing

@testable import AnnotationEngine

/// A workspace in a directory of its own, with people, samples and a clock that stands still until told.
final class TestWorkspace: @unchecked Sendable {  // Only `workspace` and `directory` are shared; they never change.
  static let people = ["alice", "bob", "carol"]

  let directory: String
  let workspace: Workspace
  private let time = Time()

  final class Time: Sendable {
    let now = Atomic<Int64>(1_700_000_000_000)
  }

  static func yaml(
    overlap: Int = 2, order: String = "imported", lease: String = "10m", extra: String = "",
    values: String = "[{name: negative}, {name: neutral}, {name: positive}]", rating: String? = nil,
    withhold: String = "0%"
  ) -> String {
    """
    name: tweets
    fields:
      - {name: text, kind: text}
    questions:
      - name: sentiment
        kind: choice
        values: \(values)
      - name: topics
        kind: choices
        required: false
        values: [{name: sport}, {name: news}, {name: art}]
    \(rating.map { "  - {name: sure, kind: rating, required: false, \($0)}" } ?? "")
    round: {overlap: \(overlap), order: \(order), lease: \(lease), seed: 7, withhold: \(withhold)}
    people:
      - {name: alice, role: annotator}
      - {name: bob, role: annotator}
      - {name: carol, role: annotator}
      - {name: rita, role: reviewer}
      - {name: lea, role: lead}
    \(extra)
    """
  }

  init(yaml: String = TestWorkspace.yaml(), samples: Int = 5, metadata: [JSONMember] = []) throws {
    directory = NSTemporaryDirectory() + "gloss-live-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: directory + "/gloss.yaml"))
    workspace = try Workspace.create(at: directory, clock: { [time] in time.now.load(ordering: .relaxed) })
    if samples > 0 { try add((1...samples).map { ("s\($0)", "text of number \($0)") }, metadata: { _ in metadata }) }
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// Opened once more, as another process would.
  func reopened() throws -> Workspace {
    try Workspace.open(at: directory, clock: { [time] in time.now.load(ordering: .relaxed) })
  }

  func write(yaml: String) throws { try Data(yaml.utf8).write(to: URL(fileURLWithPath: directory + "/gloss.yaml")) }

  func pass(seconds: Int) { time.now.add(Int64(seconds) * 1000, ordering: .relaxed) }

  static func session(_ person: String) -> Session {
    Session(
      person: person, role: person == "rita" ? .reviewer : person == "lea" ? .lead : .annotator, since: 0)
  }

  /// A project file with another round.
  static func yaml(round: String, extra: String = "") -> String {
    let standard = yaml(extra: extra)
    let replaced = standard.replacing(
      "round: {overlap: 2, order: imported, lease: 10m, seed: 7, withhold: 0%}", with: "round: {\(round)}")
    precondition(replaced != standard, "the standard round is another by now")
    return replaced
  }

  /// `metadata` is asked for that of each sample by its place.
  func add(
    _ samples: [(id: String, text: String)], to branch: Workspace? = nil,
    metadata: @escaping (Int) -> [JSONMember] = { _ in [] }
  ) throws {
    struct Source: RecordSource {
      var name = "made.jsonl"
      var samples: ArraySlice<(id: String, text: String)>
      var metadata: (Int) -> [JSONMember]
      var bytesRead = 0
      var byteCount: Int? { nil }
      mutating func next() throws(EngineError) -> Incoming<IncomingSample>? {
        guard let next = samples.popFirst() else { return nil }
        bytesRead += 1
        let content = JSONValue.object([
          JSONMember("fields", .object([JSONMember("text", .string(next.text))])),
          JSONMember("metadata", .object(metadata(bytesRead - 1))),
        ])
        return .record(IncomingSample(id: next.id, content: Array(content.text.utf8), line: bytesRead))
      }
    }
    var source = Source(samples: samples[...], metadata: metadata)
    _ = try (branch ?? workspace).importSamples(Self.session("lea"), from: &source, quarantine: nil, progress: { _ in })
  }

  @discardableResult
  func label(_ person: String, _ action: LabelAction) throws -> LabelStep {
    try workspace.label(Self.session(person), action)
  }

  @discardableResult
  func submit(
    _ person: String, _ sample: String, _ value: String, topics: [String] = [], seconds: Double = 2,
    advance: Bool = true
  ) throws -> LabelStep {
    var answers: Answers = ["sentiment": .choice(value)]
    if !topics.isEmpty { answers["topics"] = .choices(topics) }
    return try label(person, .submit(sample: sample, answers: answers, seconds: seconds, advance: advance))
  }

  @discardableResult
  func review(_ action: ReviewAction, as person: String = "rita") throws -> ReviewStep {
    try workspace.review(Self.session(person), action)
  }

  func annotation(_ sample: String, _ person: String) throws -> Annotation? {
    try workspace.journal.read { try $0.annotations(of: sample).first { $0.annotator == person } }
  }

  /// Every row of every derived table, as text.
  func derivedRows() throws -> [String] {
    try workspace.journal.read { db in
      try JournalSchema.derived.flatMap { table in
        try SQLRow.fetchAll(db, sql: "SELECT * FROM \(table.name)").map { "\(table.name) \($0)" }.sorted()
      }
    }
  }
}

/// What an expression throws as an `EngineError`.
func engineError(_ body: () throws -> Void) -> EngineError? {
  do {
    try body()
    return nil
  } catch {
    return error as? EngineError
  }
}

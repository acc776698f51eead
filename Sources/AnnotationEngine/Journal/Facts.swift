import GRDB
import Synchronization
import VersionStore

/// The names of facts.
enum FactName {
  /// The root of the `samples` tree, hex. Absent while there are no samples.
  static let samplesRoot = "samples_root"
  static let sampleCount = "sample_count"
  /// The last event that gave a sample other content or another place. Absent while samples were only ever added.
  static let samplesReplaced = "samples_replaced"
  /// Positions that batches take up. Absent while there are no holes: it is the number of samples then.
  static let placeCount = "place_count"
  /// The accepted gloss.yaml, and the event that brought it.
  static let schema = "schema"
  static let schemaSeq = "schema_seq"
  /// The last event that is in a commit, and that commit (hex).
  static let committedSeq = "committed_seq"
  static let committed = "committed"
  /// The event that says which merge waits, and the one that first did; absent where none waits.
  static let merge = "merge"
  static let mergeSince = "merge_since"
  /// The last checkout, and the time of its commit. Absent where the journal began with none.
  static let baseSeq = "base_seq"
  static let baseTime = "base_time"
  /// The event that the head's project file was adopted with: the head's rows are as that file wants them.
  static let adoptedSchemaSeq = "adopted_schema_seq"
  /// The last event that took samples away, gave them other ranks, or began anew: what follows events by sample reads
  /// everything again.
  static let layoutSeq = "layout_seq"
  /// The plan's event; submitted annotations when it was made; whether it has as many places as a plan can have; the
  /// skills of annotators (JSON). Absent where there is no plan.
  static let planSeq = "plan_seq"
  static let planAnnotations = "plan_annotations"
  static let planIsFull = "plan_is_full"
  static let planSkills = "plan_skills"
}

extension Database {
  func fact(_ name: String) throws -> String? {
    try String.fetchOne(cachedStatement(sql: "SELECT value FROM facts WHERE name = ?"), arguments: [name])
  }

  func setFact(_ name: String, _ value: String) throws {
    try cachedStatement(
      sql: "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    ).execute(arguments: [name, value])
  }

  func setFact(_ name: String, to value: String?) throws {
    if let value { return try setFact(name, value) }
    try cachedStatement(sql: "DELETE FROM facts WHERE name = ?").execute(arguments: [name])
  }

  /// The number of an event that a fact names; 0 where there is none.
  func seqFact(_ name: String) throws -> Int64 { try fact(name).flatMap { Int64($0) } ?? 0 }

  /// Samples in the project, of all imports.
  func sampleCount() throws -> Int { try fact(FactName.sampleCount).flatMap { Int($0) } ?? 0 }

  /// Positions, and so ranks, that there are: those of samples and holes.
  func placeCount() throws -> Int { try fact(FactName.placeCount).flatMap { Int($0) } ?? sampleCount() }

  /// Another whenever ranks, or answers without an act, changed: what follows events by sample reads all anew then.
  func layout() throws -> String {
    [try fact(FactName.schemaSeq), try fact(FactName.layoutSeq)].compactMap { $0 }.joined(separator: "/")
  }

  /// The commit that the journal follows: the last known head of the branch.
  func committed() throws -> ObjectID? { try fact(FactName.committed).flatMap { ObjectID(hex: $0) } }

  /// The accepted schema.
  func project() throws -> Project {
    guard let yaml = try fact(FactName.schema) else {
      throw EngineError.journal(
        problem: "the journal holds no project", remedy: "Make the workspace anew with gloss init.")
    }
    return try ParsedProjects.shared.project(yaml)
  }
}

/// Remembers what the last few project files parse to: every act asks, and the file hardly ever changes.
private final class ParsedProjects: Sendable {
  static let shared = ParsedProjects()
  private static let capacity = 4

  private let recent = Mutex<[(yaml: String, project: Project)]>([])

  func project(_ yaml: String) throws(EngineError) -> Project {
    if let known = recent.withLock({ $0.first { $0.yaml == yaml }?.project }) { return known }
    let project = try Project.parse(yaml: yaml, file: "gloss.yaml as it was accepted")
    recent.withLock {
      $0.insert((yaml, project), at: 0)
      if $0.count > Self.capacity { $0.removeLast() }
    }
    return project
  }
}

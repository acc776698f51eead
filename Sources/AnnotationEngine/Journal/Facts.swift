import GRDB
import Synchronization

/// The names of facts.
enum FactName {
  /// The root of the `samples` tree, hex. Absent while there are no samples.
  static let samplesRoot = "samples_root"
  static let sampleCount = "sample_count"
  /// The last event that gave a sample other content. Absent while samples were only ever added.
  static let samplesReplaced = "samples_replaced"
  /// The accepted gloss.yaml, and the event that brought it.
  static let schema = "schema"
  static let schemaSeq = "schema_seq"
  /// The last event that is in a commit, and that commit (hex).
  static let committedSeq = "committed_seq"
  static let committed = "committed"
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

  /// Samples in the project, of all imports.
  func sampleCount() throws -> Int { try fact(FactName.sampleCount).flatMap { Int($0) } ?? 0 }

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

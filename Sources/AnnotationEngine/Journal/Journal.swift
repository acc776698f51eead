import GRDB
import VersionStore

/// The live work of a workspace: a SQLite database in WAL mode, every commit of it fsynced.
final class Journal: Sendable {
  private let database: DatabaseQueue

  init(database: DatabaseQueue) { self.database = database }

  static func create(at path: String) throws(EngineError) -> Journal { fatalError() }
  static func open(at path: String) throws(EngineError) -> Journal { fatalError() }

  /// One read transaction.
  func read<T>(_ body: (Database) throws -> T) throws(EngineError) -> T { fatalError() }

  /// One write transaction: durable when it returns, undone whole when `body` throws.
  func write<T>(_ body: (Database) throws -> T) throws(EngineError) -> T { fatalError() }
}

extension Database {
  /// Appends an event and brings the derived tables up to date with it: the only way anything in the journal changes.
  /// Gives the event's number.
  @discardableResult
  func append(_ kind: EventKind, actor: String, at: Int64, sample: String? = nil, payload: JSONValue) throws -> Int64 {
    fatalError()
  }

  func fact(_ name: String) throws -> String? { fatalError() }

  /// Keeps text that a person wrote under a salted hash, for an event to name.
  func keepProse(_ text: String) throws -> ObjectID { fatalError() }

  /// The stored bytes (salt first) of prose.
  func storedProse(_ id: ObjectID) throws -> [UInt8]? { fatalError() }

  /// All annotations of a sample, with their prose, by annotator.
  func annotations(of sample: String) throws -> [Annotation] { fatalError() }

  func resolutions(of sample: String) throws -> [Resolution] { fatalError() }

  /// The accepted schema.
  func project() throws -> Project { fatalError() }
}

import Foundation
import GRDB
import VersionStore

/// The live work of a workspace: a SQLite database in WAL mode, every commit of it fsynced.
///
/// One connection writes, one call at a time; a few more read beside it, so that a long reading (agreement over
/// everything) never keeps a key waiting. Other processes may have the same file open.
final class Journal: Sendable {
  let path: String
  private let pool: DatabasePool
  private let checkpoints: Checkpoints

  private init(path: String, pool: DatabasePool) {
    self.path = path
    self.pool = pool
    checkpoints = Checkpoints(path: path)
  }

  /// Makes an empty journal at `path`, where nothing may stand.
  static func create(at path: String) throws(EngineError) -> Journal {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw .journal(
        problem: "there is a journal already at \(path)", remedy: "Open it, or move it out of the way first.")
    }
    let journal = try connect(to: path)
    try journal.write { db in
      for statement in JournalSchema.statements { try db.execute(sql: statement) }
      try db.execute(sql: "PRAGMA application_id = \(JournalSchema.applicationID)")
      try db.execute(sql: "PRAGMA user_version = \(JournalSchema.version)")
    }
    return journal
  }

  /// Opens the journal at `path`. Throws `newerJournal` when a later Gloss has written it.
  static func open(at path: String) throws(EngineError) -> Journal {
    // SQLite would make an empty database where the file is gone.
    guard FileManager.default.fileExists(atPath: path) else {
      throw .journal(
        problem: "the journal \(path) is missing",
        remedy: "Put it back from a backup. Without it, what was labeled since the last commit cannot be read.")
    }
    let journal = try connect(to: path)
    let (application, version) = try journal.read { db in
      (
        try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      )
    }
    guard application == JournalSchema.applicationID else {
      throw .journal(
        problem: "\(path) is a database, but not a journal of Gloss",
        remedy: "Put the journal back from a backup, or move the file away if it does not belong there.")
    }
    guard version <= JournalSchema.version else {
      throw .newerJournal(found: version, known: JournalSchema.version)
    }
    if version < JournalSchema.version { try journal.migrate() }
    return journal
  }

  private static func connect(to path: String) throws(EngineError) -> Journal {
    var configuration = Configuration()
    configuration.label = "journal"
    configuration.busyMode = .timeout(10)
    configuration.maximumReaderCount = 2
    configuration.prepareDatabase { db in
      // Sorting and rebuilding in memory; the disk is for what must last.
      try db.execute(sql: "PRAGMA temp_store = MEMORY")
      try db.execute(sql: "PRAGMA cache_size = -1024")
    }
    return try asEngineError(path) {
      let pool = try DatabasePool(path: path, configuration: configuration)
      try pool.writeWithoutTransaction { db in
        // GRDB's WAL mode settles for NORMAL, which may lose the last acts in a power cut. What is shown as saved
        // must be on the disk: FULL syncs the log at each commit.
        try db.execute(sql: "PRAGMA synchronous = FULL")
        // Copying the log into the database must not happen under a key; `Checkpoints` does it beside. This is the
        // last resort when it cannot (pages of 4 KiB).
        try db.execute(sql: "PRAGMA wal_autocheckpoint = 32768")
      }
      return Journal(path: path, pool: pool)
    }
  }

  /// One read transaction: a view of one moment, whatever others write meanwhile.
  func read<T>(_ body: (Database) throws -> T) throws(EngineError) -> T {
    try Self.asEngineError(path) { try pool.read(body) }
  }

  /// One write transaction: durable when it returns, undone whole when `body` throws.
  func write<T>(_ body: (Database) throws -> T) throws(EngineError) -> T {
    let result = try Self.asEngineError(path) { try pool.write(body) }
    checkpoints.countWrite()
    return result
  }

  /// Closes the file; nothing may be asked afterwards. For moving a fresh workspace into its place.
  func close() throws(EngineError) {
    try Self.asEngineError(path) { try pool.close() }
  }
}

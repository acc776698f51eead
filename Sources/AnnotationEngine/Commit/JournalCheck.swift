import Foundation
import GRDB
import VersionStore

/// Checks the journal: the database file, every event, every text that people wrote, and that the tables which screens
/// are made of are what the events make of them. The last is tried on a copy.
final class JournalCheck {
  private let workspace: Workspace
  private(set) var events = 0
  private var damage: [FsckDamage] = []

  /// Of one sort of damage no more is told.
  private static let enough = 20

  init(_ workspace: Workspace) { self.workspace = workspace }

  /// `progress` is given the number of events looked at.
  func damage(progress: (Int) -> Void) throws -> [FsckDamage] {
    let isWhole = try workspace.journal.read { db in
      let complaints = try String.fetchAll(db, sql: "PRAGMA quick_check").filter { $0 != "ok" }
      damage += complaints.prefix(Self.enough).map { .journal("the database file is damaged: \($0)") }
      return complaints.isEmpty
    }
    // What a damaged file says is worth nothing.
    guard isWhole else { return damage }
    try workspace.journal.read { db in
      try checkProse(db)
      try checkEvents(db, progress: progress)
    }
    if damage.isEmpty { try checkDerived() }
    return damage
  }

  private func add(_ item: FsckDamage, _ count: inout Int) {
    count += 1
    if count <= Self.enough { damage.append(item) }
  }

  // MARK: Prose

  private func checkProse(_ db: Database) throws {
    var bad = 0
    let rows = try GRDB.Row.fetchCursor(db, sql: "SELECT id, stored FROM prose")
    while let row = try rows.next() {
      let (id, stored): (Data, Data) = (row[0], row[1])
      guard let id = ObjectID(bytes: id), ObjectID(kind: .blob, content: Array(stored)) == id else {
        add(.journal("a text does not match its id", object: ObjectID(bytes: id), path: "prose"), &bad)
        continue
      }
    }
  }

  // MARK: Events

  private func checkEvents(_ db: Database, progress: (Int) -> Void) throws {
    var bad = 0
    let has = try db.makeStatement(sql: "SELECT 1 FROM prose WHERE id = ?")
    let rows = try GRDB.Row.fetchCursor(db, sql: "SELECT \(Event.columns) FROM events ORDER BY seq")
    while let row = try rows.next() {
      events += 1
      if events.isMultiple(of: 4_096) { progress(events) }
      guard let event = try? Event(row) else {
        let seq: Int64 = row[0]
        add(.journal("it cannot be read, or is of a kind that this Gloss does not know", path: "event \(seq)"), &bad)
        continue
      }
      for id in event.payload.namedProse {
        if try Int.fetchOne(has, arguments: [id.data]) == nil, try !isKept(id) {
          add(.journal("a text that it names is missing", object: id, path: "event \(event.seq)"), &bad)
        }
      }
    }
  }

  /// Whether the store has a text that the journal has not, or it was erased on purpose.
  private func isKept(_ id: ObjectID) throws -> Bool {
    do {
      return try workspace.store.contains(id)
    } catch StoreError.erased {
      return true
    }
  }

  // MARK: Derived tables

  /// Builds every table anew on a copy, and compares.
  private func checkDerived() throws {
    try TemporaryCopy.withCopy(of: workspace.journal.path, in: workspace.temporaryPath) { path in
      let copy = try Journal.open(at: path)
      let tables = JournalSchema.derived.map(\.name)
      try copy.write { db in
        for table in tables { try db.execute(sql: "CREATE TABLE was_\(table) AS SELECT * FROM \(table)") }
      }
      do throws(EngineError) {
        try copy.rebuild()
      } catch {
        damage.append(.journal("its tables cannot be built anew: \(error.errorDescription ?? "an event is wrong")"))
        return
      }
      try copy.write { db in
        // A count that came back to nothing keeps its row, and one that never moved has none.
        for counts in ["counts", "was_counts"] { try db.execute(sql: "DELETE FROM \(counts) WHERE value = 0") }
        for table in tables {
          let wrong = try max(
            Self.difference(db, "was_\(table)", table), Self.difference(db, table, "was_\(table)"))
          if wrong > 0 {
            damage.append(.journal("\(wrong) of its rows are not what the events make of them", path: "table \(table)"))
          }
        }
      }
      try copy.close()
    }
  }

  /// Rows of `a` that `b` has not. A count of nothing is the same as none: it stands where something was counted once.
  private static func difference(_ db: Database, _ a: String, _ b: String) throws -> Int {
    let something = a.hasSuffix("counts") ? "WHERE value <> 0" : ""
    let sql = "SELECT count(*) FROM (SELECT * FROM \(a) \(something) EXCEPT SELECT * FROM \(b))"
    return try Int.fetchOne(db, sql: sql) ?? 0
  }
}

extension JSONValue {
  /// The texts that an event names by their ids.
  fileprivate var namedProse: [ObjectID] {
    ["comment", "reason", "note"].compactMap { name in
      guard case .string(let hex)? = self[name] else { return nil }
      return ObjectID(hex: hex)
    }
  }
}

/// A copy of a database that other processes may be writing to.
private enum TemporaryCopy {
  static func withCopy(of path: String, in directory: String, _ body: (String) throws -> Void) throws {
    if mkdir(directory, 0o755) != 0, errno != EEXIST {
      throw EngineError.io(errno: errno, action: "make the directory", path: directory)
    }
    removeLeftOvers(in: directory)
    let copy = "\(directory)/fsck-\(getpid()).sqlite"
    remove(copy)
    defer { remove(copy) }
    do {
      var configuration = Configuration()
      configuration.readonly = true
      let source = try DatabaseQueue(path: path, configuration: configuration)
      try source.backup(to: try DatabaseQueue(path: copy))
    }
    try body(copy)
  }

  private static func remove(_ path: String) {
    for end in ["", "-wal", "-shm", "-journal"] { unlink(path + end) }
  }

  /// Copies of processes that were killed.
  private static func removeLeftOvers(in directory: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] where name.hasPrefix("fsck-") {
      let pid = name.dropFirst(5).prefix { $0.isNumber }
      if let pid = pid_t(pid), pid != getpid(), kill(pid, 0) != 0, errno == ESRCH { unlink("\(directory)/\(name)") }
    }
  }
}

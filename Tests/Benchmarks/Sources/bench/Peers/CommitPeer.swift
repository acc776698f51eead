import CMeasure
import CSQLite
import Foundation

/// One row a transaction into SQLite as a journal would do it, fsynced: the floor under a durable key.
enum SQLiteCommit {
  static func times(count: Int, in directory: String) throws -> Distribution {
    let path = directory + "/commit.sqlite"
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    var database: OpaquePointer?
    guard sqlite3_open(path, &database) == SQLITE_OK, let database else { throw Failure("SQLite cannot open \(path)") }
    defer { sqlite3_close(database) }
    func run(_ sql: String) throws {
      guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
        throw Failure("SQLite: \(String(cString: sqlite3_errmsg(database)))")
      }
    }
    try run("PRAGMA journal_mode = WAL")
    try run("PRAGMA synchronous = FULL")
    try run("CREATE TABLE events (seq INTEGER PRIMARY KEY, payload TEXT NOT NULL)")
    var insert: OpaquePointer?
    let sql = "INSERT INTO events (payload) VALUES ('{\"answers\":{\"sentiment\":\"positive\"},\"seconds\":2.25}')"
    guard sqlite3_prepare_v2(database, sql, -1, &insert, nil) == SQLITE_OK else { throw Failure("SQLite: no insert") }
    defer { sqlite3_finalize(insert) }
    var times: [Double] = []
    for _ in 0..<count {
      // As long between two as there is between two keys.
      usleep(useconds_t(LabelScreen.quiet * 1000))
      let start = measure_now()
      sqlite3_reset(insert)
      guard sqlite3_step(insert) == SQLITE_DONE else { throw Failure("SQLite: no commit") }
      times.append(seconds(from: start))
    }
    return Distribution(times)
  }
}

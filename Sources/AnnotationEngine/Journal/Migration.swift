import GRDB

extension Journal {
  /// Brings a journal that an older Gloss wrote up to this one's tables, in one transaction. Another process may do it
  /// at the same moment: the version is read again once the file is locked.
  func migrate() throws(EngineError) {
    try write { db in
      let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      guard found < JournalSchema.version else { return }
      for version in found + 1...JournalSchema.version {
        for statement in JournalSchema.migrations[version] ?? [] { try db.execute(sql: statement) }
      }
      try db.execute(sql: "PRAGMA user_version = \(JournalSchema.version)")
    }
  }
}

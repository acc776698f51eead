import GRDB

extension Journal {
  /// Empties every table that is derived from events and fills it again from them. One transaction.
  func rebuild() throws(EngineError) {
    try write { db in
      for table in JournalSchema.derived { try db.execute(sql: "DELETE FROM \(table.name)") }
      try db.execute(sql: "DELETE FROM cursors")
      let events = try SQLRow.fetchCursor(
        db.makeStatement(sql: "SELECT \(Event.columns) FROM events ORDER BY seq"))
      while let row = try events.next() { try db.apply(Event(row)) }
    }
  }
}

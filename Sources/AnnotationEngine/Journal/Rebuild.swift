import GRDB

extension Journal {
  /// Empties every table that is derived from events and fills it again from them. One transaction. Events before the
  /// last checkout have no say any more.
  func rebuild() throws(EngineError) {
    try write { db in
      for table in JournalSchema.derived { try db.execute(sql: "DELETE FROM \(table.name)") }
      try db.execute(sql: "DELETE FROM cursors")
      let events = try SQLRow.fetchCursor(
        db.makeStatement(
          sql: """
            SELECT \(Event.columns) FROM events
            WHERE seq >= coalesce((SELECT max(seq) FROM events WHERE kind = 'checkout'), 0) ORDER BY seq
            """))
      while let row = try events.next() { try db.apply(Event(row)) }
    }
  }
}

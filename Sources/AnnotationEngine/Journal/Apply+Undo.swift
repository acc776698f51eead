import GRDB

extension Database {
  /// Takes an act back, or does it again: the sample's acts are folded anew without it, or with it.
  func applyUndo(_ event: Event) throws {
    let seq = Int64(try EventPayload(event).int("seq"))
    guard let act = try self.event(seq), let sample = act.sample, let screen = UndoScreen(of: act.kind) else {
      throw EventPayload(event).damaged("seq")
    }
    if event.kind == .undo {
      try cachedStatement(sql: "INSERT INTO undone (seq, actor, screen, redoable) VALUES (?, ?, ?, 1)")
        .execute(arguments: [seq, act.actor, screen.rawValue])
    } else {
      try cachedStatement(sql: "DELETE FROM undone WHERE seq = ?").execute(arguments: [seq])
    }
    if act.kind == .conflictSettled { return try applySettledUndo(act, upTo: event.seq) }
    try save(
      sample, at: position(of: sample, orElse: EventPayload(act).int("position")), from: state(of: sample),
      to: foldedState(of: sample, upTo: event.seq))
    // Going back to what the last commit holds leaves one act less to commit; going away from it, one more.
    let changes = try changes(of: seq, of: sample, after: committedSeq(), before: event.seq)
    try count(act.isRepeat ? act.actor : "", CountName.uncommitted, by: changes.isMultiple(of: 2) ? 1 : -1)
  }

  /// How often the act `seq` was done, undone or done again between two events.
  private func changes(of seq: Int64, of sample: String, after: Int64, before: Int64) throws -> Int {
    var changes = seq > after ? 1 : 0
    let events = try SQLRow.fetchCursor(
      cachedStatement(
        sql: """
          SELECT \(Event.columns) FROM events
          WHERE sample = ? AND sample IS NOT NULL AND kind <> 'lease' AND kind IN ('undo', 'redo')
            AND seq > ? AND seq < ?
          """), arguments: [sample, after, before])
    while let row = try events.next() {
      let event = try Event(row)
      if Int64(try EventPayload(event).int("seq")) == seq { changes += 1 }
    }
    return changes
  }

  /// The state of a sample by what the journal began with and all its acts since but the ones taken back. `without` and
  /// `with` try an undo or a redo out.
  /// `upTo`: the event under way; those behind it are still to come when the tables are rebuilt.
  func foldedState(
    of sample: String, without: Int64? = nil, with: Int64? = nil, upTo: Int64 = .max
  ) throws -> SampleState {
    let renames = try SQLRow.fetchAll(cachedStatement(sql: "SELECT seq, payload FROM renames ORDER BY seq")).map {
      row -> (seq: Int64, renames: Renames) in
      guard let renames = (try? JSONValue(parsing: (row[1] as String).utf8)).flatMap(Renames.init(json:)) else {
        throw EngineError.damagedTable("renames")
      }
      return (row[0], renames)
    }
    let base = try seqFact(FactName.baseSeq)
    var pending = renames[...]
    var state = try baseState(of: sample)
    let events = try SQLRow.fetchCursor(
      cachedStatement(
        sql: """
          SELECT \(Event.columns) FROM events
          WHERE sample = ? AND sample IS NOT NULL AND kind <> 'lease'
            AND (seq = ? OR seq NOT IN (SELECT seq FROM undone)) AND seq > ? AND seq <= ?
          ORDER BY seq
          """), arguments: [sample, with, base, upTo])
    while let row = try events.next() {
      let event = try Event(row)
      if event.seq == without { continue }
      while let next = pending.first, next.seq < event.seq {
        state.rename(next.renames)
        pending.removeFirst()
      }
      try state.apply(event)
    }
    for rest in pending { state.rename(rest.renames) }
    state.order(by: try project())
    return state
  }

  /// The act that undo would take back: the actor's last one on that screen that stands.
  func undoable(by actor: String, on screen: UndoScreen) throws -> Event? {
    let statement = try cachedStatement(
      sql: """
        SELECT \(Event.columns) FROM events
        WHERE actor = ? AND \(screen.condition) AND seq NOT IN (SELECT seq FROM undone) AND seq > ?
        ORDER BY seq DESC LIMIT 1
        """)
    return try SQLRow.fetchOne(statement, arguments: [actor, seqFact(FactName.baseSeq)]).map(Event.init)
  }

  /// The act that redo would do again: the one that was taken back last.
  func redoable(by actor: String, on screen: UndoScreen) throws -> Event? {
    let statement = try cachedStatement(
      sql: "SELECT seq FROM undone WHERE actor = ? AND screen = ? AND redoable = 1 ORDER BY seq LIMIT 1")
    return try Int64.fetchOne(statement, arguments: [actor, screen.rawValue]).flatMap(event)
  }

  /// A new act: what was taken back before it stays so.
  func clearRedo(actor: String, screen: UndoScreen) throws {
    try cachedStatement(sql: "UPDATE undone SET redoable = 0 WHERE actor = ? AND screen = ? AND redoable = 1")
      .execute(arguments: [actor, screen.rawValue])
  }

  func committedSeq() throws -> Int64 { try seqFact(FactName.committedSeq) }

  /// A commit holds everything up to its "upto"; what came while it was being made waits for the next.
  func applyCommit(_ event: Event) throws {
    let payload = EventPayload(event)
    let upto = Int64(try payload.int("upto"))
    try setFact(FactName.committedSeq, String(upto))
    try setFact(FactName.committed, to: try payload.text("commit"))
    try execute(sql: "DELETE FROM counts WHERE name = ?", arguments: [CountName.uncommitted])
    for (person, acts) in try actsSince(upto, upTo: event.seq).sorted(by: { $0.key < $1.key }) {
      try count(person, CountName.uncommitted, by: acts)
    }
  }

  /// How many acts stand otherwise now than they did at event `seq`: done, undone or redone an odd number of times
  /// since. Under "" what a commit holds, under a person's name what they did to repeats. Costs a pass over the events
  /// since.
  func actsSince(_ seq: Int64, upTo: Int64 = .max) throws -> [String: Int] {
    var changed: [String: Set<Int64>] = [:]
    let events = try SQLRow.fetchCursor(
      cachedStatement(
        sql: """
          SELECT \(Event.columns) FROM events WHERE seq > ? AND seq <= ? AND kind NOT IN
            (\(EventKind.list(EventKind.upkeep + [.schema])))
          """), arguments: [seq, upTo])
    while let row = try events.next() {
      let event = try Event(row)
      let isUndo = event.kind == .undo || event.kind == .redo
      let act = isUndo ? Int64(try EventPayload(event).int("seq")) : event.seq
      changed[event.isRepeat ? event.actor : "", default: []].formSymmetricDifference([act])
    }
    return changed.mapValues(\.count)
  }
}

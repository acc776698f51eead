import Foundation
import GRDB
import VersionStore

extension Database {
  // MARK: Applying

  /// A merge begins to wait, or waits anew after this branch moved: what is decided stays, what was open is counted anew.
  func applyMergeStarted(_ event: Event) throws {
    if try fact(FactName.mergeSince) == nil { try setFact(FactName.mergeSince, String(event.seq)) }
    try setFact(FactName.merge, String(event.seq))
    try execute(sql: "DELETE FROM conflicts WHERE settled IS NULL")
    guard case .array(let conflicts)? = event.payload["conflicts"] else {
      throw EventPayload(event).damaged("conflicts")
    }
    let insert = try cachedStatement(
      sql: """
        INSERT INTO conflicts (sample, kind, part, base, ours, theirs, settled) VALUES (?, ?, ?, ?, ?, ?, NULL)
        ON CONFLICT (sample, kind, part) DO UPDATE SET
          base = excluded.base, ours = excluded.ours, theirs = excluded.theirs, settled = NULL
        """)
    for entry in conflicts {
      guard case .string(let sample)? = entry["sample"], let place = entry["position"]?.int,
        let conflict = CellConflict(json: entry)
      else { throw EventPayload(event).damaged("conflicts") }
      try touch(sample, at: position(of: sample, orElse: place))
      let (kind, part) = conflict.key
      let rows = [conflict.base, conflict.ours, conflict.theirs].map { $0.map { Data($0) } }
      try insert.execute(arguments: [sample, kind, part, rows[0], rows[1], rows[2]])
    }
  }

  func applyConflictSettled(_ event: Event) throws {
    guard let sample = event.sample, let conflict = CellConflict(json: event.payload) else {
      throw EventPayload(event).damaged("sample")
    }
    try settle(conflict.cell, of: sample, by: event.seq)
    try clearRedo(actor: event.actor, screen: .review)
  }

  /// Undo and redo of a decision: what stands of the earlier ones counts again.
  func applySettledUndo(_ act: Event, upTo: Int64) throws {
    guard let sample = act.sample, let conflict = CellConflict(json: act.payload) else {
      throw EventPayload(act).damaged("sample")
    }
    let standing = try decisions(upTo: upTo, of: sample).last {
      $0.conflict.cell == conflict.cell && $0.conflict.ours == conflict.ours && $0.conflict.theirs == conflict.theirs
    }
    try settle(conflict.cell, of: sample, by: standing?.seq)
  }

  private func settle(_ cell: MergeConflict.Cell, of sample: String, by seq: Int64?) throws {
    let (kind, part) = cell.key
    try cachedStatement(sql: "UPDATE conflicts SET settled = ? WHERE sample = ? AND kind = ? AND part = ?")
      .execute(arguments: [seq, sample, kind, part])
  }

  /// Decisions of a merge that is over are nobody's to undo any more.
  func applyMergeEnded(_ event: Event) throws {
    let since = try seqFact(FactName.mergeSince)
    try execute(
      sql: """
        INSERT INTO undone (seq, actor, screen, redoable)
        SELECT seq, actor, 'review', 0 FROM events WHERE seq > ? AND seq < ? AND kind = 'conflict-settled'
        ON CONFLICT (seq) DO UPDATE SET redoable = 0
        """, arguments: [since, event.seq])
    try execute(sql: "DELETE FROM conflicts")
    try execute(sql: "DELETE FROM facts WHERE name IN (?, ?)", arguments: [FactName.merge, FactName.mergeSince])
  }

  // MARK: Asking

  /// The merge that waits; nil where none does.
  func pendingMerge() throws -> PendingMerge? {
    guard let seq = try fact(FactName.merge).flatMap({ Int64($0) }) else { return nil }
    guard let event = try event(seq) else { throw EngineError.damagedTable("facts") }
    return try PendingMerge(event)
  }

  /// The conflicts of a sample, annotations first.
  func conflicts(of sample: String) throws -> [ConflictRow] {
    try SQLRow.fetchAll(
      cachedStatement(
        sql: "SELECT kind, part, base, ours, theirs, settled FROM conflicts WHERE sample = ? ORDER BY kind, part"),
      arguments: [sample]
    ).map { row in
      let part: String = row[1]
      let cell: MergeConflict.Cell = row[0] == "annotation" ? .annotation(annotator: part) : .label(question: part)
      func bytes(_ column: Int) -> [UInt8]? { (row[column] as Data?).map { Array($0) } }
      return ConflictRow(
        sample: sample, conflict: CellConflict(cell: cell, base: bytes(2), ours: bytes(3), theirs: bytes(4)),
        settled: row[5])
    }
  }

  /// Cells that wait for a decision, and the samples that they belong to.
  func openConflicts() throws -> (cells: Int, samples: Int) {
    let row = try SQLRow.fetchOne(
      self, sql: "SELECT count(*), count(DISTINCT sample) FROM conflicts WHERE settled IS NULL")
    return (row?[0] ?? 0, row?[1] ?? 0)
  }

  /// What was decided since the merge began to wait and was not taken back, oldest first.
  func decisions(upTo: Int64 = .max, of sample: String? = nil) throws -> [StandingDecision] {
    let events = try SQLRow.fetchAll(
      self,
      sql: """
        SELECT \(Event.columns) FROM events
        WHERE seq > ? AND seq <= ? AND kind = 'conflict-settled' AND seq NOT IN (SELECT seq FROM undone)
        ORDER BY seq
        """, arguments: [seqFact(FactName.mergeSince), upTo])
    return try events.map(Event.init).filter { sample == nil || $0.sample == sample }.map(StandingDecision.init)
  }

  func decision(_ seq: Int64) throws -> StandingDecision? { try event(seq).map(StandingDecision.init) }
}

/// A decision about a conflict, as its event has it.
struct StandingDecision {
  var seq: Int64
  var sample: String
  var conflict: CellConflict
  var decision: MergeDecision

  init(_ event: Event) throws {
    let payload = EventPayload(event)
    guard let sample = event.sample, let conflict = CellConflict(json: event.payload),
      let choice = event.payload["choice"].flatMap(MergeConflict.Choice.init(json:))
    else { throw payload.damaged("choice") }
    seq = event.seq
    self.sample = sample
    self.conflict = conflict
    decision = MergeDecision(choice: choice, person: event.actor, reason: try payload.object("reason"))
  }
}

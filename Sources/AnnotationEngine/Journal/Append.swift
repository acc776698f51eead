import GRDB
import VersionStore

extension Database {
  /// Appends an event and brings the derived tables up to date with it: the only way anything in the journal changes.
  /// Gives the event's number. See `EventKind` for the payloads.
  @discardableResult
  func append(_ kind: EventKind, actor: String, at: Int64, sample: String? = nil, payload: JSONValue) throws -> Int64 {
    let event = try insertEvent(kind, actor: actor, at: at, sample: sample, payload: payload)
    try apply(event)
    return event.seq
  }

  /// As `append`, for who then brings the derived tables up to date itself.
  func insertEvent(
    _ kind: EventKind, actor: String, at: Int64, sample: String? = nil, payload: JSONValue
  ) throws -> Event {
    let insert = try cachedStatement(
      sql: "INSERT INTO events (at, actor, kind, sample, payload) VALUES (?, ?, ?, ?, ?)")
    try insert.execute(arguments: [at, actor, kind.rawValue, sample, payload.text])
    return Event(seq: lastInsertedRowID, at: at, actor: actor, kind: kind, sample: sample, payload: payload)
  }

  /// The event of a number.
  func event(_ seq: Int64) throws -> Event? {
    let statement = try cachedStatement(sql: "SELECT \(Event.columns) FROM events WHERE seq = ?")
    return try SQLRow.fetchOne(statement, arguments: [seq]).map(Event.init)
  }

  /// The last event's number; 0 when there is none.
  func lastSeq() throws -> Int64 {
    try Int64.fetchOne(cachedStatement(sql: "SELECT max(seq) FROM events")) ?? 0
  }

  /// The last event that changed a sample, an answer or a decision; 0 when there is none. What comes from these alone is
  /// as it was as long as this is.
  func lastChange() throws -> Int64 {
    try Int64.fetchOne(
      cachedStatement(
        sql: "SELECT seq FROM events WHERE kind NOT IN (\(EventKind.list(EventKind.idle))) ORDER BY seq DESC LIMIT 1"))
      ?? 0
  }

  /// Brings the derived tables up to date with one more event.
  func apply(_ event: Event) throws {
    switch event.kind {
    case .submit, .annotationImported, .draft, .skip, .comment, .reviewComment, .flag, .resolve, .sendBack, .adopt:
      try applyAct(event)
    case .undo, .redo: try applyUndo(event)
    case .lease, .release: try applyLease(event)
    case .samplesImported: try applyImport(event)
    case .samplesUpdated: try applySamplesUpdate(event)
    case .schema: try applySchema(event)
    case .commit: try applyCommit(event)
    case .checkout: try applyCheckout(event)
    case .followed: try applyFollowed(event)
    case .samplesAdopted: try applySamplesAdopted(event)
    case .sampleMoved: try applySampleMoved(event)
    case .sampleRemoved: try applySampleRemoved(event)
    case .mergeStarted: try applyMergeStarted(event)
    case .conflictSettled: try applyConflictSettled(event)
    case .mergeEnded: try applyMergeEnded(event)
    case .plan: try applyPlan(event)
    case .gold: try applyGold(event)
    case .pause, .resume: try applyPause(event)
    case .tag, .export: break
    }
  }

  private func applyAct(_ event: Event) throws {
    guard let sample = event.sample else { throw EventPayload(event).damaged("sample") }
    let position = try position(of: sample, orElse: EventPayload(event).int("position"))
    let before = try state(of: sample)
    var after = before
    try after.apply(event)
    // A commit has values in the order of bytes: the same answer must not be two.
    if event.kind == .adopt { after.order(by: try project()) }
    try save(sample, at: position, from: before, to: after)
    if event.kind == .draft { try takeSeat(event) }
    if let screen = UndoScreen(of: event.kind) {
      try clearRedo(actor: event.actor, screen: screen)
    }
    if !EventKind.upkeep.contains(event.kind) {
      try count(event.isRepeat ? event.actor : "", CountName.uncommitted, by: 1)
    }
  }
}

extension Event {
  static let columns = "seq, at, actor, kind, sample, payload"

  /// A row of `columns`.
  init(_ row: SQLRow) throws {
    seq = row[0]
    let payload: String = row[5]
    guard let kind = EventKind(rawValue: row[3]),
      let payload = try? JSONValue(parsing: payload.utf8)
    else {
      throw EngineError.journal(
        problem: "event \(seq) of the journal is damaged or of a kind that this Gloss does not know",
        remedy: "If a newer Gloss has written it, use that. Else put journal.sqlite back from a backup.")
    }
    at = row[1]
    actor = row[2]
    self.kind = kind
    sample = row[4]
    self.payload = payload
  }
}

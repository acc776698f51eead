import GRDB
import VersionStore

/// What a commit would hold, written to a pack that nobody sees yet.
struct CommitDraft {
  let head: Snapshot?
  let pack: PackWriter
  private(set) var trees: [String: ObjectID] = [:]
  private(set) var blobs: [String: ObjectID] = [:]
  /// The last event that it holds.
  private(set) var upto: Int64 = 0
  /// The head that the journal knew when it was read.
  private(set) var known: ObjectID?
  /// Whether the journal has acts that it does not know to be committed.
  private(set) var hasNews = false
  private var hasSamples = false

  /// Whether it differs from the head; without one, whether there is anything.
  var isChange: Bool {
    guard let head else { return hasSamples }
    let content = head.commit.content
    return trees != content.trees || blobs != content.blobs
  }

  private init(head: Snapshot?, pack: PackWriter) {
    self.head = head
    self.pack = pack
  }

  /// Everything is read in one transaction: it is the state of one moment.
  static func write(_ workspace: Workspace, over head: Snapshot?, guidelines: String?) throws -> CommitDraft {
    let store = workspace.store
    var draft = CommitDraft(head: head, pack: try store.newPack())
    try workspace.journal.read { db in
      let since = try CommittedPoint(db, head: head, store)
      let writer = TableWriter(
        db, store: store, pack: draft.pack, project: try db.project(), temporary: workspace.temporaryPath)
      let tables =
        if let head, since.isUsable, !writer.needsAll { try writer.update(head, since: since.seq) } else {
          try writer.rebuild()
        }
      try draft.take(db, tables, since)
    }
    try draft.put(guidelines, as: TableName.guidelines)
    return draft
  }

  private mutating func take(_ db: Database, _ tables: LabelTables.Roots, _ since: CommittedPoint) throws {
    let samples = try db.liveSamples()
    hasSamples = samples != nil
    hasNews = since.hasNews
    known = try db.committed()
    upto = try db.lastSeq()
    trees = [
      TableName.samples: try samples ?? Tree.empty(in: pack), TableName.batches: try batches(db),
      TableName.annotations: tables.annotations, TableName.labels: tables.labels,
    ]
    try put(try db.fact(FactName.schema), as: TableName.project)
  }

  private func batches(_ db: Database) throws -> ObjectID {
    var builder = TreeBuilder(pack: pack)
    let batches = try db.batches().filter(\.isListed).map { (id: Array($0.id), batch: $0) }
    for (id, batch) in batches.sorted(by: { byteOrder($0.id, $1.id) < 0 }) {
      let row = BatchRow(order: batch.order, count: UInt64(batch.count), ordinal: UInt64(batch.ordinal))
      try builder.add(key: id, value: row.encoded)
    }
    return try builder.finish()
  }

  /// Names a text by the head's blob where that has the same: a salt would make another of it each time.
  private mutating func put(_ text: String?, as name: String) throws {
    guard let text else { return }
    if let id = head?.commit.blobs[name], try head?.text(name).map({ Array($0.utf8) }) == Array(text.utf8) {
      blobs[name] = id
    } else {
      blobs[name] = try pack.addBlob(Array(text.utf8))
    }
  }
}

/// Up to where the journal is committed, and whether the next commit can begin there.
private struct CommittedPoint {
  /// The last event that is in a commit; 0 where none is.
  var seq: Int64
  /// Whether the head's trees differ from the journal by no more than the acts since, and writing these is less work
  /// than writing everything anew.
  var isUsable = false
  /// Whether something happened that no commit event covers.
  var hasNews: Bool

  /// How far back the head is searched for the commit that the journal knows.
  private static let generations = 1_000

  init(_ db: Database, head: Snapshot?, _ store: Store) throws {
    seq = try db.committedSeq()
    let known = try db.committed()
    hasNews = try db.hasActs(since: seq) || known != head?.id
    guard let head, let known else { return }
    let schema = try db.seqFact(FactName.schemaSeq)
    // The head's rows are as the schema wants them that was adopted with it. Before the base, no event tells what changed.
    let isCurrent = try schema <= seq || schema == db.seqFact(FactName.adoptedSchemaSeq)
    isUsable =
      try isCurrent && seq >= db.seqFact(FactName.baseSeq) && !db.isMostlyNew(since: seq)
      && Self.leads(from: head, to: known, store)
  }

  /// A branch that was moved elsewhere by other means has trees of which the journal knows nothing.
  private static func leads(from head: Snapshot, to known: ObjectID, _ store: Store) throws -> Bool {
    var id = head.id
    for _ in 0..<generations {
      if id == known { return true }
      guard let parent = try store.commit(id).parents.first else { return false }
      id = parent
    }
    return false
  }
}

extension Database {
  /// The root of the `samples` tree with all imports in it; nil while there are no samples.
  func liveSamples() throws -> ObjectID? { try fact(FactName.samplesRoot).flatMap { ObjectID(hex: $0) } }

  /// Whether anything that a commit holds was done after event `seq`.
  fileprivate func hasActs(since seq: Int64) throws -> Bool {
    let kinds = EventKind.list(EventKind.upkeep)
    return try Bool.fetchOne(
      self, sql: "SELECT EXISTS (SELECT 1 FROM events WHERE seq > ? AND kind NOT IN (\(kinds)))", arguments: [seq])
      ?? false
  }

  /// Whether more than a quarter of all touched samples changed after event `seq`: then writing in order beats editing.
  fileprivate func isMostlyNew(since seq: Int64) throws -> Bool {
    if try lastSeq() - seq < 1_000 { return false }
    let changed =
      try Int.fetchOne(self, sql: "SELECT count(DISTINCT sample) FROM events WHERE seq > ?", arguments: [seq]) ?? 0
    // Counts no further in the touched samples than four times as many.
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM touched ORDER BY position LIMIT 1 OFFSET ?)"
    return try Bool.fetchOne(self, sql: sql, arguments: [max(0, 4 * changed - 1)]) ?? false
  }
}

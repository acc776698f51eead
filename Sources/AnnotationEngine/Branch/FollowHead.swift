import GRDB
import VersionStore

extension Workspace {
  /// Brings the journal up to date with the branch's head, which a merge, a restore, an undo, a pull or another machine
  /// may have moved. What the head changed since the commit that the journal knows is adopted row by row, but where
  /// somebody has worked on a row since: newer work stays, and is not committed.
  ///
  /// Costs one small file where nothing moved; else it grows with what the head changed. One transaction of the journal:
  /// after a crash the next call does it.
  ///
  /// - Throws: `unknownBranch` where the branch was deleted.
  @discardableResult
  public func followHead() throws(EngineError) -> FollowReport {
    try onlyEngineErrors {
      let known = try journal.read { try $0.committed() }
      guard try head() != known else { return FollowReport() }
      // Trees are written before the journal names them.
      let lease = try store.lease()
      defer { lease.end() }
      let report = try journal.write { db in
        // Another process may have been faster, and the head may have moved once more.
        let known = try db.committed()
        guard let head = try self.head() else { return try forgetHead(db) }
        guard head != known else { return FollowReport(moved: true) }
        if try isUndoneCommit(from: known, to: head) {
          let upto = try db.committedPoint(at: head)
          try db.append(.commit, actor: "gloss", at: clock(), payload: .commit(head, upto: upto))
          return FollowReport(moved: true)
        }
        let following = try Following(
          self, db, base: known.map { try Snapshot($0, in: store) }, head: Snapshot(head, in: store))
        return try following.run()
      }
      if report.adopted == 0, report.kept == 0 { try recordLostCommit() }
      return report
    }
  }

  /// Whether the head went back because a commit was undone: the work in that stays, and is not committed any more. The
  /// operation log tells, whoever looks first.
  private func isUndoneCommit(from known: ObjectID?, to head: ObjectID) throws -> Bool {
    let operations = try store.operations()
    guard let last = operations.last(where: { $0.ref == place.ref }), last.old == known, last.new == head,
      let number = last.undoes, let undone = operations.first(where: { $0.sequence == number })
    else { return false }
    return undone.verb == "commit"
  }

  /// The branch has no commit any more.
  private func forgetHead(_ db: Database) throws -> FollowReport {
    if !place.isMain { try Self.checkBranch(branch, in: store) }
    try db.append(.commit, actor: "gloss", at: clock(), payload: .commit(nil, upto: 0))
    return FollowReport(moved: true)
  }

  /// A head that holds all that is in the journal was made of it, by a process that was stopped before it could say so.
  private func recordLostCommit() throws {
    guard let head = try head(), try journal.read({ try $0.count("", CountName.uncommitted) }) > 0 else { return }
    let draft = try CommitDraft.write(self, over: Snapshot(head, in: store), guidelines: guidelines())
    draft.pack.abandon()
    if draft.known == head, !draft.isChange { try record(head, upto: draft.upto, actor: "gloss") }
  }
}

extension JSONValue {
  /// The payload of commit and followed events.
  static func commit(_ id: ObjectID?, upto: Int64) -> JSONValue {
    .object([JSONMember("commit", JSONValue(id)), JSONMember("upto", .number(String(upto)))])
  }
}

/// One turn of `followHead`, in the transaction that is under way.
struct Following {
  let workspace: Workspace
  let store: Store
  let db: Database
  /// The commit that the journal knew; nil where nothing was committed.
  let base: Snapshot?
  let head: Snapshot
  let actor = "gloss"
  let now: Int64

  init(_ workspace: Workspace, _ db: Database, base: Snapshot?, head: Snapshot) throws {
    self.workspace = workspace
    self.db = db
    self.base = base
    self.head = head
    store = workspace.store
    now = workspace.clock()
  }

  func run() throws -> FollowReport {
    var report = FollowReport(moved: true)
    let schema = try SchemaFollowing(self)
    // Which rows are newer work is told by the names that the base knows.
    let newer = try schema.changesNames ? RowFollowing(self).newerCells(schema.steps ?? []) : nil
    let split = try schema.splitRows()
    try schema.adopt()
    let layout = try SampleFollowing(self).run()
    let rows = RowFollowing(self, layout: layout, newer: newer)
    (report.adopted, report.kept) = try rows.run()
    for (sample, row) in split { try append(.adopt, sample: sample, payload: row) }
    try append(.followed, payload: .commit(head.id, upto: db.committedSeq()))
    report.keptFiles = try schema.writeFiles()
    return report
  }

  func append(_ kind: EventKind, sample: String? = nil, payload: JSONValue) throws {
    try db.append(kind, actor: actor, at: now, sample: sample, payload: payload)
  }

  /// The rows that differ between base and head in one of their tables, in order.
  func changes(_ table: (Snapshot) -> Tree, _ body: (RowChange) throws -> Void) throws {
    guard let base else {
      return try table(head).forEach(from: nil) {
        try body(RowChange(key: $0.key, old: nil, new: $0.value))
        return true
      }
    }
    try table(base).forEachChange(to: table(head)) {
      try body($0)
      return true
    }
  }
}

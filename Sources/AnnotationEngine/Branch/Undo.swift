import GRDB
import VersionStore

/// What `gloss undo` and `gloss redo` did.
public struct UndoReport: Codable, Equatable, Sendable {
  /// The number of the operation that was taken back, or done again, and what it was.
  public var operation: Int
  public var what: String
  /// The ref that moved, and what it names now.
  public var ref: String
  public var commit: String?
  /// Acts on the branch that are not committed now; nil for what is no branch.
  public var uncommitted: Int?
}

extension Workspace {
  /// Takes an operation back: the one of that number, else this person's newest that is not taken back.
  ///
  /// A commit is undone, not the work in it: that stays, and is not committed. A merge, a restore, a change of schema or
  /// a pull goes with all that it brought; newer work stays. A branch that was made is deleted, one that was deleted comes
  /// back with its live work, and a tag goes.
  ///
  /// - Throws: `nothingToUndo`, `notNewest` where something was done to the ref since: that has to be undone first.
  public func undo(_ session: Session, operation number: Int? = nil) throws(EngineError) -> UndoReport {
    try permit(session, .reviewer, to: "undo")
    return try onlyEngineErrors {
      let operation: Operation
      if let number {
        operation = try self.operation(number)
        guard try !store.undoneOperations().contains(number) else { throw EngineError.alreadyUndone(number) }
      } else {
        guard let newest = try store.undoable(by: session.person) else {
          throw EngineError.nothingToUndo(person: session.person)
        }
        operation = newest
      }
      try permit(session, toMove: operation)
      try move(session, operation, to: operation.old, from: operation.new, what: operation.undoWords)
      return try report(operation, now: operation.old)
    }
  }

  /// Does again what this person took back last.
  ///
  /// - Throws: `nothingToRedo`.
  public func redo(_ session: Session) throws(EngineError) -> UndoReport {
    try permit(session, .reviewer, to: "redo")
    return try onlyEngineErrors {
      guard let operation = try store.redoable(by: session.person) else {
        throw EngineError.nothingToRedo(person: session.person)
      }
      try permit(session, toMove: operation)
      try move(session, operation, to: operation.new, from: operation.old, what: operation.redoWords)
      return try report(operation, now: operation.new)
    }
  }

  /// What only a lead may do, and what somebody else did, only a lead may take back.
  private func permit(_ session: Session, toMove operation: Operation) throws(EngineError) {
    guard operation.author != session.person || ["merge", "schema"].contains(operation.verb) else { return }
    try permit(session, .lead, to: "undo “\(operation.what)”")
  }

  private func operation(_ number: Int) throws -> Operation {
    let operations = try store.operations()
    guard let operation = operations.first(where: { $0.sequence == number }) else {
      throw EngineError.unknownOperation(number, last: operations.last?.sequence ?? 0)
    }
    guard !operation.ref.hasPrefix("remotes/"), operation.undoes == nil, operation.redoes == nil else {
      throw EngineError.invalidName(
        String(number), problem: "what it did is not taken back by itself: \(operation.what)")
    }
    return operation
  }

  private func report(_ operation: Operation, now: ObjectID?) throws -> UndoReport {
    let name = operation.ref.hasPrefix("heads/") ? String(operation.ref.dropFirst(6)) : nil
    let isThere = now != nil || name == BranchPlace.main
    return UndoReport(
      operation: operation.sequence, what: operation.what, ref: operation.ref, commit: now?.hex,
      uncommitted: try name.flatMap { isThere ? try uncommitted(on: $0) : nil })
  }

  private func move(_ session: Session, _ operation: Operation, to new: ObjectID?, from old: ObjectID?, what: String)
    throws
  {
    guard operation.ref.hasPrefix("heads/") else {
      return try moveRef(session, operation.ref, from: old, to: new, what: what)
    }
    guard try store.ref(operation.ref) == old else {
      throw EngineError.notNewest(operation: operation.sequence, ref: String(operation.ref.dropFirst(6)))
    }
    let target = BranchPlace(root: path, branch: String(operation.ref.dropFirst(6)))
    if operation.verb == "branch" {
      return try moveBranch(session, target, isDeletion: operation.new == nil, from: old, to: new, what: what)
    }
    let workspace = try on(target)
    defer { if let workspace, workspace !== self { try? workspace.journal.close() } }
    // What the journal knows is then exactly what the operation made.
    try workspace?.followHead()
    try moveRef(session, operation.ref, from: old, to: new, what: what)
    try workspace?.followHead()
  }

  /// This workspace, or another open on a branch; nil where nobody has worked on that yet.
  private func on(_ target: BranchPlace) throws -> Workspace? {
    if target.branch == branch { return self }
    guard target.hasJournal else { return nil }
    return try Workspace.open(at: path, branch: target.branch, clock: clock)
  }

  /// A branch that appears, or goes.
  private func moveBranch(
    _ session: Session, _ target: BranchPlace, isDeletion: Bool, from old: ObjectID?, to new: ObjectID?, what: String
  ) throws {
    guard new == nil else {
      try moveRef(session, target.ref, from: old, to: new, what: what)
      return try target.bringBack(at: new)
    }
    guard target.branch != branch, !target.isMain else { throw EngineError.branchInUse(target.branch) }
    // One that was deleted with work on it may be so again; the work is put aside.
    let count = try isDeletion ? 0 : uncommitted(on: target.branch)
    guard count == 0 else { throw EngineError.uncommittedWork(branch: target.branch, count: count) }
    try moveRef(session, target.ref, from: old, to: nil, what: what)
    try target.putAside(at: old)
  }
}

extension Database {
  /// The last event that `parent` holds, as it was known when it was the head. 0 where the journal did not know
  /// `parent`: the next commit then writes everything.
  func committedPoint(at parent: ObjectID?) throws -> Int64 {
    guard let parent else { return 0 }
    var found: Int64 = 0
    let events = try SQLRow.fetchCursor(
      self,
      sql: """
        SELECT \(Event.columns) FROM events WHERE seq >= ? AND kind IN ('commit', 'followed', 'checkout') ORDER BY seq
        """, arguments: [seqFact(FactName.baseSeq)])
    while let row = try events.next() {
      let event = try Event(row)
      let payload = EventPayload(event)
      guard try payload.object("commit") == parent else { continue }
      found = event.kind == .checkout ? event.seq : Int64(try payload.int("upto"))
    }
    return found
  }
}

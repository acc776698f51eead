import Foundation
import GRDB
import VersionStore

extension Workspace {
  /// Merges another branch, or any revision, into this one.
  ///
  /// Live work is committed first. Where nothing is in conflict, or a side is preferred, the merge is done; else it waits
  /// for reviewers, and nothing of the other branch is here until all is settled: their last decision ends it, and so
  /// does another call. Cost grows with what either branch changed.
  ///
  /// - Throws: `mergeWaits` where a merge with another one waits, `nothingCommitted`, and what nobody can settle sample by
  ///   sample: `mergeText`, `mergeNames`, `mergeMisfit`, `mergeContent`, `unsplitValue`.
  public func merge(
    _ session: Session, _ name: String, options: MergeOptions = MergeOptions()
  ) throws(EngineError) -> MergeReport {
    try permit(session, .lead, to: "merge branches")
    return try onlyEngineErrors {
      let theirs = try store.resolve(name)
      let pending = try journal.read { try $0.pendingMerge() }
      if let pending, pending.branch != name, pending.theirs != theirs {
        throw EngineError.mergeWaits(branch: pending.branch)
      }
      return try Merging(self, session, branch: name, theirs: theirs, options: options).run()
    }
  }

  /// Gives up the merge that waits. Nothing of it is here, so nothing is taken back but the decisions.
  ///
  /// - Throws: `noMergeWaits`.
  @discardableResult
  public func abortMerge(_ session: Session) throws(EngineError) -> MergeReport {
    try permit(session, .lead, to: "merge branches")
    return try journal.write { db in
      guard let pending = try db.pendingMerge() else { throw EngineError.noMergeWaits }
      try db.append(
        .mergeEnded, actor: session.person, at: clock(), payload: .object([JSONMember("commit", .null)]))
      return MergeReport(outcome: .aborted, branch: pending.branch, commit: try head()?.hex)
    }
  }

  /// The merge that waits for decisions, and how many; nil where none does.
  public func waitingMerge() throws(EngineError) -> MergeReport? {
    try journal.read { db in
      guard let pending = try db.pendingMerge() else { return nil }
      let (cells, samples) = try db.openConflicts()
      return MergeReport(outcome: .waiting, branch: pending.branch, commit: nil, conflicts: cells, samples: samples)
    }
  }

  /// Ends the merge that waits, once everything is decided; nil where none waits.
  func finishMerge(_ session: Session) throws -> MergeReport? {
    guard let pending = try journal.read({ try $0.pendingMerge() }) else { return nil }
    let message = try journal.read { try $0.prose(pending.message) }
    return try Merging(
      self, session, branch: pending.branch, theirs: pending.theirs,
      options: MergeOptions(isStrict: pending.isStrict, message: message)
    ).run()
  }
}

extension Workspace {
  /// Ends the merge whose last conflict was settled, and says what came of it. What is decided stays decided, whatever
  /// comes in the way.
  func finishMergeInWords(_ session: Session) throws(EngineError) -> String? {
    do {
      guard let report = try finishMerge(session) else { return nil }
      guard let commit = report.commit else {
        return "\(report.conflicts) more \(report.conflicts == 1 ? "conflict" : "conflicts") came up"
      }
      return "the merge of \(report.branch) is done: \(commit.prefix(10))"
    } catch {
      let error = error as? any LocalizedError
      let why = [error?.errorDescription, error?.recoverySuggestion].compactMap { $0 }.joined(separator: "; ")
      return "all is settled, and the merge could not be ended: \(why)"
    }
  }
}

/// One merge under way.
private struct Merging {
  let workspace: Workspace
  let session: Session
  let branch: String
  let theirs: ObjectID
  let options: MergeOptions

  private var store: Store { workspace.store }

  init(_ workspace: Workspace, _ session: Session, branch: String, theirs: ObjectID, options: MergeOptions) {
    self.workspace = workspace
    self.session = session
    self.branch = branch
    self.theirs = theirs
    self.options = options
  }

  func run() throws -> MergeReport {
    // With nothing new there is no reason to commit live work.
    if let head = try workspace.head(), try store.isAncestor(theirs, of: head) {
      try end(head)
      return MergeReport(outcome: .already, branch: branch, commit: head.hex)
    }
    // Each turn that fails has let another commit through.
    while true {
      guard let ours = try workspace.commitLiveWork(session, message: "before merging \(branch)") else {
        throw EngineError.nothingCommitted(branch: workspace.branch)
      }
      if try store.isAncestor(theirs, of: ours) {
        try end(ours)
        return MergeReport(outcome: .already, branch: branch, commit: ours.hex)
      }
      if try store.isAncestor(ours, of: theirs) {
        guard try advance(from: ours, to: theirs) else { continue }
        try end(theirs)
        return MergeReport(outcome: .fastForward, branch: branch, commit: theirs.hex)
      }
      if let report = try bringTogether(ours) { return report }
    }
  }

  /// Gives false where another commit was faster.
  private func advance(from old: ObjectID, to new: ObjectID) throws -> Bool {
    do throws(EngineError) {
      try workspace.advance(session, from: old, to: new, what: "merge: \(branch)")
      return true
    } catch {
      if case .refMoved = error { return false }
      throw error
    }
  }

  /// nil where another commit was faster.
  private func bringTogether(_ ours: ObjectID) throws -> MergeReport? {
    let policy = MergePolicy(
      side: options.side.map { $0 == .ours ? .ours : .theirs }, isStrict: options.isStrict, person: session.person)
    var merge = try HeadMerge(ours, theirs, in: store, policy: policy)
    let decisions = try workspace.journal.read { db in
      try db.pendingMerge() == nil ? [] : try db.decisions()
    }
    let decided = Dictionary(decisions.map { (DecisionKey($0.sample, $0.conflict), $0.decision) }) { $1 }
    merge.decided = { decided[DecisionKey($0, $1)] }
    let pack = try store.newPack()
    let result: HeadMerge.Result
    do {
      result = try merge.run(pack, temporary: workspace.temporaryPath)
    } catch {
      pack.abandon()
      throw error
    }
    guard result.conflicts.isEmpty else {
      pack.abandon()
      return try wait(for: result.conflicts, base: merge.base?.id, ours: ours)
    }
    try keepReasons(decisions.compactMap(\.decision.reason), pack)
    let commit = Commit(
      parents: [ours, theirs], trees: result.trees, blobs: result.blobs, author: session.person,
      time: workspace.clock(), message: options.message ?? "merge \(branch) into \(workspace.branch)")
    let id = try pack.add(workspace.signed(commit))
    try pack.finish()
    guard try advance(from: ours, to: id) else { return nil }
    try end(id)
    return MergeReport(outcome: .merged, branch: branch, commit: id.hex)
  }

  private func wait(
    for conflicts: [(sample: String, conflict: CellConflict)], base: ObjectID?, ours: ObjectID
  ) throws -> MergeReport {
    try workspace.journal.write { db in
      let rows = try conflicts.map { sample, conflict in
        let position = try workspace.directory(in: db).row(id: sample)?.position ?? 0
        return (position: position, row: ConflictRow(sample: sample, conflict: conflict))
      }
      let pending = PendingMerge(
        branch: branch, ours: ours, theirs: theirs, base: base, isStrict: options.isStrict,
        message: try db.keepProse(ifAny: options.message))
      try db.append(
        .mergeStarted, actor: session.person, at: workspace.clock(), payload: pending.json(rows))
      let (cells, samples) = try db.openConflicts()
      return MergeReport(outcome: .waiting, branch: branch, commit: nil, conflicts: cells, samples: samples)
    }
  }

  /// Reasons of decisions become reasons of labels.
  private func keepReasons(_ ids: [ObjectID], _ pack: PackWriter) throws {
    try workspace.journal.read { db in
      for id in Set(ids).sorted() {
        if let stored = try db.storedProse(id) { _ = try pack.add(.blob, stored) }
      }
    }
  }

  private func end(_ commit: ObjectID) throws {
    try workspace.journal.write { db in
      guard try db.pendingMerge() != nil else { return }
      try db.append(
        .mergeEnded, actor: session.person, at: workspace.clock(),
        payload: .object([JSONMember("commit", .string(commit.hex))]))
    }
  }
}

/// What a decision is about: a cell, and what both sides have in it.
private struct DecisionKey: Hashable {
  var sample: String
  var cell: MergeConflict.Cell
  var ours: [UInt8]?
  var theirs: [UInt8]?

  init(_ sample: String, _ conflict: CellConflict) {
    self.sample = sample
    cell = conflict.cell
    (ours, theirs) = (conflict.ours, conflict.theirs)
  }
}

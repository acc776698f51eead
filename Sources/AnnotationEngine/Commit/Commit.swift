import GRDB
import VersionStore

extension Workspace {
  /// Makes a version of what stands in the journal: samples, submitted and skipped annotations, labels, the accepted
  /// project file and the guidelines. Drafts are left out.
  ///
  /// The cost grows with what changed since the last commit, not with the data. Where the project changed since (its
  /// label rule, its names), all annotations and labels are written anew. Gives nil as the commit where nothing changed.
  public func commit(_ session: Session, message: String) throws(EngineError) -> CommitReport {
    try permit(session, .reviewer, to: "commit")
    guard message.contains(where: { !$0.isWhitespace }) else {
      throw .invalidName(message, problem: "a commit needs a message that says what it is")
    }
    return try onlyEngineErrors {
      // Each turn that fails has let another commit through.
      while true {
        try followHead()
        let head = try self.head().map { try Snapshot($0, in: store) }
        let draft = try CommitDraft.write(self, over: head, guidelines: guidelines())
        guard draft.known == head?.id else {
          // The head moved since, and with it rows that this draft would put back.
          draft.pack.abandon()
          continue
        }
        if let report = try finish(draft, session, message: message) { return report }
      }
    }
  }

  /// nil where another commit was faster.
  private func finish(_ draft: CommitDraft, _ session: Session, message: String) throws -> CommitReport? {
    guard draft.isChange else {
      draft.pack.abandon()
      // After a crash between moving the branch and saying so, and after acts that were taken back.
      if let head = draft.head, draft.hasNews { try record(head.id, upto: draft.upto, actor: session.person) }
      return try report(draft, commit: nil, newBytes: 0)
    }
    let commit = try signed(
      Commit(
        parents: draft.head.map { [$0.id] } ?? [], trees: draft.trees, blobs: draft.blobs, author: session.person,
        time: clock(), message: message))
    let id = try draft.pack.add(commit)
    let newBytes = try draft.pack.finish()
    let moved = try store.moveRef(
      place.ref, from: draft.head?.id, to: id, author: session.person, time: commit.time,
      what: "commit: \(message)")
    guard moved else { return nil }
    try record(id, upto: draft.upto, actor: session.person)
    return try report(draft, commit: id, newBytes: newBytes)
  }

  /// Notes in the journal up to where it is committed, unless a later commit has noted more.
  func record(_ commit: ObjectID, upto: Int64, actor: String) throws {
    try journal.write { db in
      guard try db.committed() != commit || db.committedSeq() < upto, try db.committedSeq() <= upto else { return }
      try db.append(.commit, actor: actor, at: clock(), payload: .commit(commit, upto: upto))
    }
  }

  private func report(_ draft: CommitDraft, commit: ObjectID?, newBytes: Int) throws -> CommitReport {
    func count(_ name: String) throws -> Int {
      guard let root = draft.trees[name] else { return 0 }
      return try Tree(root: root, in: store).count()
    }
    if draft.head == nil, commit == nil {
      return CommitReport(commit: nil, parents: [], samples: 0, annotations: 0, labels: 0, newBytes: 0, branch: branch)
    }
    return CommitReport(
      commit: commit?.hex, parents: draft.head.map { [$0.id.hex] } ?? [], samples: try count(TableName.samples),
      annotations: try count(TableName.annotations), labels: try count(TableName.labels), newBytes: newBytes,
      branch: branch)
  }
}

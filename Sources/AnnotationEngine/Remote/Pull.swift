import VersionStore

/// What `Workspace.pull` did.
public struct PullReport: Codable, Equatable, Sendable {
  public var exchange: ExchangeReport
  /// What came of bringing the remote's branch into this one.
  public var merge: MergeReport
}

extension Workspace {
  /// Fetches, and brings the remote's branch of the same name into this one: a fast-forward where this one has nothing of
  /// its own, else a merge, which commits live work first.
  ///
  /// - Throws: as `fetch` and `merge`; `unknownBranch` where the remote has no such branch; `notPermitted` for
  ///   annotators.
  public func pull(
    _ session: Session, remote name: String?, progress: @escaping ExchangeProgress = { _ in }
  ) throws -> PullReport {
    try permit(session, .reviewer, to: "pull")
    let fetched = try fetch(session, remote: name, progress: progress)
    let theirs = fetched.remote + "/" + branch
    return try asEngineErrors {
      let prefix = "remotes/\(fetched.remote)/"
      guard let head = try store.ref(prefix + branch) else {
        let known = try store.refs().keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        throw EngineError.unknownBranch(theirs, known: known.sorted())
      }
      let own = try self.head()
      // A merge commits live work first: with nothing new there is no reason to.
      if let own, try store.isAncestor(head, of: own) {
        return PullReport(
          exchange: fetched, merge: MergeReport(outcome: .already, branch: theirs, commit: own.hex))
      }
      // What is not committed yet may contradict what comes, and a merge of the two tells.
      let ours = try commitLiveWork(session, message: "before pulling \(theirs)")
      if let ours, try !store.isAncestor(ours, of: head) {
        return PullReport(exchange: fetched, merge: try merge(session, theirs))
      }
      try advance(session, from: ours, to: head, what: "pull: \(fetched.remote)")
      return PullReport(
        exchange: fetched, merge: MergeReport(outcome: .fastForward, branch: theirs, commit: head.hex))
    }
  }
}

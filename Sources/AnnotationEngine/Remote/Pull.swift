import VersionStore

/// What `Workspace.pull` did.
public struct PullReport: Codable, Equatable, Sendable {
  public enum Outcome: String, Codable, Sendable {
    /// This branch had nothing of its own and went where the remote's is.
    case fastForward = "fast-forward"
    /// This branch has all of the remote's already.
    case already
  }
  public var exchange: ExchangeReport
  /// The remote's branch: "origin/main".
  public var theirs: String
  public var outcome: Outcome
  /// The head after it (hex); nil while conflicts wait.
  public var commit: String?
  /// Cells that wait for a decision.
  public var conflicts = 0
}

extension Workspace {
  /// Fetches, and brings the remote's branch of the same name into this one: a fast-forward where this one has nothing of
  /// its own, else a merge. Live work stays; where it is newer than what comes it is not replaced.
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
      var report = PullReport(exchange: fetched, theirs: theirs, outcome: .already, commit: own?.hex)
      if let own, try store.isAncestor(head, of: own) { return report }
      if let own, try !store.isAncestor(own, of: head) { throw EngineError.diverged(branch: branch, theirs: theirs) }
      try advance(session, from: own, to: head, what: "pull: \(fetched.remote)")
      (report.outcome, report.commit) = (.fastForward, head.hex)
      return report
    }
  }
}

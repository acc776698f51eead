/// What came of merging another branch.
public struct MergeReport: Codable, Equatable, Sendable {
  /// What a merge came to.
  public enum Outcome: String, Codable, Sendable {
    /// A commit with both as its parents.
    case merged
    /// The other branch had all of this one: this one went there.
    case fastForward = "fast-forward"
    /// This branch has all of the other already.
    case already
    /// Conflicts wait for a reviewer; nothing of the other branch is here yet.
    case waiting
    /// There was a merge waiting, and it was given up.
    case aborted
  }
  public var outcome: Outcome
  /// The other branch, as it was named.
  public var branch: String
  /// The head after it (hex); nil while conflicts wait.
  public var commit: String?
  /// Cells that wait for a decision, and the samples that they belong to.
  public var conflicts: Int
  public var samples: Int

  public init(outcome: Outcome, branch: String, commit: String?, conflicts: Int = 0, samples: Int = 0) {
    self.outcome = outcome
    self.branch = branch
    self.commit = commit
    self.conflicts = conflicts
    self.samples = samples
  }
}

/// How `merge` goes about conflicts.
public struct MergeOptions: Codable, Equatable, Sendable {
  /// Whose version decides.
  public enum Side: String, Codable, Sendable {
    case ours, theirs
  }
  /// Takes this side's in every conflict; nil: they wait for a reviewer.
  public var side: Side?
  /// Any two different changes to one sample are in conflict.
  public var isStrict: Bool
  /// What the commit says; nil: which branches came together.
  public var message: String?

  public init(side: Side? = nil, isStrict: Bool = false, message: String? = nil) {
    self.side = side
    self.isStrict = isStrict
    self.message = message
  }
}

/// One cell that two branches changed in different ways, waiting for a reviewer: a disagreement between branches.
public struct MergeConflict: Codable, Equatable, Sendable {
  /// What the two sides of a merge have otherwise.
  public enum Cell: Codable, Hashable, Sendable {
    /// All that one annotator did to the sample.
    case annotation(annotator: String)
    /// The label of one question.
    case label(question: String)
  }

  /// What one side has in the cell, and who put it there.
  public struct Side: Codable, Equatable, Sendable {
    /// The branch, or the digits of a commit.
    public var branch: String
    /// The commit of that side that last changed the cell (hex), its author and its time; nil where nobody did.
    public var commit: String?
    public var author: String?
    public var time: Int64?
    /// nil: the cell is empty there. Of a label: the one question's answer.
    public var answers: Answers?
    /// Of an annotation: submitted or skipped.
    public var status: Annotation.Status?
    /// Of a label: "majority", "unanimous", "posterior" or "resolution"; and the reviewer of a resolution.
    public var by: String?
    public var reviewer: String?
    /// The annotator's comment, or the reviewer's reason.
    public var comment: String?

    public init(
      branch: String, commit: String? = nil, author: String? = nil, time: Int64? = nil, answers: Answers? = nil,
      status: Annotation.Status? = nil, by: String? = nil, reviewer: String? = nil, comment: String? = nil
    ) {
      self.branch = branch
      self.commit = commit
      self.author = author
      self.time = time
      self.answers = answers
      self.status = status
      self.by = by
      self.reviewer = reviewer
      self.comment = comment
    }
  }

  /// What the reviewer takes.
  public enum Choice: Codable, Equatable, Sendable {
    case ours
    case theirs
    /// Of a label: another answer, which becomes the reviewer's resolution.
    case answer(Answer)
  }

  public var sample: String
  public var cell: Cell
  /// The last common version.
  public var base: Side
  public var ours: Side
  public var theirs: Side
  /// nil while nobody decided.
  public var choice: Choice?

  public init(sample: String, cell: Cell, base: Side, ours: Side, theirs: Side, choice: Choice? = nil) {
    self.sample = sample
    self.cell = cell
    self.base = base
    self.ours = ours
    self.theirs = theirs
    self.choice = choice
  }
}

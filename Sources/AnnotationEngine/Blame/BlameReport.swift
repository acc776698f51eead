/// Where the labels of a sample come from: for each question the label, the commit that made it, and what is behind it.
public struct BlameReport: Codable, Equatable, Sendable {
  public var sample: String
  /// In the project's order.
  public var questions: [Entry]

  public init(sample: String, questions: [Entry]) {
    self.sample = sample
    self.questions = questions
  }

  /// One question of the sample.
  public struct Entry: Codable, Equatable, Sendable {
    public var question: String
    /// The label as it stands now, committed or not; nil where there is none. One of the rule posterior rests on all answers
    /// and is made by commits alone: it is that of the last one, whatever was answered since.
    public var label: Answer?
    /// "majority", "unanimous", "posterior" or "resolution"; nil without a label.
    public var by: String?
    /// Share of votes that agree, or the posterior: 0…1; nil for resolutions.
    public var confidence: Double?
    /// Whether the last commit has it otherwise.
    public var isUncommitted: Bool
    /// Every commit that changed the label, newest first.
    public var changes: [Change]
    /// The annotations behind it, by annotator; drafts are left out.
    public var annotations: [Annotation]
    /// The reviewer's decision behind it.
    public var resolution: Resolution?

    public init(
      question: String, label: Answer?, by: String?, confidence: Double?, isUncommitted: Bool, changes: [Change],
      annotations: [Annotation], resolution: Resolution?
    ) {
      self.question = question
      self.label = label
      self.by = by
      self.confidence = confidence
      self.isUncommitted = isUncommitted
      self.changes = changes
      self.annotations = annotations
      self.resolution = resolution
    }
  }

  /// One commit that changed a label.
  public struct Change: Codable, Equatable, Sendable {
    /// Hex.
    public var commit: String
    public var author: String
    /// Milliseconds since 1970, UTC.
    public var time: Int64
    public var message: String
    /// nil: there was none.
    public var before: Answer?
    public var after: Answer?
    /// How `after` was reached, and by which reviewer where it is a resolution.
    public var by: String?
    public var reviewer: String?

    public init(
      commit: String, author: String, time: Int64, message: String, before: Answer?, after: Answer?, by: String?,
      reviewer: String?
    ) {
      self.commit = commit
      self.author = author
      self.time = time
      self.message = message
      self.before = before
      self.after = after
      self.by = by
      self.reviewer = reviewer
    }
  }
}

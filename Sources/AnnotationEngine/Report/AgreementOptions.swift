import LabelStatistics

/// What is asked of agreement beyond the figures that the screens show.
public struct AgreementOptions: Equatable, Sendable {
  /// nil: no intervals.
  public var bootstrap: BootstrapOptions?
  /// Metadata columns to slice by.
  public var by: [String]
  public var overTime: Bool
  /// Instead of the questions' own level. Where no question is named, those that have no such level keep theirs.
  public var level: Level?
  /// nil: all of them.
  public var question: String?

  public init(
    bootstrap: BootstrapOptions? = BootstrapOptions(), by: [String] = [], overTime: Bool = false, level: Level? = nil,
    question: String? = nil
  ) {
    self.bootstrap = bootstrap
    self.by = by
    self.overTime = overTime
    self.level = level
    self.question = question
  }
}

/// Answers to one question, numbered, with what they may be sliced by: what agreement in full is counted from.
public struct AnswerSheet: Sendable {
  /// A column of the items or of the answers.
  public struct Column: Sendable {
    public var name: String
    public var values: [String]
    /// For each rating the number of its value, or -1.
    public var numbers: [Int32]
    /// `numbers`: by rating.
    public init(name: String, values: [String], numbers: [Int32]) {
      self.name = name
      self.values = values
      self.numbers = numbers
    }
  }

  public var ratings: Ratings
  public var annotators: [String]
  public var scale: AnswerScale
  public var columns: [Column]
  /// For each rating when it was given, in milliseconds since 1970; nil where that is not known.
  public var times: [Int64]?

  public init(
    ratings: Ratings, annotators: [String], scale: AnswerScale, columns: [Column] = [], times: [Int64]? = nil
  ) {
    self.ratings = ratings
    self.annotators = annotators
    self.scale = scale
    self.columns = columns
    self.times = times
  }
}

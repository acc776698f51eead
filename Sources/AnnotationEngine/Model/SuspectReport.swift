/// By what labels are doubted.
public enum SuspectSource: String, Codable, Sendable, CaseIterable {
  /// The crowd's answers, each weighed by what its annotator's answers are worth (Dawid and Skene 1979).
  case crowd
  /// The share of votes that the label has.
  case votes
  /// A text model that learned from the other samples (confident learning).
  case model
}

/// `gloss suspects --json`: labels that are probably wrong, the most doubtful first.
public struct SuspectReport: Codable, Equatable, Sendable {
  public var question: String
  public var by: SuspectSource
  /// Samples that have a label: a reviewer's decision, else the value with the most votes.
  public var labeled: Int
  /// Those of them that were judged.
  public var judged: Int
  /// Suspects found; `suspects` holds the first of them.
  public var found: Int
  public var suspects: [Suspect]
  /// Of the model: what dealt the samples into folds, how many, and models that stopped before their optimum.
  public var seed: UInt64?
  public var folds: Int?
  public var unconverged: Int?
  /// What limits the report, in words; nil where nothing does.
  public var note: String?
}

/// One label that is probably wrong.
public struct Suspect: Codable, Equatable, Sendable {
  public var id: String
  /// The sample's place in import order, from 1.
  public var place: Int
  public var given: String
  /// The value that is more probable; nil where nothing else has anything for it.
  public var suggested: String?
  /// 0…1, the higher the more doubtful: by the crowd the probability that the label is wrong; by votes the share of
  /// those who said something else; by the model (P(suggested) − P(given) + 1)/2.
  public var score: Double
  public var by: SuspectSource
  /// Why, in words.
  public var why: String

  public init(
    id: String, place: Int, given: String, suggested: String?, score: Double, by: SuspectSource, why: String
  ) {
    self.id = id
    self.place = place
    self.given = given
    self.suggested = suggested
    self.score = score
    self.by = by
    self.why = why
  }
}

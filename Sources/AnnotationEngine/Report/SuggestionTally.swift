/// How often an annotator's answers to a question were the suggested ones, with the suggestion in sight and without it.
///
/// Acceptance is `agreedShown` of `shown`. Pull is that share less `agreedWithheld` of `withheld`: how much more often they
/// give the suggested answer because they see it.
public struct SuggestionTally: Codable, Equatable, Sendable {
  /// Answers given with a suggestion in sight, and those of them that are the suggested one.
  public var shown = 0
  public var agreedShown = 0
  /// The same where the suggestion was withheld.
  public var withheld = 0
  public var agreedWithheld = 0

  public init() {}
}

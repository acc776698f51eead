/// What is being labeled: the content of `gloss.yaml`.
public struct Project: Codable, Equatable, Sendable {
  public var name: String
  public var fields: [Field]
  public var questions: [Question]
  /// Path of the Markdown guidelines, relative to the workspace.
  public var guidelines: String?
  public var round: Round
  public var labelRule: LabelRule
  public var people: [Person]
  /// `label: {advance: false}` keeps the sample after a single choice until Enter. Default true.
  public var advancesOnAnswer: Bool
  /// `review: {own: true}` lets reviewers resolve samples that they annotated themselves. Default false.
  public var reviewersMayResolveOwn: Bool
}

/// A part of a sample that is shown.
public struct Field: Codable, Equatable, Sendable {
  public enum Kind: String, Codable, Sendable, CaseIterable { case text }
  public var name: String
  public var kind: Kind
  public var title: String?
}

/// What is asked of each sample.
public struct Question: Codable, Equatable, Sendable {
  public enum Kind: String, Codable, Sendable, CaseIterable { case choice, choices, rating }
  public var name: String
  public var kind: Kind
  public var title: String?
  /// Default true. A submitted annotation answers every required question; for `choices`, with at least one value.
  public var required: Bool
  /// Of a rating all its numbers where they have keys, else those that have a title; a value's name is its number's text.
  public var values: [Value]
  /// The numbers of a rating; nil for other kinds.
  public var scale: Scale?

  /// One value that an answer may take.
  public struct Value: Codable, Equatable, Sendable {
    public var name: String
    public var title: String?
    /// One lower-case letter or digit, unique over all questions. Given in the file, or assigned "1", "2", … to the
    /// values without one, in order, skipping taken ones; nil when letters and digits ran out. The digits of ratings
    /// hold for one question at a time, and no other question has any then.
    public var key: String?
    /// red, orange, yellow, green, cyan, blue, magenta or grey.
    public var colour: String?
    public var description: String?
  }
}

/// Which label a sample gets where no reviewer resolved: `labels: {rule: majority, at-least: 2}`, or
/// `labels: {rule: posterior, above: 0.9}`. What has none under the rule stays without one, for a reviewer.
public struct LabelRule: Codable, Equatable, Sendable {
  /// What makes a label of answers.
  public enum Rule: String, Codable, Sendable, CaseIterable {
    case majority, unanimous
    /// What Dawid-Skene holds likelier than `above`, by all answers of the commit: of a choice a value, of choices yes or
    /// no to each value (`PosteriorModel`); of a rating the median, as by majority.
    case posterior
  }
  public var rule: Rule
  /// Agreeing annotations needed at least; for `posterior`, annotations. Default 1.
  public var atLeast: Int
  /// What a posterior must exceed. Default 0.9.
  public var above = 0.9
}

/// Somebody who takes part: a line of `people` in `gloss.yaml`.
public struct Person: Codable, Equatable, Sendable {
  public var name: String
  public var role: Role
}

/// What a person may do: annotators label; reviewers also resolve, commit, import and export; leads do everything.
public enum Role: String, Codable, Sendable, CaseIterable { case annotator, reviewer, lead }

/// Who is calling, handed to every engine call. The engine checks permission by it.
public struct Session: Codable, Equatable, Sendable {
  public var person: String
  public var role: Role
  /// Milliseconds since 1970, UTC.
  public var since: Int64
  /// The system knows them as the owner of the workspace's files. See `Workspace.session`.
  public var ownsWorkspace: Bool
  public init(person: String, role: Role, since: Int64, ownsWorkspace: Bool = false) {
    self.person = person
    self.role = role
    self.since = since
    self.ownsWorkspace = ownsWorkspace
  }
}

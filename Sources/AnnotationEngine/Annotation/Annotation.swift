/// An answer to one question. In JSON a choice is "name", choices are ["name", …] in the project's order, and a rating is a
/// plain number.
public enum Answer: Hashable, Sendable {
  case choice(String)
  case choices([String])
  case number(DecimalNumber)
}

/// Answers by question name.
public typealias Answers = [String: Answer]

/// One annotator's answers to one sample.
public struct Annotation: Codable, Equatable, Sendable {
  public enum Status: String, Codable, Sendable { case draft, submitted, skipped }
  public var sample: String
  public var annotator: String
  public var status: Status
  public var answers: Answers
  public var comment: String?
  /// Why it was skipped.
  public var reason: String?
  public var flagged: Bool
  /// Seconds spent on it, over all sittings.
  public var seconds: Double
  /// Counts saves that changed it, from 1.
  public var revision: Int
  /// A reviewer's note, when it was sent back and not yet submitted again.
  public var sentBack: SentBack?
  /// Unfinished changes to a submitted or skipped annotation. They stand beside it, which stays as it is, until it is
  /// submitted or skipped again.
  public var draft: Answers?
  /// Seconds spent on that.
  public var draftSeconds: Double?

  /// A reviewer asked for another look.
  public struct SentBack: Codable, Equatable, Sendable {
    public var reviewer: String
    public var note: String
    public init(reviewer: String, note: String) {
      self.reviewer = reviewer
      self.note = note
    }
  }

  public init(
    sample: String, annotator: String, status: Status, answers: Answers, comment: String? = nil,
    reason: String? = nil, flagged: Bool = false, seconds: Double = 0, revision: Int = 1, sentBack: SentBack? = nil,
    draft: Answers? = nil, draftSeconds: Double? = nil
  ) {
    self.sample = sample
    self.annotator = annotator
    self.status = status
    self.answers = answers
    self.comment = comment
    self.reason = reason
    self.flagged = flagged
    self.seconds = seconds
    self.revision = revision
    self.sentBack = sentBack
    self.draft = draft
    self.draftSeconds = draftSeconds
  }
}

/// An answer to one question. In JSON a choice is "name", choices are ["name", …] in the project's order.
public enum Answer: Hashable, Sendable {
  case choice(String)
  case choices([String])
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
  public var seconds: Double
  /// Counts saves that changed it, from 1.
  public var revision: Int
  /// A reviewer's note, when it was sent back and not yet submitted again.
  public var sentBack: SentBack?

  public struct SentBack: Codable, Equatable, Sendable {
    public var reviewer: String
    public var note: String
  }
}

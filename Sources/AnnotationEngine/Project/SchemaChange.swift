/// What a new project file would do to annotations made under the old one.
public struct SchemaChange: Codable, Equatable, Sendable {
  /// A question or value that is gone or changed kind while answers use it.
  public struct Orphan: Codable, Equatable, Sendable {
    public var question: String
    /// nil: the whole question.
    public var value: String?
    /// Annotations that answer with it.
    public var annotations: Int
    /// The likeliest new name, where one new name appeared that resembles it.
    public var renamedTo: String?
  }
  public var orphans: [Orphan]
}

/// New names for old ones: "question" → "new question", "question=value" → "new value" (`--rename old=new`).
public struct Renames: Codable, Equatable, Sendable {
  public var questions: [String: String]
  /// By the question's old name, old value name → new value name.
  public var values: [String: [String: String]]
  public init(questions: [String: String] = [:], values: [String: [String: String]] = [:]) {
    self.questions = questions
    self.values = values
  }
}

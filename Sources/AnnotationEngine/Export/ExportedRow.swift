/// The label of one question, and how it was reached.
public struct Label: Codable, Equatable, Sendable {
  public var answer: Answer?
  /// "majority" (of numbers "median"), "unanimous", "posterior" or "resolution"; nil where there is no label.
  public var by: String?
  /// The share of the submitted answers that agree; nil for a reviewer's decision, which is not a vote.
  public var confidence: Double?
  /// Who resolved it, and why; nil where no reviewer did, or gave no reason.
  public var reviewer: String?
  public var reason: String?

  public init(
    answer: Answer? = nil, by: String? = nil, confidence: Double? = nil, reviewer: String? = nil, reason: String? = nil
  ) {
    self.answer = answer
    self.by = by
    self.confidence = confidence
    self.reviewer = reviewer
    self.reason = reason
  }
}

/// One sample of a snapshot.
public struct ExportedRow: Equatable, Sendable {
  public var id: String
  /// The project's fields, in its order; a missing one is "".
  public var fields: [JSONMember]
  public var metadata: [JSONMember]
  /// In the order of the project's questions.
  public var labels: [(question: String, label: Label)]
  /// By annotator name.
  public var annotations: [Annotation]

  public init(
    id: String, fields: [JSONMember], metadata: [JSONMember], labels: [(question: String, label: Label)],
    annotations: [Annotation]
  ) {
    self.id = id
    self.fields = fields
    self.metadata = metadata
    self.labels = labels
    self.annotations = annotations
  }

  public static func == (a: ExportedRow, b: ExportedRow) -> Bool {
    a.id == b.id && a.fields == b.fields && a.metadata == b.metadata && a.annotations == b.annotations
      && a.labels.elementsEqual(b.labels) { $0 == $1 }
  }
}

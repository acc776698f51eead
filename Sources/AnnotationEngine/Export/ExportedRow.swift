/// The label of one question, and how it was reached.
public struct Label: Codable, Equatable, Sendable {
  public var answer: Answer?
  /// "majority", "unanimous" or "resolution"; nil where there is no label.
  public var by: String?
  public var confidence: Double?
}

/// One sample of a snapshot.
public struct ExportedRow: Equatable, Sendable {
  public var id: String
  public var fields: [JSONMember]
  public var metadata: [JSONMember]
  /// In the order of the project's questions.
  public var labels: [(question: String, label: Label)]
  /// By annotator name.
  public var annotations: [Annotation]

  public static func == (a: ExportedRow, b: ExportedRow) -> Bool {
    a.id == b.id && a.fields == b.fields && a.metadata == b.metadata && a.annotations == b.annotations
      && a.labels.elementsEqual(b.labels) { $0 == $1 }
  }
}

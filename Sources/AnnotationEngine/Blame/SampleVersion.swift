import VersionStore

/// A sample as a commit holds it, with its annotations and labels.
public struct SampleVersion: Codable, Equatable, Sendable {
  public var commit: LogEntry
  /// With the fields of the project of that time. Without any where the content was erased since.
  public var sample: Sample
  public var isErased: Bool
  /// The questions of that time, in their order.
  public var questions: [String]
  /// By question; a question without a label has none here either.
  public var labels: [String: Label]
  /// By annotator.
  public var annotations: [Annotation]

  public init(
    commit: LogEntry, sample: Sample, isErased: Bool, questions: [String], labels: [String: Label],
    annotations: [Annotation]
  ) {
    self.commit = commit
    self.sample = sample
    self.isErased = isErased
    self.questions = questions
    self.labels = labels
    self.annotations = annotations
  }
}

extension Workspace {
  /// A sample as it was in a commit. A few look-ups, O(log n).
  ///
  /// - Throws: `unknownSample` where that commit has none of that id.
  func sample(_ id: String, at revision: String) throws(EngineError) -> SampleVersion {
    try onlyEngineErrors {
      let commit = try store.resolve(revision)
      let snapshot = try Snapshot(commit, in: store)
      let project = try snapshot.project()
      let reader = SnapshotReader(snapshot, store: store, project: project, withAnnotations: true)
      guard let (place, row) = try reader.sample(id) else { throw EngineError.unknownSample(id) }
      let position = try directory.row(id: id)?.position ?? Int(place)
      let labels = (row?.labels ?? []).filter { $0.label.answer != nil }.map { ($0.question, $0.label) }
      return SampleVersion(
        commit: LogEntry(commit, snapshot.commit, refs: try refNames()[commit] ?? []),
        sample: Sample(id: id, position: position, fields: row?.fields ?? [], metadata: row?.metadata ?? []),
        isErased: row == nil, questions: project.questions.map(\.name),
        labels: Dictionary(labels) { first, _ in first }, annotations: row?.annotations ?? [])
    }
  }
}

extension Sample {
  fileprivate init(id: String, position: Int, fields: [JSONMember], metadata: [JSONMember]) {
    self.init(
      id: id, position: position,
      fields: fields.map { FieldValue(name: $0.name, text: $0.value.plainText) },
      metadata: metadata.filter { !Suggestion.isMember($0.name) }.map { FieldValue(name: $0.name, text: $0.value.text) }
    )
  }
}

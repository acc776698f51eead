import VersionStore

/// What a seal says of a commit beside the files that were written from it.
public struct SnapshotFacts: Equatable, Sendable {
  /// The commit's id: exporting by it gives what these facts tell of, wherever a branch is moved meanwhile.
  public var commit: String
  public var message: String
  public var project: Project
  /// The project file as it was, byte for byte.
  public var schema: String
  /// The guidelines as they were; nil where the project had none.
  public var guidelines: String?
  /// Submitted and skipped annotations.
  public var annotations: Int
  /// Over the submitted annotations of the commit.
  public var agreement: AgreementReport

  public init(
    commit: String, message: String, project: Project, schema: String, guidelines: String?, annotations: Int,
    agreement: AgreementReport
  ) {
    self.commit = commit
    self.message = message
    self.project = project
    self.schema = schema
    self.guidelines = guidelines
    self.annotations = annotations
    self.agreement = agreement
  }
}

extension Workspace {
  /// Everything about a version that is no row. `revision`: nil for the head of the branch. Reads all its annotations, for the figures of agreement: 4 bytes for
  /// each question of an annotation and about 60 for a sample are in memory at once.
  ///
  /// The same commit gives the same, whatever the journal holds by now.
  public func snapshotFacts(of revision: String?) throws(EngineError) -> SnapshotFacts {
    try onlyEngineErrors {
      let snapshot = try Snapshot(try commitID(of: revision), in: store)
      let project = try snapshot.project()
      return SnapshotFacts(
        commit: snapshot.id.hex, message: snapshot.commit.message, project: project,
        schema: try snapshot.text(TableName.project) ?? "", guidelines: try snapshot.text(TableName.guidelines),
        annotations: try snapshot.annotations.count(),
        agreement: try AnswerBook(snapshot, project: project).report(nil))
    }
  }
}

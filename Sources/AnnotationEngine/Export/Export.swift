import VersionStore

extension Workspace {
  /// Gives the rows of a committed snapshot in order of the bytes of their ids, with the project of that commit. `revision`:
  /// nil for the head of the branch.
  /// `finish` comes after the last row and makes the file durable; the export is recorded when it returns.
  ///
  /// The same commit gives the same rows, whatever the journal holds by now. Samples that were erased are left out.
  /// Memory does not grow with the snapshot. With annotations, each row has the submitted and skipped ones of its
  /// sample with their comments.
  ///
  /// - Throws: what `begin`, `row` and `finish` throw; `EngineError.notPermitted` for annotators; `EngineError.store` for an
  ///   unknown revision or a damaged store.
  public func export(
    _ session: Session, revision: String?, withAnnotations: Bool, begin: (Project, _ rows: Int) throws -> Void,
    row: (ExportedRow) throws -> Void, finish: () throws -> Void = {}
  ) throws {
    try permit(session, .reviewer, to: "export")
    store.use(.large)
    defer { store.use(.small) }
    try asEngineErrors {
      let snapshot = try Snapshot(try commitID(of: revision), in: store)
      let project = try snapshot.project()
      try begin(project, try snapshot.samples.count())
      let reader = SnapshotReader(
        snapshot, store: store, project: project, withAnnotations: withAnnotations)
      var rows = 0
      try reader.visit {
        rows += 1
        try row($0)
      }
      try finish()
      try journal.write { db in
        _ = try db.append(
          .export, actor: session.person, at: clock(),
          payload: .object([
            JSONMember("commit", .string(snapshot.id.hex)), JSONMember("rows", .number(String(rows))),
            JSONMember("annotations", .bool(withAnnotations)),
          ]))
      }
    }
  }
}

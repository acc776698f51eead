extension Workspace {
  /// Gives the rows of a committed snapshot in id order, with the project of that commit. Records the export.
  public func export(
    _ session: Session, revision: String, withAnnotations: Bool, begin: (Project, _ rows: Int) throws -> Void,
    row: (ExportedRow) throws -> Void
  ) throws { fatalError() }
}

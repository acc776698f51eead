extension Workspace {
  /// All or nothing, unless `quarantine` takes bad records. `progress` is called every few thousand records and may
  /// throw to interrupt; nothing is kept then.
  public func importSamples(
    _ session: Session, from source: inout some RecordSource<IncomingSample>,
    quarantine: ((BadRecord) throws -> Void)?, progress: (ImportProgress) throws -> Void
  ) throws -> ImportReport { fatalError() }

  /// As `importSamples`; the annotations count as submitted. One that repeats what is there is unchanged.
  public func importAnnotations(
    _ session: Session, from source: inout some RecordSource<IncomingAnnotation>,
    quarantine: ((BadRecord) throws -> Void)?, progress: (ImportProgress) throws -> Void
  ) throws -> ImportReport { fatalError() }
}

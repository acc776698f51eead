extension Workspace {
  public func commit(_ session: Session, message: String) throws(EngineError) -> CommitReport { fatalError() }
  public func log(limit: Int?) throws(EngineError) -> [LogEntry] { fatalError() }
  public func show(_ revision: String) throws(EngineError) -> ShowReport { fatalError() }
  public func diff(_ a: String, _ b: String, rowLimit: Int) throws(EngineError) -> DiffReport { fatalError() }
  /// Names `revision` (nil: the head of main) forever.
  public func tag(_ session: Session, name: String, revision: String?) throws(EngineError) -> LogEntry { fatalError() }
  /// Tag names with the commits they name.
  public func tags() throws(EngineError) -> [String: String] { fatalError() }
  public func fsck(progress: (_ done: Int, _ total: Int) -> Void) throws(EngineError) -> FsckSummary { fatalError() }
}

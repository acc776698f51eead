final class ReviewMemory: Sendable {}
final class AgreementMemory: Sendable {}
extension Workspace {
  public func review(_ session: Session, _ action: ReviewAction) throws(EngineError) -> ReviewStep { fatalError() }
  public func status() throws(EngineError) -> StatusReport { fatalError() }
  public func agreement() throws(EngineError) -> AgreementReport { fatalError() }
  public func home(_ session: Session) throws(EngineError) -> HomeReport { fatalError() }
  public func adoptSchema(_ session: Session, renames: Renames) throws(EngineError) -> SchemaChange { fatalError() }
}

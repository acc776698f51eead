import VersionStore

/// A workspace: `gloss.yaml` and `.gloss/` with the journal and the store. The one door to both.
///
/// Calls are few, coarse, and take and give `Codable` values: a served session makes them across a socket. Any number
/// of processes may have it open; calls from several threads are served one after another.
public final class Workspace: Sendable {
  /// The directory that holds `gloss.yaml`.
  public let path: String

  let journal: Journal
  let store: Store

  init(path: String, journal: Journal, store: Store) {
    self.path = path
    self.journal = journal
    self.store = store
  }

  /// Makes `.gloss/` in `path`, where `gloss.yaml` must stand already, and takes its schema as the first.
  public static func create(at path: String) throws(EngineError) -> Workspace { fatalError() }

  /// Opens the workspace at `path` or the nearest directory above it. Throws `notAWorkspace`.
  public static func open(at path: String) throws(EngineError) -> Workspace { fatalError() }

  /// The schema in force: that of `gloss.yaml` as last accepted.
  public func project() throws(EngineError) -> Project { fatalError() }

  /// The Markdown of the guidelines; nil where the project names none.
  public func guidelines() throws(EngineError) -> String? { fatalError() }

  /// A session for `person` with the role that the project gives them; a project without people lets anybody in as lead.
  public func session(person: String) throws(EngineError) -> Session { fatalError() }

  /// Compares `gloss.yaml` as it stands with the schema in force, and takes it when no answers are orphaned by it
  /// after `renames`. Gives what was in the way (nothing taken) or an empty change. `open` does not do this itself.
  public func adoptSchema(_ session: Session, renames: Renames) throws(EngineError) -> SchemaChange { fatalError() }

  public func label(_ session: Session, _ action: LabelAction) throws(EngineError) -> LabelStep { fatalError() }

  public func review(_ session: Session, _ action: ReviewAction) throws(EngineError) -> ReviewStep { fatalError() }

  public func status() throws(EngineError) -> StatusReport { fatalError() }
  public func agreement() throws(EngineError) -> AgreementReport { fatalError() }
  public func home(_ session: Session) throws(EngineError) -> HomeReport { fatalError() }

  /// Grows whenever anything in the journal changed, by whichever process: cheap enough to ask when idle.
  public func changeCount() throws(EngineError) -> Int { fatalError() }
}

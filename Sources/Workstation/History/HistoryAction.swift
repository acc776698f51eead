import AnnotationEngine

/// What the history screen asks for. All of it is reading, done in the background.
public enum HistoryAction: Codable, Equatable, Sendable {
  /// A piece of the log of all branches and tags: `Workspace.logPage`.
  case page(offset: Int, limit: Int, isFirst: Bool)
  /// What a commit holds and changed: `Workspace.show`.
  case commit(String)
  /// A sample as it was in a commit: `Workspace.sample(_:at:)`.
  case sample(String, at: String)
  /// The commits that changed a sample: `Workspace.versions(of:through:)`.
  case versions(of: String, through: String)
}

/// What comes of it.
public enum HistoryStep: Codable, Equatable, Sendable {
  case page(LogPage)
  case commit(Veiled<ShowReport>)
  case sample(Veiled<SampleVersion>)
  /// Newest first.
  case versions([String])
}

import AnnotationEngine

/// What the history screen asks for. All of it is reading, done in the background.
public enum HistoryAction: Codable, Equatable, Sendable {
  /// A piece of the log of all branches and tags: `Workspace.logPage`.
  case page(offset: Int, limit: Int, isFirst: Bool)
  /// What a commit holds and changed: `Workspace.show`.
  case commit(String)
}

/// What comes of it.
public enum HistoryStep: Codable, Equatable, Sendable {
  case page(LogPage)
  case commit(ShowReport)
}

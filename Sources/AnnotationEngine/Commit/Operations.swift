import VersionStore

extension Workspace {
  /// What was done to branches and tags, newest first.
  public func operations(limit: Int?) throws(EngineError) -> [OperationEntry] {
    try onlyEngineErrors {
      let undone = try store.undoneOperations()
      return try store.operations().reversed().prefix(limit ?? .max).map { operation in
        OperationEntry(
          number: operation.sequence, time: operation.time, author: operation.author, verb: operation.verb,
          what: operation.what, ref: operation.ref, old: operation.old?.hex, new: operation.new?.hex,
          isUndone: undone.contains(operation.sequence))
      }
    }
  }
}

/// One move of a branch or tag.
public struct OperationEntry: Codable, Equatable, Sendable {
  /// From 1, without gaps: what `gloss undo` takes.
  public var number: Int
  /// Milliseconds since 1970, UTC.
  public var time: Int64
  public var author: String
  /// commit, merge, restore, schema, pull, branch, tag, undo, redo, fetch.
  public var verb: String
  /// All of what was done, in words: "commit: first batch".
  public var what: String
  /// The ref that moved: "heads/main".
  public var ref: String
  /// What it named before; nil where it was made.
  public var old: String?
  /// What it names since; nil where it was deleted.
  public var new: String?
  /// Whether a later operation took it back.
  public var isUndone: Bool
}

import VersionStore

/// What kind of act an event records. The raw values are stored; never rename one.
enum EventKind: String, Sendable {
  case schema
  case samplesImported = "samples-imported"
  case lease, release
  case submit, draft, skip, comment, flag
  case resolve
  case sendBack = "send-back"
  case undo, redo
  case commit, tag, export
}

/// One row of `events`.
struct Event: Equatable, Sendable {
  var seq: Int64
  /// Milliseconds since 1970, UTC.
  var at: Int64
  var actor: String
  var kind: EventKind
  var sample: String?
  /// Names prose by object id only.
  var payload: JSONValue
}

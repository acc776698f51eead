import AnnotationEngine

extension BranchReport {
  /// One branch of `gloss branch --json`.
  var json: JSONValue {
    .object(
      ("name", .string(name)), ("commit", .text(commit)), ("time", time.map(JSONValue.moment) ?? .null),
      ("message", .text(message)), ("current", .bool(isCurrent)), ("uncommitted", .int(uncommitted)))
  }
}

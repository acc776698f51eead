import AnnotationEngine

extension BranchReport {
  /// One branch of `gloss branch --json`.
  var json: JSONValue {
    .object(
      ("name", .string(name)), ("commit", .text(commit)), ("time", time.map(JSONValue.moment) ?? .null),
      ("message", .text(message)), ("current", .bool(isCurrent)), ("uncommitted", .int(uncommitted)),
      ("rounded_to", inTens ? .int(10) : .null))
  }
}

extension UndoReport {
  /// `gloss undo --json` and `gloss redo --json`.
  var json: JSONValue {
    .object(
      ("operation", .int(operation)), ("what", .string(what)), ("ref", .string(ref)), ("commit", .text(commit)),
      ("uncommitted", uncommitted.map(JSONValue.int) ?? .null))
  }
}

extension RestoreReport {
  /// `gloss restore --json`.
  var json: JSONValue {
    .object(
      ("commit", .text(commit)), ("from", .string(from)), ("samples", .int(samples)),
      ("annotations", .int(annotations)), ("labels", .int(labels)))
  }
}

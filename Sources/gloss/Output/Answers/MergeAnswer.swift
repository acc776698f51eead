import AnnotationEngine

extension MergeReport {
  /// `gloss merge --json`.
  var json: JSONValue {
    .object(
      ("commit", .text(commit)), ("conflicts", .int(conflicts)), ("samples", .int(samples)),
      ("outcome", .string(outcome.rawValue)), ("branch", .string(branch)))
  }
}

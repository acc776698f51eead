import GRDB
import VersionStore

/// An annotation out of a file, as it will stand: checked, and joined with what was there.
struct ImportedAnnotation: Sendable {
  var annotator: String
  var answers: Answers
  var comment: String?
  var seconds: Double
}

extension Database {
  /// As `append` for each of them, but the sample's tables are written once: with many annotators a sample, that is
  /// where the time would go. `state` is the sample's state now, `position` its place in import order.
  func appendImported(
    _ annotations: [ImportedAnnotation], to sample: String, at position: Int, state: SampleState, actor: String,
    time: Int64
  ) throws {
    if annotations.isEmpty { return }
    let insert = try cachedStatement(
      sql: "INSERT INTO events (at, actor, kind, sample, payload) VALUES (?, ?, ?, ?, ?)")
    var after = state
    for annotation in annotations {
      let payload = try payload(of: annotation, at: position)
      let kind = EventKind.annotationImported
      try insert.execute(arguments: [time, actor, kind.rawValue, sample, payload.text])
      try after.apply(
        Event(seq: lastInsertedRowID, at: time, actor: actor, kind: kind, sample: sample, payload: payload))
    }
    try save(sample, at: position, from: state, to: after)
    try count("", CountName.uncommitted, by: annotations.count)
  }

  private func payload(of annotation: ImportedAnnotation, at position: Int) throws -> JSONValue {
    let comment = try annotation.comment.map { try keepProse($0) }
    return .object([
      JSONMember("position", JSONValue(position)), JSONMember("annotator", .string(annotation.annotator)),
      JSONMember("answers", JSONValue(answers: annotation.answers)),
      JSONMember("seconds", JSONValue(annotation.seconds)), JSONMember("comment", JSONValue(comment)),
    ])
  }
}

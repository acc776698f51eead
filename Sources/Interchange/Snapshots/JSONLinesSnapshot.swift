import AnnotationEngine

/// A snapshot as JSON Lines: an object a line, compact, in UTF-8.
final class JSONLinesSnapshot: SnapshotWriter {
  private let output: OutputFile
  private let withAnnotations: Bool
  private var columns: SnapshotColumns?
  private var line: [UInt8] = []

  init(_ output: OutputFile, withAnnotations: Bool) {
    self.output = output
    self.withAnnotations = withAnnotations
  }

  func begin(_ project: Project) throws(EngineError) { columns = SnapshotColumns(project) }

  func write(_ row: ExportedRow) throws(EngineError) {
    guard let columns else { preconditionFailure("begin comes before the first row") }
    line.removeAll(keepingCapacity: true)
    line.append(0x7B)
    append("id", .string(row.id))
    for field in row.fields { append(field.name, field.value) }
    for member in row.metadata { append(columns.metadataName(member.name), member.value) }
    for (question, label) in row.labels { append(question, label.answer.map { AnswerText.json($0) } ?? .null) }
    if withAnnotations {
      append("annotations", AnnotationsJSON.list(row.annotations, questions: columns.questions))
      append("_labels", AnnotationsJSON.labels(row.labels))
    }
    line.append(0x7D)
    line.append(0x0A)
    try output.write(line)
  }

  private func append(_ name: String, _ value: JSONValue) {
    if line.count > 1 { line.append(0x2C) }
    JSONText.append(name, to: &line)
    line.append(0x3A)
    value.write(to: &line)
  }

  func finish() throws(EngineError) { try output.finish() }

  var digest: FileDigest { output.digest }
}

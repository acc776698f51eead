import AnnotationEngine

/// The list of annotations in a row of Gloss's own export: [{"annotator", "status", "answers", "seconds", "comment"}].
/// Only submitted ones are answers; skipped ones stay behind.
struct ExportedAnnotations {
  private let answers: [String: AnswerText]
  private let order: [String]

  init(_ columns: AnnotationColumns) {
    order = columns.questions.map(\.question.name)
    answers = Dictionary(columns.questions.map { ($0.question.name, AnswerText($0.question)) }) { first, _ in first }
  }

  func parse(_ list: JSONValue, sample: String, line: Int) throws(RowProblem) -> [IncomingAnnotation] {
    guard let entries = list.array else { throw RowProblem(reason: "annotations is no list") }
    var annotations: [IncomingAnnotation] = []
    for entry in entries {
      guard let annotator = entry["annotator"]?.string else {
        throw RowProblem(reason: "an annotation has no annotator")
      }
      if let status = entry["status"]?.string, status != Annotation.Status.submitted.rawValue { continue }
      guard let members = entry["answers"]?.members else { throw RowProblem(reason: "an annotation has no answers") }
      var given: Answers = [:]
      for member in members {
        guard let text = answers[member.name] else {
          let near = nearestName(to: member.name, among: order).map { "; did you mean \"\($0)\"?" } ?? ""
          throw RowProblem(reason: "the project has no question \"\(member.name)\"\(near)")
        }
        given[member.name] = try text.parse(json: member.value)
      }
      annotations.append(
        IncomingAnnotation(
          sample: sample, annotator: annotator, answers: given, comment: entry["comment"]?.string,
          seconds: try Seconds.parse(json: entry["seconds"]), line: line))
    }
    return annotations
  }
}

/// How long an annotation took, as files say it.
enum Seconds {
  static func parse(cell: String) throws(RowProblem) -> Double? {
    if cell.isEmpty { return nil }
    guard let seconds = Double(cell), seconds.isFinite, seconds >= 0 else {
      throw RowProblem(reason: "seconds is \"\(cell)\", not a number from 0")
    }
    return seconds
  }

  static func parse(json value: JSONValue?) throws(RowProblem) -> Double? {
    switch value {
    case nil, .null: return nil
    case .string(let text): return try parse(cell: text)
    case .some(let value):
      guard let seconds = value.double, seconds >= 0 else {
        throw RowProblem(reason: "seconds is \(value.text), not a number from 0")
      }
      return seconds
    }
  }
}

import AnnotationEngine

/// The parts of a row that stay JSON in every format.
enum AnnotationsJSON {
  /// [{"annotator", "status", "answers": {…}, "seconds", "comment"}], with "reason" where one was given for skipping and
  /// "flagged" where it is. Answers stand in the project's order.
  static func list(_ annotations: [Annotation], questions: [String]) -> JSONValue {
    .array(annotations.map { entry($0, questions) })
  }

  private static func entry(_ annotation: Annotation, _ questions: [String]) -> JSONValue {
    let answers = questions.compactMap { name in
      annotation.answers[name].map { JSONMember(name, AnswerText.json($0)) }
    }
    var members = [
      JSONMember("annotator", .string(annotation.annotator)),
      JSONMember("status", .string(annotation.status.rawValue)),
      JSONMember("answers", .object(answers)),
      JSONMember("seconds", JSONValue(annotation.seconds)),
      JSONMember("comment", annotation.comment.map { .string($0) } ?? .null),
    ]
    if let reason = annotation.reason { members.append(JSONMember("reason", .string(reason))) }
    if annotation.flagged { members.append(JSONMember("flagged", .bool(true))) }
    return .object(members)
  }

  /// {"question": {"by", "confidence"}} of the questions that have a label, with "reviewer" and "reason" where a
  /// reviewer resolved it and said why.
  static func labels(_ labels: [(question: String, label: Label)]) -> JSONValue {
    .object(
      labels.filter { $0.label.answer != nil }.map { question, label in
        JSONMember(question, entry(label))
      })
  }

  private static func entry(_ label: Label) -> JSONValue {
    var members = [
      JSONMember("by", label.by.map { .string($0) } ?? .null),
      JSONMember("confidence", label.confidence.map { JSONValue($0) } ?? .null),
    ]
    if let reviewer = label.reviewer { members.append(JSONMember("reviewer", .string(reviewer))) }
    if let reason = label.reason { members.append(JSONMember("reason", .string(reason))) }
    return .object(members)
  }
}

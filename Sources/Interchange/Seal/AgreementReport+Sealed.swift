import AnnotationEngine

extension AgreementReport {
  /// The figures of a seal, each with the number of items that it rests on: by question, and by value against all
  /// others. A figure without a value is null beside the reason. Pairs of annotators are left out: they name people, and
  /// a snapshot goes to others.
  func sealed(_ project: Project) -> JSONValue {
    .object(
      project.questions.compactMap { question in
        questions[question.name].map { JSONMember(question.name, $0.sealed(question)) }
      })
  }
}

extension QuestionAgreement {
  fileprivate func sealed(_ question: Question) -> JSONValue {
    let values = question.values.compactMap { value in
      labels[value.name].map { JSONMember(value.name, $0.sealed) }
    }
    return .object(
      [JSONMember("items", JSONValue(items)), JSONMember("annotators", JSONValue(annotators))]
        + figure("percent", percent, percentWhy) + figure("alpha", alpha, alphaWhy)
        + [JSONMember("values", .object(values))])
  }
}

extension LabelFigures {
  fileprivate var sealed: JSONValue {
    .object(
      [JSONMember("items", JSONValue(items)), JSONMember("answers", JSONValue(answers))]
        + figure("percent", percent, percentWhy) + figure("alpha", alpha, alphaWhy))
  }
}

private func figure(_ name: String, _ value: Double?, _ why: String?) -> [JSONMember] {
  [JSONMember(name, value.map { JSONValue($0) } ?? .null)]
    + (why.map { [JSONMember("\(name)_why", .string($0))] } ?? [])
}

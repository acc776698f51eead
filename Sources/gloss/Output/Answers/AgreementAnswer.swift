import AnnotationEngine

extension AgreementReport {
  /// `gloss agreement --json`. A figure that has no value is null beside a `…_why`; questions and values stand in the
  /// project's order.
  func json(in project: Project) -> JSONValue {
    let names = sortedNames(questions.keys, order: project.questions.map(\.name))
    return .object(
      (
        "questions",
        .object(
          names.compactMap { name in
            let values = project.questions.first { $0.name == name }?.values.map(\.name) ?? []
            return questions[name].map { JSONMember(name, $0.json(values: values)) }
          })
      ))
  }
}

extension QuestionAgreement {
  /// `values` in the project's order.
  func json(values: [String]) -> JSONValue {
    .object(
      [JSONMember("items", .int(items)), JSONMember("annotators", .int(annotators))]
        + figure("percent", percent, percentWhy) + figure("alpha", alpha, alphaWhy)
        + [
          JSONMember("pairs", .list(pairs) { $0.json }),
          JSONMember("labels", .dictionary(labels, order: values) { $0.json }),
        ])
  }
}

extension PairFigures {
  var json: JSONValue {
    .object(
      [JSONMember("a", .string(a)), JSONMember("b", .string(b)), JSONMember("items", .int(items))]
        + figure("percent", percent, percentWhy) + figure("kappa", kappa, kappaWhy))
  }
}

extension LabelFigures {
  fileprivate var json: JSONValue {
    .object(
      [JSONMember("items", .int(items)), JSONMember("answers", .int(answers))]
        + figure("percent", percent, percentWhy) + figure("alpha", alpha, alphaWhy))
  }
}

/// A figure, and why it has no value (or has one by definition) where that is so.
private func figure(_ name: String, _ value: Double?, _ why: String?) -> [JSONMember] {
  var members = [JSONMember(name, .double(value))]
  if value == nil || why != nil { members.append(JSONMember("\(name)_why", .text(why))) }
  return members
}

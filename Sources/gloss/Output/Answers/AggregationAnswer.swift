import AnnotationEngine
import LabelStatistics

extension AggregationRun {
  /// `gloss aggregate --json`: the members of the first method, and with several methods also all of them under "methods"
  /// and what each pair has in common under "agreement"; those on numbers beside one another under "number_methods".
  func json(_ numbers: NumberComparison?) -> JSONValue {
    guard let first = outcomes.first else {
      return .object(("method", .null), ("warnings", .list(warnings) { .string($0) }))
    }
    var members = members(of: first, warnings: warnings)
    if outcomes.count > 1 {
      members.append(JSONMember("methods", .list(outcomes) { .object(self.members(of: $0, warnings: own($0))) }))
      members.append(JSONMember("agreement", .list(agreements, json)))
      members.append(JSONMember("contested", .list(contested) { $0.json }))
    }
    if let numbers { members.append(JSONMember("number_methods", numbers.json)) }
    return .object(members)
  }

  private func own(_ outcome: MethodOutcome) -> [String] { outcome.aggregation.warnings.map(\.explanation) }

  private func members(of outcome: MethodOutcome, warnings: [String]) -> [JSONMember] {
    let aggregation = outcome.aggregation
    var members = [
      JSONMember("method", .string(outcome.method.name)), JSONMember("steps", .int(aggregation.steps)),
      JSONMember("converged", .bool(aggregation.converged)),
      JSONMember("log_likelihood", .double(aggregation.logLikelihood)),
      JSONMember("objective", .double(aggregation.likelihoods.last)),
      JSONMember("warnings", .list(warnings) { .string($0) }),
      JSONMember("annotators", .array(aggregation.annotators.indices.map { annotator($0, of: outcome) })),
      JSONMember("items", .int(aggregation.answered)), JSONMember("ratings", .int(answers.ratings.items.count)),
      JSONMember("values", .list(answers.values) { .string($0) }),
      JSONMember("ties", .int(aggregation.ties.count { $0 })),
      JSONMember("priors", byValue { .double(aggregation.classPriors[$0]) }),
      JSONMember("seed", .number("\(options.seed)")), JSONMember("smoothing", .double(smoothing(of: outcome.method))),
    ]
    if let accuracy = outcome.accuracy {
      // A tie is right as often as a random choice among its values would be: the share is this by the items.
      members += [
        JSONMember("accuracy", .double(accuracy.share)), JSONMember("accuracy_interval", interval(accuracy.interval)),
        JSONMember("accuracy_items", .int(accuracy.items)),
        JSONMember("accuracy_right", .double(accuracy.expectedRight)),
        JSONMember("accuracy_right_first_of_ties", .int(accuracy.right)),
      ]
    }
    return members
  }

  private func annotator(_ number: Int, of outcome: MethodOutcome) -> JSONValue {
    let skill = outcome.aggregation.annotators[number]
    let confusion = skill.confusion
    let rows = answers.values.indices.compactMap { truth -> JSONMember? in
      let shares = confusion.observed.compactMap { observed -> JSONMember? in
        confusion.share(of: Int(observed), where: truth).map {
          JSONMember(answers.values[Int(observed)], .double($0))
        }
      }
      return shares.isEmpty ? nil : JSONMember(answers.values[truth], .object(shares))
    }
    return .object(
      ("name", .string(answers.annotators[number])), ("answers", .int(skill.answers)), ("skill", .double(skill.skill)),
      ("accuracy", .double(skill.accuracy)), ("accuracy_interval", interval(skill.accuracyInterval)),
      ("confusion", .object(rows)))
  }

  private func json(_ agreement: LabelAgreement) -> JSONValue {
    let (a, b) = (outcomes[agreement.a], outcomes[agreement.b])
    return .object(
      ("a", .string(a.method.name)), ("b", .string(b.method.name)), ("items", .int(agreement.items)),
      ("same", .int(agreement.same)),
      ("share", .double(agreement.items == 0 ? nil : Double(agreement.same) / Double(agreement.items))),
      (
        "examples",
        .list(agreement.examples) { item in
          .object(
            ("sample", .string(answers.samples[item])), ("a", .string(label(item, of: a))),
            ("b", .string(label(item, of: b))))
        }
      ))
  }

  private func byValue(_ each: (Int) -> JSONValue) -> JSONValue {
    .object(answers.values.indices.map { JSONMember(answers.values[$0], each($0)) })
  }

  private func interval(_ interval: Interval?) -> JSONValue {
    interval.map { .array([.double($0.low), .double($0.high)]) } ?? .null
  }
}

extension ContestedSample {
  fileprivate var json: JSONValue {
    .object(
      ("sample", .string(sample)),
      (
        "labels",
        .list(labels) {
          .object(("label", .string($0.label)), ("methods", .list($0.methods) { .string($0) }))
        }
      ))
  }
}

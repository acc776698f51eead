import AnnotationEngine

extension GoldChange {
  /// `gloss gold add --json` and `gloss gold remove --json`.
  var json: JSONValue {
    .object(
      ("added", .int(added)), ("changed", .int(changed)), ("unchanged", .int(unchanged)), ("removed", .int(removed)))
  }
}

extension GoldEntry {
  /// One row of `gloss gold list --json`.
  func json(_ questions: [String]) -> JSONValue {
    .object(
      ("sample", .string(sample)),
      ("answers", .dictionary(answers, order: questions) { $0.asJSON }))
  }
}

extension Answer {
  fileprivate var asJSON: JSONValue {
    switch self {
    case .choice(let name): .string(name)
    case .choices(let names): .list(names) { .string($0) }
    case .number(let number): .number(number.text)
    }
  }
}

extension GoldReport {
  /// `gloss gold report --json`.
  var json: JSONValue {
    .object(
      ("samples", .int(samples)),
      (
        "annotators",
        .list(annotators) { annotator in
          .object(
            ("name", .string(annotator.name)), ("gold", annotator.gold.shareJSON),
            ("consistency", annotator.consistency.shareJSON),
            ("paused_since", annotator.pausedSince.map(JSONValue.moment) ?? .null),
            ("gold_answers", .list(annotator.goldAnswers) { $0.json }),
            ("repeated_answers", .list(annotator.repeatedAnswers) { $0.json }))
        }
      ))
  }
}

extension GoldReport.Judged {
  fileprivate var json: JSONValue {
    .object(
      ("sample", .string(sample)), ("question", .string(question)), ("at", .moment(at)), ("right", .bool(isRight)))
  }
}

extension FigureReport {
  /// A figure with what it rests on.
  fileprivate var shareJSON: JSONValue {
    var members: [(String, JSONValue)] = [("value", .double(value))]
    if let why { members.append(("value_why", .string(why))) }
    members.append(("items", .int(items)))
    if let low, let high { members.append(("value_interval", .array([.double(low), .double(high)]))) }
    return .object(members.map { JSONMember($0.0, $0.1) })
  }
}

extension PlanReport {
  /// `gloss plan --json`.
  func json(_ round: Round) -> JSONValue {
    .object(
      ("order", .string(order.rawValue)), ("seed", .number(String(round.seed))), ("plan", plan?.json ?? .null),
      ("left", .int(left)), ("forecast", progress.forecast.json),
      ("questions", .dictionary(stopping) { $0.json }))
  }
}

extension QueuePlan {
  fileprivate var json: JSONValue {
    .object(
      ("order", .string(order.rawValue)), ("at", .moment(at)), ("annotations", .int(annotations)),
      ("pool", .int(pool)), ("places", .int(positions.count)),
      ("positions", .list(positions) { .int($0) }),
      (
        "models",
        .list(models) { model in
          .object(
            ("question", .string(model.question)), ("labels", .int(model.labels)), ("right", .int(model.right)),
            ("judged", .int(model.judged)),
            ("accuracy", .double(model.judged > 0 ? Double(model.right) / Double(model.judged) : nil)))
        }
      ),
      ("note", .text(note)))
  }
}

extension StoppingReport {
  fileprivate var json: JSONValue {
    .object(
      ("alpha", alpha.shareJSON), ("width", .double(width)),
      ("samples_when_narrow", samplesWhenNarrow.map(JSONValue.int) ?? .null), ("samples_left", .int(samplesLeft)),
      ("samples_until_narrow", samplesUntilNarrow.map(JSONValue.int) ?? .null),
      ("samples_until_narrow_why", .text(why)), ("forecast", forecast?.json ?? .null),
      (
        "learning",
        learning.map { learning in
          .object(
            (
              "points",
              .list(learning.points) { point in
                .object(("labels", .int(point.labels)), ("accuracy", point.accuracy.shareJSON))
              }
            ), ("advice", .string(learning.advice)))
        } ?? .null
      ))
  }
}

extension WorkForecast {
  fileprivate var json: JSONValue {
    .object(
      ("annotations", .int(annotations)), ("per_day", .double(perDay)),
      ("early", early.map(JSONValue.moment) ?? .null), ("late", late.map(JSONValue.moment) ?? .null),
      ("why", .text(why)))
  }
}

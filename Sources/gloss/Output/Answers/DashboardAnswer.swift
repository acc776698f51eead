import AnnotationEngine

extension DashboardReport {
  /// `gloss dashboard --json`. A figure is {"value", "items", "interval"} with its "why" where it has no value; moments
  /// are ISO 8601 in UTC.
  var json: JSONValue {
    .object(
      ("project", .string(project)),
      ("branch", .string(branch)),
      ("at", .moment(at)),
      ("progress", progress.json),
      ("throughput", .list(throughput) { $0.json }),
      ("throughput_why", .text(throughputWhy)),
      ("questions", .object(questions.map { JSONMember($0.name, $0.json) })),
      ("annotators", .list(annotators) { $0.json }),
      ("messages", .list(messages) { .string($0) }))
  }
}

extension FigureReport {
  var json: JSONValue {
    var members = [JSONMember("value", .double(value)), JSONMember("items", .int(items))]
    if value == nil || why != nil { members.append(JSONMember("why", .text(why))) }
    let interval = low.flatMap { low in high.map { JSONValue.array([.double(low), .double($0)]) } }
    members.append(JSONMember("interval", interval ?? .null))
    return .object(members)
  }
}

extension ProgressReport {
  fileprivate var json: JSONValue {
    .object(
      ("samples", .int(samples)),
      ("complete", .int(complete)),
      ("disagreements", .int(disagreements)),
      ("resolved", .int(resolved)),
      ("annotations", .int(annotations)),
      ("wanted", .int(wanted)),
      ("per_day", .double(perDay)),
      ("forecast_early", forecastEarly.map(JSONValue.moment) ?? .null),
      ("forecast_late", forecastLate.map(JSONValue.moment) ?? .null),
      ("forecast_why", .text(forecastWhy)),
      ("rounded_to", inTens ? .int(10) : .null))
  }
}

extension ThroughputDay {
  fileprivate var json: JSONValue {
    .object(("day", .string(String(Moment.iso(day).prefix(10)))), ("annotators", .dictionary(counts) { .int($0) }))
  }
}

extension TimedFigure {
  var json: JSONValue { .object(("from", .moment(from)), ("figure", figure.json)) }
}

extension ConfusionReport {
  /// Rows are what the others say, columns what was answered.
  var json: JSONValue {
    .object(
      ("values", .list(values) { .string($0) }),
      ("counts", .list(counts) { .list($0) { .int($0) } }))
  }
}

extension QuestionDashboard {
  fileprivate var json: JSONValue {
    let order = confusion.values
    return .object(
      ("kind", .string(kind.rawValue)),
      ("agreement", agreement.json(values: order)),
      ("alpha", alpha.json),
      ("over_time", .list(overTime) { $0.json }),
      ("over_time_why", .text(overTimeWhy)),
      ("over_time_note", .text(overTimeNote)),
      ("withheld", .text(withheld)), ("confusion", confusion.json), ("confusion_against", .string(confusionAgainst)),
      (
        "basis",
        .object(
          ("resolved", .int(basis.resolved)), ("model", .int(basis.model)), ("majority", .int(basis.majority)),
          ("unanimous", .int(basis.unanimous)), ("median", .int(basis.median)),
          ("open", .int(basis.open)))
      ),
      ("balance", .dictionary(balance, order: order) { .int($0) }),
      (
        "slices",
        .list(slices) { slice in
          .object(
            ("column", .string(slice.column)), ("value", .string(slice.value)), ("samples", .int(slice.samples)),
            ("alpha", slice.alpha.json), ("balance", .dictionary(slice.balance, order: order) { .int($0) }))
        }
      ),
      ("slices_why", .text(slicesWhy)),
      ("learning", learning?.json ?? .null))
  }
}

extension LearningReport {
  fileprivate var json: JSONValue {
    .object(
      (
        "points",
        .list(points) { .object(("labels", .int($0.labels)), ("accuracy", $0.accuracy.json)) }
      ),
      ("advice", .string(advice)))
  }
}

extension AnnotatorReport {
  /// One of `gloss annotators --json`.
  var json: JSONValue {
    .object(
      ("name", .string(name)),
      ("role", .text(role?.rawValue)),
      ("submitted", .int(submitted)),
      ("skipped", .int(skipped)),
      ("seconds", .double(seconds)),
      ("agreement", agreement.json),
      ("skill", skill.json),
      ("gold", gold.json),
      ("consistency", consistency.json),
      ("gold_drift", .list(goldDrift) { $0.json }),
      ("gold_finding", .text(goldFinding)),
      ("consistency_drift", .list(consistencyDrift) { $0.json }),
      ("consistency_finding", .text(consistencyFinding)),
      ("drift", .list(drift) { $0.json }),
      ("drift_finding", .text(driftFinding)),
      ("fatigue", .list(fatigue) { .object(("minutes", .int($0.minutes)), ("figure", $0.figure.json)) }),
      ("fatigue_finding", .text(fatigueFinding)),
      ("bias", .dictionary(bias) { .dictionary($0) { .double($0) } }),
      (
        "ratings",
        .dictionary(ratings) { .object(("distance", $0.distance.json), ("leaning", $0.leaning.json)) }
      ),
      ("confusion", .dictionary(confusion) { $0.json }),
      ("suggestions", suggestions.json),
      ("pull", pull.json),
      ("paused", .text(paused)))
  }
}

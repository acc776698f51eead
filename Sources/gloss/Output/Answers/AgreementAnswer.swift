import AnnotationEngine
import LabelStatistics

extension QuestionAgreement {
  /// `gloss agreement --json`, of one question. A figure that has no value is null beside a `…_why`, one that has an interval
  /// stands beside it; labels stand in the order of `values`.
  func json(values: [String]) -> JSONValue {
    var members = [
      JSONMember("items", .int(items)), JSONMember("annotators", .int(annotators)),
      JSONMember("ratings", .int(ratings)),
      JSONMember("level", .string(level.rawValue)),
    ]
    members += figureMembers("percent", percent, percentWhy, percentInterval.map { ($0.low, $0.high) })
    members += figureMembers("alpha", alpha, alphaWhy, alphaInterval.map { ($0.low, $0.high) })
    members += measures.flatMap(\.members)
    members += [
      JSONMember("pairs", .list(pairs) { $0.json }),
      JSONMember("labels", .dictionary(labels, order: values) { $0.json }),
    ]
    if !slices.isEmpty { members.append(JSONMember("slices", .list(slices) { $0.json })) }
    if !overTime.isEmpty { members.append(JSONMember("over_time", .list(overTime) { $0.json })) }
    members.append(JSONMember("findings", .list(findings) { .string($0) }))
    members.append(JSONMember("bootstrap", resampling?.json ?? .null))
    return .object(members)
  }
}

extension Resampling {
  fileprivate var json: JSONValue {
    .object(
      ("samples", .int(options.samples)), ("seed", .number(String(options.seed))),
      ("confidence", .double(options.confidence)), ("annotator_samples", .int(annotatorSamples)),
      ("pair_samples", .int(pairSamples)))
  }
}

extension PairFigures {
  var json: JSONValue {
    .object(
      [JSONMember("a", .string(a)), JSONMember("b", .string(b)), JSONMember("items", .int(items))]
        + figureMembers("percent", percent, percentWhy, percentInterval.map { ($0.low, $0.high) })
        + figureMembers("kappa", kappa, kappaWhy, kappaInterval.map { ($0.low, $0.high) }) + measures.flatMap(\.members)
    )
  }
}

extension LabelFigures {
  fileprivate var json: JSONValue {
    .object(
      [JSONMember("items", .int(items)), JSONMember("answers", .int(answers))]
        + figureMembers("percent", percent, percentWhy)
        + figureMembers("alpha", alpha, alphaWhy, alphaInterval.map { ($0.low, $0.high) }) + measures.flatMap(\.members)
        + (intervalWhy.map { [JSONMember("interval_why", .string($0))] } ?? []))
  }
}

extension SliceAgreement {
  fileprivate var json: JSONValue {
    .object(
      [
        JSONMember("column", .string(column)), JSONMember("value", .string(value)),
        JSONMember("items", .int(alpha.items)),
      ] + NamedFigure("percent", percent).members + NamedFigure("alpha", alpha).members)
  }
}

extension StretchAgreement {
  fileprivate var json: JSONValue {
    .object(
      [
        JSONMember("from", .moment(from)), JSONMember("to", .moment(to)), JSONMember("ratings", .int(ratings)),
        JSONMember("items", .int(alpha.items)),
      ] + NamedFigure("alpha", alpha).members + NamedFigure("alpha_so_far", alphaSoFar).members)
  }
}

extension NamedFigure {
  /// The figure, why it has no value or has one by definition, and its interval.
  var members: [JSONMember] { figureMembers(name, figure.value, figure.why, figure.ends) }
}

/// A figure, and why it has no value (or has one by definition) where that is so.
private func figureMembers(
  _ name: String, _ value: Double?, _ why: String?, _ ends: (Double, Double)? = nil
) -> [JSONMember] {
  var members = [JSONMember(name, .double(value))]
  if value == nil || why != nil { members.append(JSONMember("\(name)_why", .text(why))) }
  if let ends { members.append(JSONMember("\(name)_interval", .array([.double(ends.0), .double(ends.1)]))) }
  return members
}

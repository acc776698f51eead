import AnnotationEngine
import Interchange
import LabelStatistics

/// A way from numbers of many to one: methods that are compared with one another, and not with those that choose a value.
struct NumberMethod: Sendable {
  var name: String
  var title: String
  var run: @Sendable (NumberRatings) -> NumberAggregation

  static let all: [NumberMethod] = [
    NumberMethod(name: "weighted-median", title: "weighted median, of ratings") { weightedMedian($0) },
    NumberMethod(name: "median", title: "median, of ratings") { median($0) },
    NumberMethod(name: "mean", title: "mean, of ratings") { mean($0) },
  ]

  static func named(_ name: String) -> NumberMethod? { all.first { $0.name == name } }

  /// Of a file; the values that are no numbers end it.
  func outcome(_ request: FileMethodRequest) throws -> FileMethodOutcome {
    try outcome(
      CrowdAnswers(
        file: request.path, gold: request.gold, columns: CrowdColumns(map: request.map), areNumbers: true))
  }

  /// Of answers that are numbers.
  func outcome(_ answers: CrowdAnswers) -> FileMethodOutcome {
    let result = run(answers.numberRatings)
    let ties = result.ties.count { $0 }
    var warnings = answers.findings
    if ties > 0 {
      warnings.append(
        "\(Words.count(ties, "item")) where half of the weight lies on either side: the middle is taken"
      )
    }
    let (annotators, table) = Self.annotators(answers, result)
    var rows: [(sample: String, label: String, confidence: Double)] = []
    for (item, number) in result.numbers.enumerated() {
      guard let number else { continue }
      let label = number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
      rows.append((answers.samples[item], label, result.confidence[item]))
    }
    let judged = answers.goldNumbers.map { JudgedNumbers(result.numbers, $0) }
    return FileMethodOutcome(
      warnings: warnings, annotators: annotators, members: [JSONMember("ties", .int(ties))] + (judged?.members ?? []),
      text: table + (judged.map { "\n" + $0.text } ?? ""), rows: rows)
  }

  private static func annotators(
    _ answers: CrowdAnswers, _ result: NumberAggregation
  ) -> (json: [JSONValue], table: String) {
    var counts = [Int](repeating: 0, count: answers.ratings.annotatorCount)
    for annotator in answers.ratings.annotators { counts[Int(annotator)] += 1 }
    var table = Table([
      ("  annotator", .left), ("answers", .right), ("weight", .right), ("mean distance", .right),
    ])
    let json = answers.annotators.enumerated().map { number, name -> JSONValue in
      table.add([
        "  " + name, Words.grouped(counts[number]), Words.figure(result.weights[number]),
        Words.figure(result.distances[number]),
      ])
      return .object(
        ("name", .string(name)), ("answers", .int(counts[number])),
        ("weight", .double(result.weights[number])),
        ("distance", .double(result.distances[number])))
    }
    return (json, table.text)
  }
}

extension CrowdAnswers {
  /// Answers that are numbers.
  var numberRatings: NumberRatings {
    NumberRatings(
      items: ratings.items, annotators: ratings.annotators, numbers: ratings.values.map { numbers[Int($0)] },
      itemCount: ratings.itemCount, annotatorCount: ratings.annotatorCount)
  }
}

/// How numbers lie beside the known ones.
struct JudgedNumbers {
  var items: Int
  var right: Int
  /// The mean difference; nil without a known number.
  var distance: Double?

  init(_ numbers: [Double?], _ gold: [Double?]) {
    let pairs = zip(numbers, gold).compactMap { number, known in number.flatMap { n in known.map { (n, $0) } } }
    items = pairs.count
    right = pairs.count { $0.0 == $0.1 }
    distance = pairs.isEmpty ? nil : pairs.reduce(0) { $0 + abs($1.0 - $1.1) } / Double(pairs.count)
  }

  var share: Double? { items == 0 ? nil : Double(right) / Double(items) }
  var interval: Interval? { items == 0 ? nil : wilson(right, of: items) }
  var ends: String { interval.map { "\(Words.percent($0.low)) to \(Words.percent($0.high))" } ?? "" }

  var members: [JSONMember] {
    [
      JSONMember("accuracy", .double(share)),
      JSONMember("accuracy_interval", interval.map { .array([.double($0.low), .double($0.high)]) } ?? .null),
      JSONMember("accuracy_items", .int(items)), JSONMember("accuracy_right", .int(right)),
      JSONMember("gold_distance", .double(distance)),
    ]
  }

  var text: String {
    "on gold: \(Words.percent(share)) exactly right of \(Words.count(items, "sample"))"
      + (ends.isEmpty ? "" : "  \(ends)") + ", mean distance \(distance.map { Words.fixed($0, 2) } ?? "–")\n"
  }
}

/// All methods on numbers beside one another.
struct NumberComparison {
  private var outcomes: [(method: NumberMethod, result: NumberAggregation, judged: JudgedNumbers?)]

  /// Of answers that are numbers.
  init(_ answers: CrowdAnswers) {
    let ratings = answers.numberRatings
    outcomes = NumberMethod.all.map { method in
      let result = method.run(ratings)
      return (method, result, answers.goldNumbers.map { JudgedNumbers(result.numbers, $0) })
    }
  }

  var json: JSONValue {
    .list(outcomes) { outcome in
      .object(
        [
          JSONMember("method", .string(outcome.method.name)),
          JSONMember("items", .int(outcome.result.numbers.count { $0 != nil })),
          JSONMember("ties", .int(outcome.result.ties.count { $0 })),
          JSONMember("distance_to_first", .double(distance(outcome.result))),
        ] + (outcome.judged?.members ?? []))
    }
  }

  var text: String {
    let hasGold = outcomes.contains { $0.judged != nil }
    var table = Table([
      ("as numbers", .left), ("samples", .right), ("ties", .right), ("distance to \(outcomes[0].method.name)", .right),
      (hasGold ? "exact on gold" : "", .right), ("", .left), (hasGold ? "distance to gold" : "", .right),
    ])
    for outcome in outcomes {
      table.add([
        outcome.method.name, Words.grouped(outcome.result.numbers.count { $0 != nil }),
        Words.grouped(outcome.result.ties.count { $0 }), Words.figure(distance(outcome.result)),
        hasGold ? Words.percent(outcome.judged?.share) : "", outcome.judged?.ends ?? "",
        hasGold ? Words.figure(outcome.judged?.distance) : "",
      ])
    }
    return table.text
  }

  /// The mean difference from what the first method gives.
  private func distance(_ result: NumberAggregation) -> Double? {
    JudgedNumbers(result.numbers, outcomes[0].result.numbers).distance
  }
}

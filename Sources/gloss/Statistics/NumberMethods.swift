import AnnotationEngine
import Interchange
import LabelStatistics

/// Methods on numbers.
enum NumberMethods {
  static let name = "weighted-median"

  @Sendable
  static func weightedMedian(_ request: FileMethodRequest) throws -> FileMethodOutcome {
    try weightedMedian(
      CrowdAnswers(
        file: request.path, gold: request.gold, columns: CrowdColumns(map: request.map), areNumbers: true))
  }

  /// Of answers that are numbers.
  static func weightedMedian(_ answers: CrowdAnswers) -> FileMethodOutcome {
    let (ratings, numbers) = (answers.ratings, answers.numbers)
    let result = LabelStatistics.weightedMedian(
      NumberRatings(
        items: ratings.items, annotators: ratings.annotators,
        numbers: ratings.values.map { numbers[Int($0)] },
        itemCount: ratings.itemCount, annotatorCount: ratings.annotatorCount))
    var counts = [Int](repeating: 0, count: ratings.annotatorCount)
    for annotator in ratings.annotators { counts[Int(annotator)] += 1 }
    let ties = result.ties.count { $0 }
    var warnings = answers.findings
    if ties > 0 {
      warnings.append(
        "\(Words.count(ties, "item")) where half of the weight lies on either side: the middle is taken"
      )
    }
    var text = Table([
      ("  annotator", .left), ("answers", .right), ("weight", .right), ("mean distance", .right),
    ])
    let annotators = answers.annotators.enumerated().map { number, name -> JSONValue in
      text.add([
        "  " + name, Words.grouped(counts[number]), Words.figure(result.weights[number]),
        Words.figure(result.distances[number]),
      ])
      return .object(
        ("name", .string(name)), ("answers", .int(counts[number])),
        ("weight", .double(result.weights[number])),
        ("distance", .double(result.distances[number])))
    }
    var rows: [(sample: String, label: String, confidence: Double)] = []
    for (item, median) in result.medians.enumerated() {
      guard let median else { continue }
      let label = median == median.rounded() && abs(median) < 1e15 ? "\(Int(median))" : "\(median)"
      rows.append((answers.samples[item], label, result.confidence[item]))
    }
    let judged = judged(result.medians, answers.goldNumbers)
    return FileMethodOutcome(
      warnings: warnings, annotators: annotators, members: [JSONMember("ties", .int(ties))] + judged.members,
      text: text.text + judged.text, rows: rows)
  }

  /// How the medians lie beside the known numbers.
  private static func judged(_ medians: [Double?], _ gold: [Double?]?) -> (members: [JSONMember], text: String) {
    guard let gold else { return ([], "") }
    let pairs = zip(medians, gold).compactMap { median, known in median.flatMap { m in known.map { (m, $0) } } }
    let right = pairs.count { $0.0 == $0.1 }
    let interval = pairs.isEmpty ? nil : wilson(right, of: pairs.count)
    let share = pairs.isEmpty ? nil : Double(right) / Double(pairs.count)
    let distance = pairs.isEmpty ? nil : pairs.reduce(0) { $0 + abs($1.0 - $1.1) } / Double(pairs.count)
    let members = [
      JSONMember("accuracy", .double(share)),
      JSONMember("accuracy_interval", interval.map { .array([.double($0.low), .double($0.high)]) } ?? .null),
      JSONMember("accuracy_items", .int(pairs.count)), JSONMember("accuracy_right", .int(right)),
      JSONMember("gold_distance", .double(distance)),
    ]
    let ends = interval.map { "  \(Words.percent($0.low)) to \(Words.percent($0.high))" } ?? ""
    let text =
      "\non gold: \(Words.percent(share)) exactly right of \(Words.count(pairs.count, "sample"))\(ends), "
      + "mean distance \(distance.map { Words.fixed($0, 2) } ?? "–")\n"
    return (members, text)
  }
}

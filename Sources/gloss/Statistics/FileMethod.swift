import AnnotationEngine
import Interchange
import LabelStatistics

/// What `gloss aggregate FILE --method` is asked of answers that are no values from a list.
struct FileMethodRequest {
  var path: String
  var map: [String: String]
  var options: EMOptions
  /// A file of known values, for a method that takes one.
  var gold: String? = nil
}

/// What such a method gives: the members of its answer, its text, and the rows of `-o`.
struct FileMethodOutcome {
  var steps = 0
  var converged = true
  var logLikelihood: Double?
  var warnings: [String]
  var annotators: [JSONValue]
  /// What only this method has.
  var members: [JSONMember] = []
  var text: String
  var rows: [(sample: String, label: String, confidence: Double)]

  func json(_ method: String) -> JSONValue {
    .object(
      [
        JSONMember("method", .string(method)), JSONMember("steps", .int(steps)),
        JSONMember("converged", .bool(converged)),
        JSONMember("log_likelihood", .double(logLikelihood)),
        JSONMember("warnings", .list(warnings) { .string($0) }),
        JSONMember("annotators", .array(annotators)),
        JSONMember("items", .int(rows.count)),
      ] + members)
  }
}

/// A way from comparisons, spans or numbers of many to one answer; `AggregationMethod` has those for values from a list.
struct FileMethod: Sendable {
  var name: String
  var title: String
  /// Whether it is judged by a file of known values.
  var takesGold = false
  var run: @Sendable (FileMethodRequest) throws -> FileMethodOutcome

  static let all: [FileMethod] =
    [
      FileMethod(
        name: "bradley-terry", title: "Bradley-Terry, of comparisons",
        run: ComparisonMethods.bradleyTerry),
      FileMethod(
        name: "noisy-bradley-terry", title: "Bradley-Terry with annotators who do not always look",
        run: ComparisonMethods.noisy),
      FileMethod(name: "rover", title: "ROVER's vote on tokens, of spans") { request in
        try SpanMethods.outcome(request) { corpus, _ in rover(corpus) }
      },
      FileMethod(name: "span-majority", title: "majority of whole spans") { request in
        try SpanMethods.outcome(request) { corpus, _ in spanMajority(corpus) }
      },
      FileMethod(name: "dawid-skene-tokens", title: "Dawid-Skene on tokens, of spans") { request in
        try SpanMethods.outcome(request) { dawidSkeneTokens($0, options: $1) }
      },
      FileMethod(
        name: TextMethods.rover, title: "ROVER's vote on words, of texts", run: TextMethods.roverOfWords),
    ]
    + NumberMethod.all.map { method in
      FileMethod(name: method.name, title: method.title, takesGold: true) { try method.outcome($0) }
    }

  static func named(_ name: String) -> FileMethod? { all.first { $0.name == name } }
}

import AnnotationEngine
import LabelStatistics
import Synchronization

/// One method's outcome on the answers to a question.
struct MethodOutcome {
  var method: AggregationMethod
  var aggregation: Aggregation
  /// On the gold; nil without any.
  var accuracy: Accuracy?
}

/// What methods say of one sample on which they do not agree.
struct ContestedSample {
  var sample: String
  /// Each label with the methods that give it, that of most methods first.
  var labels: [(label: String, methods: [String])]

  /// "yes: majority, wawa · no: kos".
  var words: String {
    labels.map { "\($0.label): \($0.methods.joined(separator: ", "))" }.joined(separator: " · ")
  }
}

/// Several methods on the same answers, and what they say of one another.
struct AggregationRun {
  var answers: CrowdAnswers
  var options: EMOptions
  var outcomes: [MethodOutcome] = []
  /// Of each pair of methods, by their places among the outcomes.
  var agreements: [LabelAgreement] = []
  /// What one should know before taking the labels for good: of the data, of each method, of their comparison.
  var warnings: [String] = []
  /// Samples that split the methods most evenly; those that do worse than majority on gold have no say in it.
  var contested: [ContestedSample] = []

  /// Runs each method in its turn, with a progress bar; a signal ends it.
  ///
  /// - Throws: where it is interrupted, or where the only method cannot aggregate these data.
  init(
    _ methods: [AggregationMethod], on answers: CrowdAnswers, options: EMOptions, quiet: Bool,
    interruption: Interruption
  ) throws {
    self.answers = answers
    self.options = options
    warnings = answers.findings
    for method in methods {
      try interruption.check("nothing is written")
      let bar = Mutex(ProgressBar(quiet: quiet))
      var options = options
      options.afterStep = { step in
        bar.withLock { $0.show(method.title, done: step, of: nil, detail: Words.count(step, "step")) }
        return !interruption.hasCome
      }
      defer { bar.withLock { $0.clear() } }
      do {
        let aggregation = try method.run(answers.ratings, options)
        try interruption.check("nothing is written")
        let accuracy = answers.gold.map { LabelStatistics.accuracy(aggregation, gold: $0) }
        outcomes.append(MethodOutcome(method: method, aggregation: aggregation, accuracy: accuracy))
      } catch let refusal as AggregationRefusal {
        let text = "\(method.name) cannot aggregate these answers: \(refusal.explanation)"
        if methods.count == 1 {
          throw CommandFailure(what: text, remedy: "choose another method; gloss help aggregate lists them")
        }
        warnings.append(text)
      }
    }
    agreements = labelAgreements(outcomes.map(\.aggregation))
    warn()
  }

  /// The pseudo-counts of methods that have any, where none are asked for.
  private static let smoothings = ["dawid-skene": 0.0, "one-coin": 0, "mace": 1]

  /// What a method ran with; nil where it has no smoothing.
  func smoothing(of method: AggregationMethod) -> Double? {
    Self.smoothings[method.name].map { options.smoothing ?? $0 }
  }

  private mutating func warn() {
    let without = outcomes.map(\.method).filter { smoothing(of: $0) == nil }.map(\.name)
    if options.smoothing != nil, !without.isEmpty {
      warnings.append(
        "\(without.joined(separator: ", ")) \(without.count == 1 ? "has" : "have") no smoothing: --smoothing does nothing there"
      )
    }
    for outcome in outcomes {
      for warning in outcome.aggregation.warnings {
        warnings.append((outcomes.count > 1 ? "\(outcome.method.name): " : "") + warning.explanation)
      }
    }
    let worse = warnOfMajority()
    let judged = outcomes.filter { !worse.contains($0.method.name) }
    let contested = contestedItems(judged.map(\.aggregation))
    guard judged.count > 1, !contested.isEmpty, let first = judged.first else { return }
    let share = Double(contested.count) / Double(max(1, first.aggregation.answered))
    let which = worse.isEmpty ? "the methods" : "the methods that are not worse than majority"
    warnings.append(
      "\(which) do not all agree on \(Words.count(contested.count, "sample")), \(Words.percent(share))")
    self.contested = examples(contested, judged)
  }

  private static let mostExamples = 3

  /// Those where the fewest methods stand behind the label that most give; of these the first.
  private func examples(_ items: [Int], _ judged: [MethodOutcome]) -> [ContestedSample] {
    let found = items.map { item -> ContestedSample in
      var labels: [(label: String, methods: [String])] = []
      for outcome in judged {
        let label = label(item, of: outcome)
        if let place = labels.firstIndex(where: { $0.label == label }) {
          labels[place].methods.append(outcome.method.name)
        } else {
          labels.append((label, [outcome.method.name]))
        }
      }
      let order = labels.indices.sorted { (-labels[$0].methods.count, $0) < (-labels[$1].methods.count, $1) }
      return ContestedSample(sample: answers.samples[item], labels: order.map { labels[$0] })
    }
    let order = found.indices.sorted {
      (found[$0].labels[0].methods.count, $0) < (found[$1].labels[0].methods.count, $1)
    }
    return order.prefix(Self.mostExamples).map { found[$0] }
  }

  /// Gives the names of those that do worse.
  private mutating func warnOfMajority() -> [String] {
    guard let gold = answers.gold else { return [] }
    let simple = accuracy(majority(answers.ratings), gold: gold)
    var worse: [String] = []
    for outcome in outcomes {
      guard let own = outcome.accuracy, own.expectedRight < simple.expectedRight - 1e-9 else { continue }
      worse.append(outcome.method.name)
      warnings.append(
        "\(outcome.method.name) does worse than majority on gold: \(Words.percent(own.share)) against "
          + "\(Words.percent(simple.share)) of \(Words.count(own.items, "sample"))")
    }
    return worse
  }

  func label(_ item: Int, of outcome: MethodOutcome) -> String {
    let label = outcome.aggregation.labels[item]
    return label < 0 ? "nothing" : answers.values[Int(label)]
  }
}

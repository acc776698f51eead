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

/// Several methods on the same answers, and what they say of one another.
struct AggregationRun {
  var answers: CrowdAnswers
  var options: EMOptions
  var outcomes: [MethodOutcome] = []
  /// Of each pair of methods, by their places among the outcomes.
  var agreements: [LabelAgreement] = []
  /// What one should know before taking the labels for good: of the data, of each method, of their comparison.
  var warnings: [String] = []

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
    warnOfMajority()
    let contested = contestedItems(outcomes.map(\.aggregation))
    guard outcomes.count > 1, !contested.isEmpty, let first = outcomes.first else { return }
    let share = Double(contested.count) / Double(max(1, first.aggregation.answered))
    let examples = contested.prefix(3).map { item in
      let said = outcomes.map { "\($0.method.name) \(label(item, of: $0))" }
      return "\(answers.samples[item]) (\(said.joined(separator: ", ")))"
    }
    warnings.append(
      "the methods do not all agree on \(Words.count(contested.count, "sample")), \(Words.percent(share)), for example "
        + examples.joined(separator: ", "))
  }

  private mutating func warnOfMajority() {
    guard let gold = answers.gold else { return }
    let simple = accuracy(majority(answers.ratings), gold: gold)
    for outcome in outcomes {
      guard let own = outcome.accuracy, own.expectedRight < simple.expectedRight - 1e-9 else { continue }
      warnings.append(
        "\(outcome.method.name) does worse than majority on gold: \(Words.percent(own.share)) against "
          + "\(Words.percent(simple.share)) of \(Words.count(own.items, "sample"))")
    }
  }

  func label(_ item: Int, of outcome: MethodOutcome) -> String {
    let label = outcome.aggregation.labels[item]
    return label < 0 ? "nothing" : answers.values[Int(label)]
  }
}

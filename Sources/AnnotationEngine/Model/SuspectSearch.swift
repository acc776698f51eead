import LabelStatistics

/// Looks for labels that are probably wrong among the votes on one question. Pure, but for the texts that it asks for.
struct SuspectSearch {
  /// Labeled samples that a text model learns from and judges; drawn by the seed where there are more.
  static let mostJudged = 20_000
  /// Suspects that are kept.
  static let mostSuspects = 10_000
  static let folds = 5
  /// A label is suspect by the crowd where it is less probable than this.
  static let certain = 0.9
  /// A model that learned from fewer labels says nothing.
  static let fewest = 20

  let work: QuestionWork
  let counts: [Int32]
  /// By item, the label that the project gives.
  let given: [Int32]
  let seed: UInt64

  init(_ work: QuestionWork, rule: LabelRule, seed: UInt64) {
    self.work = work
    self.seed = seed
    counts = work.counts()
    given = RuleLabels(work, rule: rule).labels
  }

  /// One that is found, not yet named.
  struct Found {
    var item: Int
    var suggested: Int?
    var score: Double
    /// What speaks against the label, after what was answered.
    var reason: String
  }

  struct Outcome {
    var found: [Found] = []
    var judged = 0
    var unconverged: Int?
    var note: String?
  }

  var labeled: Int { given.count { $0 >= 0 } }

  /// Whether a text model can say anything: enough labels, of two values or more.
  var isEnoughForModel: Bool {
    labeled >= Self.fewest && Set(given.filter { $0 >= 0 }).count > 1
  }

  /// Whether anybody's answer can be held against another's.
  var hasOverlap: Bool {
    stride(from: 0, to: counts.count, by: max(1, work.ratings.valueCount)).contains { row in
      counts[row..<row + work.ratings.valueCount].reduce(0, +) > 1
    }
  }

  // MARK: - By the crowd

  func byVotes() -> Outcome {
    let doubts = doubts(votes: work.ratings, given: given)
    var outcome = Outcome(judged: doubts.count { $0 != nil })
    for (item, doubt) in doubts.enumerated() {
      guard let doubt, doubt.score > 0 else { continue }
      outcome.found.append(Found(item: item, suggested: doubt.suggestion, score: doubt.score, reason: ""))
    }
    return sorted(outcome)
  }

  func byCrowd() -> Outcome {
    // A little smoothing: without it an annotator of one answer can be taken for infallible.
    let crowd = dawidSkene(work.ratings, options: EMOptions(smoothing: 0.01))
    let doubts = doubts(posteriors: crowd.posteriors, given: given, valueCount: work.ratings.valueCount)
    var outcome = Outcome(judged: doubts.count { $0 != nil })
    if !crowd.converged { outcome.note = "the skills of the annotators had not settled after \(crowd.steps) steps" }
    for (item, doubt) in doubts.enumerated() {
      guard let doubt, doubt.score > 1 - Self.certain else { continue }
      let suggested = doubt.suggestion.map { value in
        "\(work.names[value]) is \(shortShare(crowd[item][item * work.ratings.valueCount + value])) probable"
      }
      let words =
        suggested ?? "\(work.names[Int(given[item])]) is \(shortShare(1 - doubt.score)) probable"
      outcome.found.append(
        Found(
          item: item, suggested: doubt.suggestion, score: doubt.score,
          reason: "weighing each annotator by their answers elsewhere, \(words)"))
    }
    return sorted(outcome)
  }

  // MARK: - By a text model

  /// The items that a model judges, ascending.
  func judgedItems() -> [Int] { drawn(Self.mostJudged, of: given.indices.filter { given[$0] >= 0 }, seed: seed) }

  /// `features` are those of `items`; `text` gives one's text, for the words that weigh most of the first `explained`.
  func byModel(
    _ items: [Int], _ features: TextFeatures, explained: Int, text: (Int) throws -> String
  ) rethrows -> Outcome {
    let labels = items.map { given[$0] }
    let model = LogisticModel.outOfFold(
      features, labels: labels, classCount: work.ratings.valueCount, folds: Self.folds, seed: seed)
    let learning = ConfidentLearning(
      labels: labels, probabilities: model.probabilities, classCount: work.ratings.valueCount)
    var outcome = Outcome(judged: items.count, unconverged: model.unconverged)
    if items.count < labeled {
      outcome.note = "\(items.count) of \(labeled) labeled samples were judged, drawn by seed \(seed)"
    }
    for (place, row) in learning.ranked(learning.issues(), by: .normalizedMargin).prefix(Self.mostSuspects).enumerated()
    {
      let suggested = learning.suggestion(row)
      let probabilities = learning.of(row)
      let probable = probabilities[probabilities.startIndex + suggested]
      var reason =
        "the text model, trained without this sample, gives \(work.names[suggested]) \(shortShare(probable))"
      if place < explained {
        let words = model.models[Int(model.folds[row])].influences(
          of: try text(items[row]), for: suggested, against: Int(labels[row]), most: 3, options: features.options)
        if !words.isEmpty { reason += ", most for “\(words.map(\.word).joined(separator: "”, “"))”" }
      }
      let quality = LabelQuality.normalizedMargin.score(probabilities, label: Int(labels[row]))
      outcome.found.append(Found(item: items[row], suggested: suggested, score: 1 - quality, reason: reason))
    }
    return outcome
  }

  /// The most doubtful first, of equals by position.
  private func sorted(_ outcome: Outcome) -> Outcome {
    var outcome = outcome
    outcome.found.sort { ($1.score, $0.item) < ($0.score, $1.item) }
    return outcome
  }

  // MARK: - Words

  /// "3 of 3 said positive", "2 of 3 said positive, 1 negative", "rita decided on positive; 1 of 3 said so".
  func answers(of item: Int) -> String {
    let width = work.ratings.valueCount
    let row = Array(counts[item * width..<(item + 1) * width])
    let total = row.reduce(0, +)
    let label = Int(given[item])
    var words: [String] = []
    if let reviewer = work.reviewers[item] { words.append("\(reviewer) decided on \(work.names[label])") }
    if total > 0 {
      let others = row.indices.filter { $0 != label && row[$0] > 0 }.map { "\(row[$0]) \(work.names[$0])" }
      words.append((["\(row[label]) of \(total) said \(work.names[label])"] + others).joined(separator: ", "))
    }
    return words.joined(separator: "; ")
  }
}

/// ".94": a share to two places; "1.00" where it rounds to that.
func shortShare(_ share: Double) -> String {
  let hundredths = Int((min(1, max(0, share)) * 100).rounded())
  if hundredths == 100 { return "1.00" }
  return hundredths < 10 ? ".0\(hundredths)" : ".\(hundredths)"
}

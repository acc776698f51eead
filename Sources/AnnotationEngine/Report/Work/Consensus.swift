import LabelStatistics

/// What each sample's answer to a question is taken to be, in two ways: the label that the project gives it, and what
/// the answers of annotators are held against.
struct Consensus {
  /// Those of `RuleLabels`: by item in `answers`, -1 where it has none.
  let labels: [Int32]
  /// What the labels rest on.
  private(set) var basis = ConsensusBasis()
  let answers: [Answer]
  /// By rating, the value that it is held against, or -1: the resolution, else what most of the other annotators said (of a
  /// rating their median). Without the answer itself: an answer that nobody else gave one beside agrees with nothing.
  let others: [Int32]
  /// `others` in words.
  let against: String
  /// What the model thinks of items and annotators; nil where two annotators never met, and for other kinds than choice.
  let model: Aggregation?
  /// By item, the value that most annotators gave, or -1.
  let majority: [Int32]

  /// Steps that are plenty for a picture of the work; a rule `posterior` and `gloss aggregate` go on until it has converged.
  static let steps = 100

  init(_ work: QuestionWork, rule: LabelRule) {
    let given = RuleLabels(work, rule: rule)
    labels = given.labels
    answers = given.answers
    majority = leadingValues(work.ratings)
    others =
      work.question.kind == .rating
      ? medianValuesOfOthers(work.ratings, known: work.resolved)
      : leadingValuesOfOthers(work.ratings, known: work.resolved)
    against =
      "resolution, else \(work.question.kind == .rating ? "the median of the others" : "what most of the others answered")"
    model =
      given.model
      ?? (work.question.kind == .choice && work.hasOverlap
        ? dawidSkene(work.ratings, options: EMOptions(steps: Self.steps, tolerance: 1e-4)) : nil)
    basis.resolved = work.resolved.count { $0 >= 0 }
    count(work.question, rule)
  }

  private mutating func count(_ question: Question, _ rule: LabelRule) {
    basis.open = labels.count { $0 < 0 }
    let ruled = labels.count - basis.open - basis.resolved
    switch (rule.rule, question.kind) {
    case (.unanimous, _): basis.unanimous = ruled
    case (_, .rating): basis.median = ruled
    case (.posterior, .choice), (.posterior, .choices): basis.model = ruled
    default: basis.majority = ruled
    }
  }
}

extension QuestionWork {
  /// Whether any item has two ratings. They stand in the order of items.
  var hasOverlap: Bool { zip(ratings.items, ratings.items.dropFirst()).contains { $0 == $1 } }
}

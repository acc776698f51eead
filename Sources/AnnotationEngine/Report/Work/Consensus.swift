import LabelStatistics

/// What each sample's answer to a question is taken to be, in two ways: the label that the project gives it, and what
/// the answers of annotators are held against.
struct Consensus {
  /// Those of `RuleLabels`: by item in `answers`, -1 where it has none.
  let labels: [Int32]
  /// What the labels rest on.
  private(set) var basis = ConsensusBasis()
  let answers: [Answer]
  /// By item, the value that annotators are compared with, or -1: the resolution, else what the model of Dawid and Skene
  /// finds (of a rating the median), else what most annotators said.
  private(set) var values: [Int32]
  /// `values` in words.
  let against: String
  /// What the model thinks of items and annotators; nil where two annotators never met, and for other kinds than choice.
  let model: Aggregation?
  /// By item, the value that most annotators gave, or -1.
  let majority: [Int32]

  /// Steps that are plenty for a picture of the work; a rule `posterior` and `gloss aggregate` go on until it has converged.
  static let steps = 100

  init(_ work: QuestionWork, rule: LabelRule) {
    let given = RuleLabels(work, rule: rule)
    values = work.resolved
    labels = given.labels
    answers = given.answers
    majority = leadingValues(work.ratings)
    let medians = work.question.kind == .rating ? medianValues(work.ratings) : nil
    model =
      given.model
      ?? (work.question.kind == .choice && work.hasOverlap
        ? dawidSkene(work.ratings, options: EMOptions(steps: Self.steps, tolerance: 1e-4)) : nil)
    against =
      medians != nil
      ? "resolution, else median" : "resolution, else \(model == nil ? "" : "Dawid-Skene, else ")majority"
    for item in values.indices where values[item] < 0 {
      if let model, model.labels[item] >= 0, !model.ties[item] {
        values[item] = model.labels[item]
      } else if let medians, medians[item] >= 0 {
        values[item] = medians[item]
      } else {
        values[item] = majority[item]
      }
    }
    basis.resolved = work.resolved.count { $0 >= 0 }
    count(work.question, rule)
  }

  private mutating func count(_ question: Question, _ rule: LabelRule) {
    basis.open = labels.count { $0 < 0 }
    let ruled = labels.count - basis.open - basis.resolved
    switch (rule.rule, question.kind) {
    case (.unanimous, _): basis.unanimous = ruled
    case (_, .rating): basis.median = ruled
    case (.posterior, .choice): basis.model = ruled
    default: basis.majority = ruled
    }
  }
}

extension QuestionWork {
  /// Whether any item has two ratings. They stand in the order of items.
  var hasOverlap: Bool { zip(ratings.items, ratings.items.dropFirst()).contains { $0 == $1 } }
}

import LabelStatistics

/// What each sample's answer to a question is taken to be, in two ways: the label that the project gives it, and what
/// the answers of annotators are held against.
struct Consensus {
  /// By item, the label that the project's rule gives it (the reviewer's decision, else what the rule makes of the
  /// answers), in `answers`; -1 where it has none.
  private(set) var labels: [Int32]
  /// What the labels rest on.
  private(set) var basis = ConsensusBasis()
  /// The answers of the work, and behind them labels that nobody gave: of several values, the majority of each.
  private(set) var answers: [Answer]
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
    values = work.resolved
    labels = work.resolved
    answers = work.answers
    majority = leadingValues(work.ratings)
    let takesPosterior = work.question.takesPosterior(rule)
    let medians = work.question.kind == .rating ? medianValues(work.ratings) : nil
    model =
      work.question.kind == .choice && (takesPosterior || work.hasOverlap)
      ? dawidSkene(
        work.ratings, options: takesPosterior ? EMOptions() : EMOptions(steps: Self.steps, tolerance: 1e-4)) : nil
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
    basis.resolved = labels.count { $0 >= 0 }
    let given = takesPosterior ? model.map { rule.posteriorLabels($0, work.ratings) } : nil
    label(work, given ?? Self.labels(work, rule, &answers))
    count(work.question, rule)
  }

  /// Takes the labels of a rule where no reviewer decided.
  private mutating func label(_ work: QuestionWork, _ given: [Int32]) {
    for item in labels.indices where labels[item] < 0 { labels[item] = given[item] }
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

  /// By item, what a rule makes of its votes. Equal votes give equal labels and are looked at once.
  private static func labels(_ work: QuestionWork, _ rule: LabelRule, _ answers: inout [Answer]) -> [Int32] {
    var votes = [[Int32]](repeating: [], count: work.ratings.itemCount)
    for (item, value) in zip(work.ratings.items, work.ratings.values) { votes[Int(item)].append(value) }
    var numbers = Dictionary(answers.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
    var known: [[Int32]: Int32] = [[]: -1]
    return votes.map { votes in
      let votes = votes.sorted()
      if let known = known[votes] { return known }
      var number: Int32 = -1
      if let label = rule.label(of: votes.map { work.answers[Int($0)] }, to: work.question)?.answer {
        number = numbers[label] ?? Int32(answers.count)
        if Int(number) == answers.count {
          answers.append(label)
          numbers[label] = number
        }
      }
      known[votes] = number
      return number
    }
  }
}

extension QuestionWork {
  /// Whether any item has two ratings. They stand in the order of items.
  fileprivate var hasOverlap: Bool { zip(ratings.items, ratings.items.dropFirst()).contains { $0 == $1 } }
}

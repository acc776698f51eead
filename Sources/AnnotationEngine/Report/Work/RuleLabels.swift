import LabelStatistics

/// The label that the project gives each sample, as a commit would: the reviewer's decision, else what the label rule makes of
/// the answers. Everything that learns from labels, doubts them or counts them takes them from here.
struct RuleLabels {
  /// By item of the work, the label in `answers`; -1 where it has none.
  private(set) var labels: [Int32]
  /// The answers of the work, and behind them labels that nobody gave: of several values, each by itself.
  private(set) var answers: [Answer]
  /// What the rule posterior rests on for a choice; nil where another is in force, and for other kinds.
  private(set) var model: Aggregation?

  /// O(answers), and a fit of Dawid-Skene to convergence under the rule posterior, for several values one a value.
  init(_ work: QuestionWork, rule: LabelRule) {
    labels = work.resolved
    answers = work.answers
    var numbers = Dictionary(answers.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
    let given: [Int32]
    if work.question.takesPosterior(rule) {
      let posterior = PosteriorModel(work.question, rule: rule, answers: work.answers, work.ratings)
      model = posterior.choice
      var found: [Int32] = []
      for label in posterior.labels { found.append(label.map { number(of: $0.answer, &numbers) } ?? -1) }
      given = found
    } else {
      given = labels(of: work, rule, &numbers)
    }
    for item in labels.indices where labels[item] < 0 { labels[item] = given[item] }
  }

  /// Items with a label, in ascending order.
  var labeled: [Int] { labels.indices.filter { labels[$0] >= 0 } }

  /// By item, what a rule makes of its votes. Equal votes give equal labels and are looked at once.
  private mutating func labels(
    of work: QuestionWork, _ rule: LabelRule, _ numbers: inout [Answer: Int32]
  ) -> [Int32] {
    var known: [[Int32]: Int32] = [:]
    var given = [Int32](repeating: -1, count: work.ratings.itemCount)
    var start = 0
    // Ratings stand in the order of items.
    while start < work.ratings.items.count {
      let item = work.ratings.items[start]
      var end = start
      while end < work.ratings.items.count, work.ratings.items[end] == item { end += 1 }
      let votes = work.ratings.values[start..<end].sorted()
      if known[votes] == nil {
        let label = rule.label(of: votes.map { work.answers[Int($0)] }, to: work.question)
        known[votes] = label.map { number(of: $0.answer, &numbers) } ?? -1
      }
      given[Int(item)] = known[votes] ?? -1
      start = end
    }
    return given
  }

  /// The number of a label, a new one for what nobody gave.
  private mutating func number(of label: Answer, _ numbers: inout [Answer: Int32]) -> Int32 {
    if let number = numbers[label] { return number }
    let number = Int32(answers.count)
    answers.append(label)
    numbers[label] = number
    return number
  }
}

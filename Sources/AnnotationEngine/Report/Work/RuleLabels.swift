import LabelStatistics

/// The label that the project gives each sample, as a commit would: the reviewer's decision, else what the label rule makes of
/// the answers. Everything that learns from labels, doubts them or counts them takes them from here.
struct RuleLabels {
  /// By item of the work, the label in `answers`; -1 where it has none.
  private(set) var labels: [Int32]
  /// The answers of the work, and behind them labels that nobody gave: of several values, the majority of each.
  private(set) var answers: [Answer]
  /// What the rule posterior rests on; nil where another is in force.
  let model: Aggregation?

  /// O(answers), and a fit of Dawid-Skene to convergence under the rule posterior.
  init(_ work: QuestionWork, rule: LabelRule) {
    labels = work.resolved
    answers = work.answers
    model = work.question.takesPosterior(rule) ? dawidSkene(work.ratings) : nil
    let given = model.map { rule.posteriorLabels($0, work.ratings) } ?? Self.labels(work, rule, &answers)
    for item in labels.indices where labels[item] < 0 { labels[item] = given[item] }
  }

  /// Items with a label, in ascending order.
  var labeled: [Int] { labels.indices.filter { labels[$0] >= 0 } }

  /// By item, what a rule makes of its votes. Equal votes give equal labels and are looked at once.
  private static func labels(_ work: QuestionWork, _ rule: LabelRule, _ answers: inout [Answer]) -> [Int32] {
    var numbers = Dictionary(answers.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
    var known: [[Int32]: Int32] = [:]
    func label(_ votes: [Int32]) -> Int32 {
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
    var labels = [Int32](repeating: -1, count: work.ratings.itemCount)
    var start = 0
    // Ratings stand in the order of items.
    while start < work.ratings.items.count {
      let item = work.ratings.items[start]
      var end = start
      while end < work.ratings.items.count, work.ratings.items[end] == item { end += 1 }
      labels[Int(item)] = label(work.ratings.values[start..<end].sorted())
      start = end
    }
    return labels
  }
}

import LabelStatistics

/// What the rule `posterior` makes of all answers to one question: the one place where it is fitted, for commits and
/// reports alike, in the order of the votes, so that both get the same labels to the last digit.
///
/// - choice: the value that Dawid-Skene (1979) holds likelier than `above`.
/// - choices: each value of the question is a question of its own, does it belong or not, with a model of its own. A sample has
///   a label where P(yes) or P(no) of every value is above; it is the set of the likely ones, and its confidence the
///   least of these probabilities. A value that all answers agree about, one that nobody ever chose above all, is
///   certain: there is nothing to fit. No value at all is the label of a required question nowhere, as nobody may
///   answer so.
///
/// Either needs `atLeast` answers to the sample. Probabilities are taken in millionths, rounded down.
struct PosteriorModel {
  struct Label {
    var answer: Answer
    var share: Share
  }

  /// By item; nil where the rule gives none.
  private(set) var labels: [Label?]
  /// Of a choice, the model, whose values are the question's; nil for several values, which have one each.
  private(set) var choice: Aggregation?

  private static let parts: UInt64 = 1_000_000

  /// O(steps · ratings), for several values once a value.
  ///
  /// - Parameters:
  ///   - answers: what the values of `ratings` stand for. Values that the question does not have are left out.
  ///   - ratings: annotators in order of their names.
  init(_ question: Question, rule: LabelRule, answers: [Answer], _ ratings: Ratings) {
    labels = [Label?](repeating: nil, count: ratings.itemCount)
    if question.kind == .choices {
      label(question, rule, SetModel(question, answers: answers, ratings), ratings)
      return
    }
    let numbers = answers.map { answer in question.values.firstIndex { .choice($0.name) == answer } }
    let known = ratings.renumbered(numbers, valueCount: question.values.count)
    let model = dawidSkeneInOrderOfVotes(known)
    choice = model
    let votes = known.votes()
    for item in labels.indices where model.labels[item] >= 0 && votes[item] >= rule.atLeast && !model.ties[item] {
      let answer = Answer.choice(question.values[Int(model.labels[item])].name)
      labels[item] = Self.label(answer, model.confidence[item], rule)
    }
  }

  private mutating func label(_ question: Question, _ rule: LabelRule, _ model: SetModel, _ ratings: Ratings) {
    for (item, votes) in ratings.votes().enumerated() where votes >= max(1, rule.atLeast) {
      let names = question.values.indices.filter { model.belongs[$0][item] }.map { question.values[$0].name }
      if names.isEmpty && question.required { continue }
      labels[item] = Self.label(.choices(names), model.least[item], rule)
    }
  }

  /// nil where the probability is not above.
  private static func label(_ answer: Answer, _ probability: Double, _ rule: LabelRule) -> Label? {
    // Rounded down, so that no rounding reaches a row.
    let part = min(UInt64(probability * Double(parts)), parts)
    guard Double(part) > rule.above * Double(parts) else { return nil }
    return Label(answer: answer, share: Share(part, of: parts))
  }
}

/// Each value of a question of the kind choices as a question of yes and no.
private struct SetModel {
  /// By value and item, whether yes is likelier.
  var belongs: [[Bool]] = []
  /// By item, the least over the values of the probability of yes or no, whichever is likelier.
  var least: [Double]

  init(_ question: Question, answers: [Answer], _ ratings: Ratings) {
    least = [Double](repeating: 1, count: ratings.itemCount)
    for value in question.values {
      let isChosen = answers.map { $0.names.contains(value.name) }
      var asked = ratings
      asked.values = ratings.values.map { isChosen[Int($0)] ? 1 : 0 }
      asked.valueCount = 2
      guard let first = asked.values.first, asked.values.contains(where: { $0 != first }) else {
        belongs.append([Bool](repeating: asked.values.first == 1, count: ratings.itemCount))
        continue
      }
      let model = dawidSkeneInOrderOfVotes(asked)
      belongs.append(model.labels.map { $0 == 1 })
      for item in least.indices { least[item] = min(least[item], model.confidence[item]) }
    }
  }
}

extension Ratings {
  /// By item, how many ratings it has.
  fileprivate func votes() -> [Int] {
    var votes = [Int](repeating: 0, count: itemCount)
    for item in items { votes[Int(item)] += 1 }
    return votes
  }

  /// With other values, by the old ones; without those that have none.
  fileprivate func renumbered(_ numbers: [Int?], valueCount: Int) -> Ratings {
    var kept = Ratings(
      items: [], annotators: [], values: [], itemCount: itemCount, annotatorCount: annotatorCount,
      valueCount: valueCount)
    for index in items.indices {
      guard let number = numbers[Int(values[index])] else { continue }
      kept.items.append(items[index])
      kept.annotators.append(annotators[index])
      kept.values.append(Int32(number))
    }
    return kept
  }
}

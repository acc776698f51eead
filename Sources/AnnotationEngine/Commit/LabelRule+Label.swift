extension LabelRule {
  /// The label that `votes`, the submitted answers to `question`, give by this rule, and the share of them that agrees
  /// with it; nil where they give none. The order of the votes does not matter. O(votes × values of a vote).
  ///
  /// - majority, one value: strictly more votes than any other value, and at least `atLeast`.
  /// - majority, several values: each value that more than half of the votes and at least `atLeast` hold. The empty set
  ///   is a label only where more than half of the votes, and at least `atLeast`, are empty. The share is the mean, over
  ///   the values that anybody gave, of the share of votes that agree whether the value belongs.
  /// - majority, a number: the median of the votes, where there are at least `atLeast`; of two in the middle the lower, so
  ///   that it is a number that somebody gave. The share is that of the votes that gave it.
  /// - unanimous: all votes are equal, and there are at least `atLeast`.
  /// - posterior, one value or several: none, as votes on one sample do not give it (`PosteriorLabels`); a number, the median
  ///   as by majority.
  func label(of votes: [Answer], to question: Question) -> (answer: Answer, confidence: Share)? {
    switch (rule, question.kind) {
    case (.majority, .choice): majority(of: votes.compactMap(\.singleValue))
    case (.posterior, .choice), (.posterior, .choices): nil
    case (.majority, .choices): majorityOfEach(votes.compactMap(\.valueSet), in: question)
    case (.unanimous, .choice): unanimous(votes.compactMap(\.singleValue)).map { (.choice($0), Share(1, of: 1)) }
    case (.unanimous, .choices):
      unanimous(votes.compactMap(\.valueSet)).map { (.choices(question.ordered($0)), Share(1, of: 1)) }
    case (.majority, .rating), (.posterior, .rating): median(of: votes.compactMap(\.rating))
    case (.unanimous, .rating): unanimous(votes.compactMap(\.rating)).map { (.number($0), Share(1, of: 1)) }
    }
  }

  private func majority(of votes: [String]) -> (answer: Answer, confidence: Share)? {
    let counts = votes.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    guard let most = counts.values.max(), most >= atLeast else { return nil }
    let winners = counts.filter { $0.value == most }
    guard winners.count == 1, let winner = winners.first else { return nil }
    return (.choice(winner.key), Share(UInt64(most), of: UInt64(votes.count)))
  }

  private func majorityOfEach(_ votes: [Set<String>], in question: Question) -> (answer: Answer, confidence: Share)? {
    var counts: [String: Int] = [:]
    for vote in votes { for value in vote { counts[value, default: 0] += 1 } }
    let isEnough = { (count: Int) in count * 2 > votes.count && count >= atLeast }
    let chosen = Set(counts.filter { isEnough($0.value) }.keys)
    if chosen.isEmpty, !isEnough(votes.count(where: \.isEmpty)) { return nil }
    guard !counts.isEmpty else { return (.choices([]), Share(1, of: 1)) }
    var agreeing = 0
    for (value, count) in counts { agreeing += chosen.contains(value) ? count : votes.count - count }
    return (.choices(question.ordered(chosen)), Share(UInt64(agreeing), of: UInt64(votes.count * counts.count)))
  }

  private func median(of votes: [DecimalNumber]) -> (answer: Answer, confidence: Share)? {
    guard votes.count >= max(1, atLeast) else { return nil }
    let median = votes.sorted()[(votes.count - 1) / 2]
    return (.number(median), Share(UInt64(votes.count { $0 == median }), of: UInt64(votes.count)))
  }

  private func unanimous<Vote: Hashable>(_ votes: [Vote]) -> Vote? {
    guard let first = votes.first, votes.count >= atLeast else { return nil }
    return votes.allSatisfy { $0 == first } ? first : nil
  }
}

extension Answer {
  fileprivate var singleValue: String? {
    if case .choice(let value) = self { value } else { nil }
  }

  fileprivate var valueSet: Set<String>? {
    if case .choices(let values) = self { Set(values) } else { nil }
  }

  fileprivate var rating: DecimalNumber? {
    if case .number(let number) = self { number } else { nil }
  }
}

extension Question {
  /// Names of values in the project's order; those that the project does not know come last, in order of their bytes.
  func ordered(_ names: some Collection<String>) -> [String] {
    if names.count < 2 { return Array(names) }
    let known = values.map(\.name).filter(names.contains)
    let unknown = names.filter { name in !known.contains(name) }
    return known + unknown.sorted(by: precedesInBytes)
  }

  /// `answer` with its values in the project's order.
  func ordered(_ answer: Answer) -> Answer {
    if case .choices(let names) = answer { .choices(ordered(names)) } else { answer }
  }
}

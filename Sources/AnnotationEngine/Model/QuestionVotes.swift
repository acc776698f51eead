import GRDB
import LabelStatistics

/// Every submitted answer to one question of the kind choice, and the label that each sample has by them.
///
/// Samples stand in ascending order of their positions, annotators in the order of their names' bytes, so that nothing
/// that is computed from it depends on who answered first.
struct QuestionVotes {
  let question: Question
  /// By item, its position in import order.
  private(set) var positions: [Int] = []
  private(set) var annotators: [String] = []
  private(set) var ratings = Ratings(
    items: [], annotators: [], values: [], itemCount: 0, annotatorCount: 0, valueCount: 0)
  /// By item, the value that a reviewer decided on, or −1; and who.
  private(set) var resolved: [Int32] = []
  private(set) var reviewers: [Int: String] = [:]

  var values: [String] { question.values.map(\.name) }

  /// Reads all annotations: about 2 µs each. Answers that name no value of the project are left out.
  init(_ question: Question, _ db: Database) throws {
    self.question = question
    let numbers = Dictionary(
      uniqueKeysWithValues: question.values.enumerated().map { ($1.name, Int32($0)) })
    func value(_ answer: Answer?) -> Int32 {
      if case .choice(let name)? = answer { numbers[name] ?? -1 } else { -1 }
    }
    var parsed: [String: Int32] = [:]
    var people: [String: Int32] = [:]
    var votes: [Vote] = []
    let rows = try SQLRow.fetchCursor(
      db, sql: "SELECT position, annotator, answers FROM annotations WHERE status = 'submitted'")
    while let row = try rows.next() {
      let text: String = row[2]
      let known: Int32
      if let seen = parsed[text] {
        known = seen
      } else {
        guard let answers = Answers(text: text) else { throw EngineError.damagedTable("annotations") }
        known = value(answers[question.name])
        parsed[text] = known
      }
      if known < 0 { continue }
      let name: String = row[1]
      let person = people[name] ?? Int32(people.count)
      people[name] = person
      votes.append(Vote(position: row[0], person: person, value: known))
    }
    var decisions: [Int: (value: Int32, reviewer: String)] = [:]
    let resolutions = try SQLRow.fetchCursor(
      db,
      sql: """
        SELECT t.position, r.answer, r.reviewer FROM resolutions r JOIN touched t ON t.sample = r.sample
        WHERE r.question = ?
        """, arguments: [question.name])
    while let row = try resolutions.next() {
      let text: String = row[1]
      guard let json = try? JSONValue(parsing: text.utf8), let answer = Answer(json: json) else {
        throw EngineError.damagedTable("resolutions")
      }
      let known = value(answer)
      if known >= 0 { decisions[row[0]] = (known, row[2]) }
    }
    gather(votes, people, decisions)
  }

  private struct Vote {
    var position: Int
    var person: Int32
    var value: Int32
  }

  private mutating func gather(
    _ votes: [Vote], _ people: [String: Int32], _ decisions: [Int: (value: Int32, reviewer: String)]
  ) {
    annotators = people.keys.sorted(by: precedesInBytes)
    var order = [Int32](repeating: 0, count: people.count)
    for (place, name) in annotators.enumerated() {
      if let number = people[name] { order[Int(number)] = Int32(place) }
    }
    positions = Set(votes.map(\.position)).union(decisions.keys).sorted()
    let items = Dictionary(uniqueKeysWithValues: positions.enumerated().map { ($1, Int32($0)) })
    let sorted = votes.sorted {
      ($0.position, order[Int($0.person)]) < ($1.position, order[Int($1.person)])
    }
    ratings = Ratings(
      items: sorted.map { items[$0.position] ?? 0 }, annotators: sorted.map { order[Int($0.person)] },
      values: sorted.map(\.value), itemCount: positions.count, annotatorCount: annotators.count,
      valueCount: question.values.count)
    resolved = positions.map { decisions[$0]?.value ?? -1 }
    for (item, position) in positions.enumerated() {
      if let decision = decisions[position] { reviewers[item] = decision.reviewer }
    }
  }

  /// By item and value, how many votes it has: items × values, row-major.
  func counts() -> [Int32] {
    var counts = [Int32](repeating: 0, count: positions.count * ratings.valueCount)
    for index in ratings.items.indices {
      counts[Int(ratings.items[index]) * ratings.valueCount + Int(ratings.values[index])] += 1
    }
    return counts
  }

  /// By item the label that is given: the reviewer's decision, else the value with more votes than any other; −1 where
  /// no value has.
  func given(_ counts: [Int32]) -> [Int32] {
    positions.indices.map { item in
      if resolved[item] >= 0 { return resolved[item] }
      let row = counts[item * ratings.valueCount..<(item + 1) * ratings.valueCount]
      guard let most = row.max(), most > 0, let first = row.firstIndex(of: most) else { return -1 }
      return row.count { $0 == most } == 1 ? Int32(first - row.startIndex) : -1
    }
  }
}

extension QuestionVotes {
  /// By item the label that the project gives it: the reviewer's decision, else what the rule makes of the votes; −1 where
  /// that is nothing.
  func labels(_ counts: [Int32], by rule: LabelRule) -> [Int32] {
    let posterior = rule.rule == .posterior ? rule.posteriorLabels(dawidSkene(ratings), ratings) : []
    return given(counts).enumerated().map { item, leader in
      if resolved[item] >= 0 { return resolved[item] }
      if rule.rule == .posterior { return posterior[item] }
      let row = counts[item * ratings.valueCount..<(item + 1) * ratings.valueCount]
      guard leader >= 0, let most = row.max(), Int(most) >= rule.atLeast else { return -1 }
      return rule.rule == .unanimous && most < row.reduce(0, +) ? -1 : leader
    }
  }
}

extension Project {
  /// The question of that name, or the first of the kind choice where none is named.
  ///
  /// - Throws: `unsuitedQuestion`.
  func choiceQuestion(_ name: String?) throws(EngineError) -> Question {
    let choices = questions.filter { $0.kind == .choice }
    guard let name else {
      if let first = choices.first { return first }
      throw .unsuitedQuestion(
        "", problem: "the project asks no question of the kind choice",
        remedy: "Label errors can be looked for where one value is chosen of several.")
    }
    guard let question = question(name) else {
      throw .unsuitedQuestion(
        name, problem: "the project has no question “\(name)”", remedy: "It asks \(list(questions.map(\.name))).")
    }
    guard question.kind == .choice else {
      let others =
        choices.isEmpty
        ? "Label errors can be looked for where one value is chosen of several."
        : "Ask for \(list(choices.map(\.name)))."
      throw .unsuitedQuestion(
        name,
        problem: question.kind == .rating
          ? "\(name) is a question of the kind rating, not choice: a number beside the median is no wrong label"
          : "\(name) is a question of the kind \(question.kind.rawValue), not choice",
        remedy: question.kind == .rating
          ? "gloss aggregate \(name) gives the median and how far each annotator is from the others, gloss review --order "
            + "value shows the samples where they differ most. " + others
          : others)
    }
    return question
  }
}

import LabelStatistics

/// One question's submitted answers as arrays for statistics. Numbers follow names, so that nothing in a result depends
/// on who answered first: annotators in order of their names, values in the project's order and then by name (those of a
/// rating ascending), samples in order of their positions.
struct QuestionWork {
  let question: Question
  /// By number.
  let annotators: [String]
  /// By number of the value, its name as counts have it: several values joined by "+".
  let names: [String]
  let answers: [Answer]
  /// Of ratings, by number of the value, ascending; else empty.
  let numbers: [Double]
  let ratings: Ratings
  /// By rating, its entry in the table.
  let entries: [Int32]
  /// By item, the position of the sample.
  let positions: [Int32]
  /// By item, the value that a reviewer decided on, or -1.
  let resolved: [Int32]
  /// By item, who decided.
  let reviewers: [Int: String]
  /// How tables of counts name the answers.
  let groups: ValueGroups

  init(_ index: Int, of table: WorkTable, _ question: Question) {
    self.question = question
    let people = table.people
    let values = table.values(of: index) { question.precedes($0, $1) }
    annotators = people.things
    answers = values.things
    names = values.things.map(\.countName)
    numbers = values.things.compactMap { if case .number(let number) = $0 { number.double } else { nil } }

    var ratings = Ratings(
      items: [], annotators: [], values: [], itemCount: 0, annotatorCount: annotators.count, valueCount: names.count)
    var entries: [Int32] = []
    var positions: [Int32] = []
    var resolved: [Int32] = []
    var reviewers: [Int: String] = [:]
    var resolutions = table.resolutions.filter { $0.question == index }[...]
    /// The item of a sample; resolved samples before it that nobody answers now come in between.
    func item(at position: Int32) -> Int32 {
      while let next = resolutions.first, next.position <= position {
        resolutions.removeFirst()
        if positions.last != next.position {
          positions.append(next.position)
          resolved.append(-1)
        }
        resolved[resolved.count - 1] = values.numbers[Int(next.value)]
        reviewers[resolved.count - 1] = table.reviewers.all[Int(next.reviewer)]
      }
      if positions.last != position {
        positions.append(position)
        resolved.append(-1)
      }
      return Int32(positions.count - 1)
    }
    let given = table.answers[index]
    for (place, entry) in table.entries.enumerated() where given[place] >= 0 && !entry.isSkipped {
      ratings.items.append(item(at: entry.position))
      ratings.annotators.append(people.numbers[Int(entry.annotator)])
      ratings.values.append(values.numbers[Int(given[place])])
      entries.append(Int32(place))
    }
    if let last = resolutions.last { _ = item(at: last.position) }
    ratings.itemCount = positions.count
    self.ratings = ratings
    self.entries = entries
    self.positions = positions
    self.resolved = resolved
    self.reviewers = reviewers
    groups = ValueGroups(question, names: names, numbers: numbers, given: ratings.values)
  }
}

extension QuestionWork {
  /// By item and value, how many votes it has: items × values, row-major.
  func counts() -> [Int32] {
    var counts = [Int32](repeating: 0, count: positions.count * ratings.valueCount)
    for index in ratings.items.indices {
      counts[Int(ratings.items[index]) * ratings.valueCount + Int(ratings.values[index])] += 1
    }
    return counts
  }

  /// Those who answered this question, by number, and the ratings with their numbers: of the table's people some may have
  /// answered other questions alone.
  func answered() -> (annotators: [String], ratings: Ratings) {
    var isUsed = [Bool](repeating: false, count: annotators.count)
    for annotator in ratings.annotators { isUsed[Int(annotator)] = true }
    var numbers = [Int32](repeating: -1, count: annotators.count)
    let kept = annotators.indices.filter { isUsed[$0] }
    for (number, annotator) in kept.enumerated() { numbers[annotator] = Int32(number) }
    var own = ratings
    own.annotatorCount = kept.count
    own.annotators = ratings.annotators.map { numbers[Int($0)] }
    return (kept.map { annotators[$0] }, own)
  }

  /// How values differ, by their numbers.
  var difference: Difference {
    switch question.level {
    case .nominal: .nominal
    case .ordinal: .ordinal(numbers)
    case .interval: .interval(numbers)
    // A quotient needs numbers of zero or more.
    case .ratio: (numbers.first ?? 0) < 0 ? .interval(numbers) : .ratio(numbers)
    }
  }
}

extension Question {
  /// Answers in the order of their values in the project; unknown ones last, by name. Numbers ascend.
  fileprivate func precedes(_ a: Answer, _ b: Answer) -> Bool {
    if case .number(let one) = a, case .number(let other) = b { return one < other }
    let (one, other) = (places(a), places(b))
    if one != other { return one.lexicographicallyPrecedes(other) }
    return precedesInBytes(a.countName, b.countName)
  }

  private func places(_ answer: Answer) -> [Int] {
    answer.names.map { name in values.firstIndex { $0.name == name } ?? values.count }
  }
}

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
    groups = ValueGroups(question, names: names, numbers: numbers, given: ratings.values)
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

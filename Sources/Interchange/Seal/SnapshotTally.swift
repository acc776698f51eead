import AnnotationEngine

/// Counts what the rows of a snapshot hold, as they are written and as they are read again.
struct SnapshotTally: Equatable {
  private(set) var rows = 0
  private(set) var annotations = 0
  private(set) var questions: [Seal.QuestionCounts]

  /// By question, the place of each value.
  private let places: [[String: Int]]

  init(_ project: Project) {
    self.init(
      project.questions.map { question in
        Seal.QuestionCounts(
          name: question.name, kind: question.kind, labels: 0,
          values: question.values.map { Seal.QuestionCounts.Value(name: $0.name, count: 0) })
      })
  }

  /// Counts anew what `questions` says of other rows.
  init(_ questions: [Seal.QuestionCounts]) {
    self.questions = questions
    for index in questions.indices {
      self.questions[index].labels = 0
      for value in questions[index].values.indices { self.questions[index].values[value].count = 0 }
    }
    places = questions.map { question in
      Dictionary(question.values.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }
  }

  mutating func add(_ row: ExportedRow) {
    // Labels stand in the project's order.
    for (index, (_, label)) in row.labels.enumerated() {
      switch label.answer {
      case .choice(let name): addLabel([name], to: index)
      case .choices(let names): addLabel(names, to: index)
      case .number(let number): addLabel([number.text], to: index)
      case nil: break
      }
    }
    addRow(annotations: row.annotations.count)
  }

  mutating func addRow(annotations count: Int) {
    rows += 1
    annotations += count
  }

  /// A label that takes the values `names`. One that the project does not know gets its place behind those it does.
  mutating func addLabel(_ names: [String], to question: Int) {
    questions[question].labels += 1
    for name in names {
      if let place = places[question][name] {
        questions[question].values[place].count += 1
      } else if let place = questions[question].values.firstIndex(where: { $0.name == name }) {
        questions[question].values[place].count += 1
      } else {
        questions[question].values.append(Seal.QuestionCounts.Value(name: name, count: 1))
      }
    }
  }
}

extension Project {
  func question(_ name: String) -> Question? { questions.first { $0.name == name } }

  /// `answers` as they may be kept: only known questions and values, choices in the project's order, each once. A choice
  /// of nothing is left out.
  func checked(_ answers: Answers) throws(EngineError) -> Answers {
    var kept = Answers()
    for (name, answer) in answers {
      guard let question = question(name) else {
        throw .invalidAnswer(
          question: name,
          problem: "the project has no such question; it asks " + list(questions.map(\.name)))
      }
      let answer = try question.checked(answer)
      if !answer.isEmpty { kept[name] = answer }
    }
    return kept
  }

  /// `checked`, and every required question has its answer.
  func checkedForSubmission(_ answers: Answers) throws(EngineError) -> Answers {
    let kept = try checked(answers)
    for question in questions where question.required && kept[question.name] == nil {
      throw .invalidAnswer(question: question.name, problem: "it has no answer yet, and it must have one")
    }
    return kept
  }

  /// The same answers with the values of choices in the project's order. Unknown names stay, at the end.
  func ordered(_ answers: Answers) -> Answers {
    var ordered = answers
    for (name, answer) in answers {
      guard case .choices(let names) = answer, names.count > 1, let question = question(name) else { continue }
      let known = question.values.map(\.name).filter(names.contains)
      ordered[name] = .choices(known + names.filter { !known.contains($0) })
    }
    return ordered
  }

  /// "neutral", or "sentiment neutral · topic news, sport" where there are several questions.
  func summary(of answers: Answers) -> String {
    let answered = questions.filter { answers[$0.name] != nil }
    if questions.count == 1, let only = answered.first, let answer = answers[only.name] { return answer.words }
    if answered.isEmpty { return "no answers" }
    return answered.compactMap { question in answers[question.name].map { "\(question.name) \($0.words)" } }
      .joined(separator: " · ")
  }
}

extension Question {
  func checked(_ answer: Answer) throws(EngineError) -> Answer {
    switch (kind, answer) {
    case (.choice, .choice(let name)):
      try check(name)
      return answer
    case (.choices, .choices(let names)):
      for name in names { try check(name) }
      return .choices(values.map(\.name).filter(names.contains))
    case (.rating, .number(let number)):
      try check(number.text)
      return answer
    case (.choice, .choices), (.choice, .number):
      throw .invalidAnswer(question: self.name, problem: "it takes one value, not a \(answer.shape)")
    case (.choices, .choice), (.choices, .number):
      throw .invalidAnswer(question: self.name, problem: "it takes a list of values")
    case (.rating, .choice), (.rating, .choices):
      throw .invalidAnswer(
        question: self.name, problem: "it takes a number\(scale.map { " \($0.words)" } ?? ""), not a \(answer.shape)")
    }
  }

  private func check(_ value: String) throws(EngineError) {
    if hasValue(value) { return }
    if let scale {
      throw .invalidAnswer(question: name, problem: "it takes a number \(scale.words), and this is \(value)")
    }
    throw .invalidAnswer(
      question: name, problem: "it has no value “\(value)”; its values are " + list(values.map(\.name)))
  }
}

extension Answer {
  /// What it is, for messages.
  fileprivate var shape: String {
    switch self {
    case .choice: "name"
    case .choices: "list"
    case .number: "number"
    }
  }
}

/// "a", "a and b", "a, b and c".
func list(_ words: [String]) -> String {
  guard let last = words.last else { return "none" }
  guard words.count > 1 else { return last }
  return words.dropLast().joined(separator: ", ") + " and " + last
}

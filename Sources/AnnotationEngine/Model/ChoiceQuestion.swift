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

/// The numbers that ratings lose when a scale becomes smaller: a scale may have more numbers than anybody would list, so
/// they are looked for among the answers.
struct LostNumbers {
  /// By the question's old name: its new scale.
  private var scales: [String: Scale] = [:]
  private let mapping: SchemaMapping

  init(from old: Project, to new: Project, after mapping: SchemaMapping) {
    self.mapping = mapping
    for question in old.questions {
      guard let scale = question.scale, let next = new.question(mapping.newName(of: question.name))?.scale else {
        continue
      }
      if !next.covers(scale) || mapping.renames.values[question.name] != nil { scales[question.name] = next }
    }
  }

  var isEmpty: Bool { scales.isEmpty }

  /// By question, the numbers in some answers that the new scale does not have, each once. One that gets a new name is
  /// judged by that; one that was split has none to judge.
  func numbers(in answers: [Answers]) -> [String: Set<DecimalNumber>] {
    var lost: [String: Set<DecimalNumber>] = [:]
    for (question, scale) in scales {
      for case .number(let number)? in answers.map({ $0[question] }) {
        if mapping.splits.contains(where: { $0.question == question && $0.value == number.text }) { continue }
        let name = mapping.renames.values[question]?[number.text] ?? number.text
        if !(DecimalNumber(name).map(scale.contains) ?? false) { lost[question, default: []].insert(number) }
      }
    }
    return lost
  }
}

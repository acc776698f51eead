import AnnotationEngine

extension Question? {
  /// An answer in the words of the screen; by its names where the project no longer has the question.
  func words(for answer: AnnotationEngine.Answer?) -> String {
    if let self { return self.words(for: answer) }
    return switch answer {
    case .choice(let name): name
    case .choices(let names): names.isEmpty ? "none" : names.joined(separator: ", ")
    case .number(let number): number.text
    case nil: "no answer"
    }
  }
}

import AnnotationEngine

/// Suggestions: shown beside the question, and an answer only when a person takes them.
extension LabelScreen {
  /// The question whose suggestion is accepted: the one that waits, else the first that is answered otherwise.
  var suggested: Int? {
    guard let suggestions = item?.suggestions, !suggestions.isEmpty else { return nil }
    if let current, suggestions[questions[current].name] != nil { return current }
    return questions.firstIndex { question in
      suggestions[question.name].map { $0.answer != answers[question.name] } ?? false
    }
  }

  var whyNoSuggestion: String? {
    if let why = whyNotAnswer { return why }
    if suggested != nil { return nil }
    return item?.suggestions.isEmpty == false ? "you have answered as is suggested" : "nothing is suggested here"
  }

  /// As the keys of the suggested answer would: submits where one key is enough.
  mutating func acceptSuggestion(_ desk: inout Desk) {
    guard let suggested, let item, let suggestion = item.suggestions[questions[suggested].name] else { return }
    give(suggestion.answer, to: suggested, item, &desk)
  }
}

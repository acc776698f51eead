extension ReviewFilter {
  /// Whether a sample belongs to the filter, and how it stands there then; nil where it does not belong.
  ///
  /// - `question` narrows disagreements to that question, and other scopes to samples with an answer to it (`resolved`:
  ///   with a resolution of it).
  /// - `pair` wants two annotators of whom one gave `a` and the other `b` (to `question`, or to any).
  /// - `annotator` wants a submitted or skipped annotation by them.
  /// - `unlabeled` are the questions of the sample that want a label, in the scope of that name.
  func match(_ state: SampleState, _ conflict: ConflictStanding? = nil, unlabeled: [String] = []) -> Match? {
    let differing = state.differingQuestions.filter { question == nil || $0 == question }
    let isUnresolved = differing.contains { state.resolution(of: $0) == nil }
    let belongs =
      switch scope {
      case .disagreements: !differing.isEmpty || conflict == .open
      case .conflicts: conflict != nil
      case .flagged: state.annotations.contains(where: \.flagged) && hasAnswer(state)
      case .resolved: state.resolutions.contains { question == nil || $0.question == question }
      case .annotated: state.annotations.contains(where: \.isDone) && hasAnswer(state)
      // The list knows which they are.
      case .suspects, .unlabeled: true
      }
    guard belongs, annotator.map(state.isDone(by:)) ?? true, pair.map({ holds($0, state) }) ?? true else { return nil }
    switch scope {
    case .conflicts: return Match(standing: conflict == .open ? .conflict : .done)
    case .disagreements where conflict == .open: return Match(standing: .conflict)
    case .suspects:
      let isResolved = question.map { state.resolution(of: $0) != nil } ?? !state.resolutions.isEmpty
      return Match(standing: isResolved ? .done : .waiting)
    case .unlabeled:
      return Match(standing: unlabeled.contains { state.resolution(of: $0) == nil } ? .waiting : .done)
    default: return Match(standing: isUnresolved ? .waiting : .done)
    }
  }

  /// How a sample stands in the merge that waits.
  enum ConflictStanding {
    /// It has a conflict that nobody settled.
    case open
    case settled
  }

  struct Match: Equatable {
    var standing: ReviewList.Standing
    var waits: Bool { standing != .done }
  }

  /// Whether the tables know the answer without looking at annotations.
  var isPlain: Bool { question == nil && pair == nil && annotator == nil }

  /// Whether everything that was found for the question belongs.
  var isWholeSearch: Bool { isSearch && pair == nil && annotator == nil }

  private func hasAnswer(_ state: SampleState) -> Bool {
    guard let question else { return true }
    return state.submitted.contains { $0.answers[question] != nil }
  }

  private func holds(_ pair: LabelPair, _ state: SampleState) -> Bool {
    let submitted = state.submitted
    let questions = question.map { [$0] } ?? Array(Set(submitted.flatMap(\.answers.keys)))
    return questions.contains { question in
      func gives(_ value: String, _ annotation: AnnotationState) -> Bool {
        annotation.answers[question]?.names.contains(value) ?? false
      }
      return submitted.contains { one in
        gives(pair.a, one) && submitted.contains { $0.annotator != one.annotator && gives(pair.b, $0) }
      }
    }
  }
}

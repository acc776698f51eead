import AnnotationEngine

/// Which key gives which value.
struct AnswerKeys: Equatable, Sendable {
  struct Target: Equatable, Sendable {
    /// Places in the project's questions and in the question's values.
    var question: Int
    var value: Int
  }

  private var targets: [Character: Target] = [:]
  private var names: [[String?]]

  /// Whether digits are for the numbers of ratings: of the one that waits.
  let hasRatings: Bool

  /// The keys of the project: unique over all questions, but for the digits of ratings.
  init(_ questions: [Question]) {
    names = questions.map { $0.values.map(\.key) }
    hasRatings = questions.contains { $0.kind == .rating }
    for (q, question) in questions.enumerated() {
      for (v, value) in question.values.enumerated() {
        guard let key = value.key, let only = key.first, key.count == 1, targets[only] == nil,
          !(hasRatings && only.isASCII && only.isNumber)
        else { continue }
        targets[only] = Target(question: q, value: v)
      }
    }
  }

  /// The keys on the review screen, where letters accept an annotator's answer: a value keeps the digit it has; the
  /// others get the digits that are left, in order. Digits hold for one question at a time.
  init(reviewing questions: [Question]) {
    hasRatings = questions.contains { $0.kind == .rating }
    names = questions.map { question in
      if let scale = question.scale { return scale.isOnDigits ? scale.digits : question.values.map { _ in nil } }
      var free = "1234567890".map(String.init)
      let own = question.values.map { value in value.key.flatMap { free.contains($0) ? $0 : nil } }
      free.removeAll { own.contains($0) }
      return own.map { key in key ?? (free.isEmpty ? nil : free.removeFirst()) }
    }
  }

  func target(of key: Character) -> Target? { targets[key] }

  func name(question: Int, value: Int) -> String? { names[question][value] }

  /// The value of one question that has `key`.
  func value(of key: Character, question: Int) -> Int? { names[question].firstIndex(of: String(key)) }

  var isEmpty: Bool { names.allSatisfy { $0.allSatisfy { $0 == nil } } }

  /// The keys as a hint: "1-3", "1-9 a-d", "a b x".
  func summary(question: Int? = nil) -> String {
    let all = (question.map { [names[$0]] } ?? names).flatMap { $0.compactMap { $0?.first } }
    return AnswerKeys.runs(Array(Set(all)))
  }

  static func runs(_ keys: [Character]) -> String {
    let sorted = keys.compactMap(\.asciiValue).sorted()
    var parts: [String] = []
    var start = 0
    while start < sorted.count {
      var end = start
      while end + 1 < sorted.count && sorted[end + 1] == sorted[end] + 1 { end += 1 }
      let first = String(UnicodeScalar(sorted[start]))
      let last = String(UnicodeScalar(sorted[end]))
      parts.append(end == start ? first : end == start + 1 ? "\(first) \(last)" : "\(first)-\(last)")
      start = end + 1
    }
    return parts.joined(separator: " ")
  }
}

extension Question {
  var shownTitle: String { title ?? name }

  /// The names that an answer gives, in the project's order.
  func chosen(in answer: AnnotationEngine.Answer?) -> [String] {
    switch answer {
    case .choice(let name): [name]
    case .choices(let names): values.map(\.name).filter(names.contains)
    case .number(let number): [number.text]
    case nil: []
    }
  }

  /// An answer in the words of the screen: titles where values have them.
  func words(for answer: AnnotationEngine.Answer?) -> String {
    switch answer {
    case .choice(let name): title(of: name)
    case .choices(let names): names.isEmpty ? "none" : names.map(title(of:)).joined(separator: ", ")
    case .number(let number): words(for: number)
    case nil: "no answer"
    }
  }

  /// "4", or "1 hopeless" where the number has a title.
  private func words(for number: DecimalNumber) -> String {
    values.first { $0.name == number.text }?.title.map { "\(number.text) \($0)" } ?? number.text
  }

  /// The answer that gives one value.
  func answer(_ value: String) -> AnnotationEngine.Answer {
    guard kind == .rating, let number = DecimalNumber(value) else { return .choice(value) }
    return .number(number)
  }

  func title(of value: String) -> String { values.first { $0.name == value }?.shownTitle ?? value }

  /// The role of an answer's colour; plain for several values.
  func ink(for answer: AnnotationEngine.Answer?) -> Ink {
    let name: String
    switch answer {
    case .choice(let value): name = value
    case .number(let number): name = number.text
    case .choices, nil: return .text
    }
    return Ink(colour: values.first { $0.name == name }?.colour)
  }
}

extension Question.Value {
  var shownTitle: String { title ?? name }
}

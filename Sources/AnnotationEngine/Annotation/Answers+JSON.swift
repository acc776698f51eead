extension Answer {
  /// As in files: "name", ["name", …], or a number.
  var json: JSONValue {
    switch self {
    case .choice(let name): .string(name)
    case .choices(let names): .array(names.map(JSONValue.string))
    case .number(let number): .number(number.text)
    }
  }

  init?(json: JSONValue) {
    switch json {
    case .string(let name):
      self = .choice(name)
    case .array(let values):
      var names: [String] = []
      names.reserveCapacity(values.count)
      for value in values {
        guard case .string(let name) = value else { return nil }
        names.append(name)
      }
      self = .choices(names)
    case .number(let literal):
      guard let number = DecimalNumber(literal) else { return nil }
      self = .number(number)
    default:
      return nil
    }
  }

  /// The value names that it holds; of a rating its number as text.
  var names: [String] {
    switch self {
    case .choice(let name): [name]
    case .choices(let names): names
    case .number(let number): [number.text]
    }
  }

  /// The same with other names. A rating keeps its number where the new name is none.
  func renaming(_ rename: (String) throws -> String) rethrows -> Answer {
    switch self {
    case .choice(let name): .choice(try rename(name))
    case .choices(let names): .choices(try names.map(rename))
    case .number(let number): .number(DecimalNumber(try rename(number.text)) ?? number)
    }
  }

  var isNumber: Bool { if case .number = self { true } else { false } }

  /// Whether nothing is chosen.
  var isEmpty: Bool { names.isEmpty }

  /// For a status line: "a", or "a, b".
  var words: String { isEmpty ? "none" : names.joined(separator: ", ") }
}

extension JSONValue {
  /// {"question": answer, …} in ascending order of names, so that equal answers are equal texts.
  init(answers: Answers) {
    self = .object(answers.sorted { $0.key < $1.key }.map { JSONMember($0.key, $0.value.json) })
  }

  /// nil where it is not an object of answers.
  var answers: Answers? {
    guard case .object(let members) = self else { return nil }
    var answers = Answers(minimumCapacity: members.count)
    for member in members {
      guard let answer = Answer(json: member.value) else { return nil }
      answers[member.name] = answer
    }
    return answers
  }
}

extension Answer {
  /// As in files: "name", or ["name", …].
  var json: JSONValue {
    switch self {
    case .choice(let name): .string(name)
    case .choices(let names): .array(names.map(JSONValue.string))
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
    default:
      return nil
    }
  }

  /// The value names that it holds.
  var names: [String] {
    switch self {
    case .choice(let name): [name]
    case .choices(let names): names
    }
  }

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

import VersionStore

/// Reads the parts of an event's payload; a part that is not as it must be says which event is damaged.
struct EventPayload {
  let json: JSONValue
  let seq: Int64

  init(_ event: Event) {
    json = event.payload
    seq = event.seq
  }

  func damaged(_ name: String) -> EngineError {
    .journal(
      problem: "event \(seq) of the journal is damaged: its “\(name)” cannot be read",
      remedy: "Make a copy of the .gloss directory, then put journal.sqlite back from a backup.")
  }

  func string(_ name: String) throws(EngineError) -> String {
    guard case .string(let text)? = json[name] else { throw damaged(name) }
    return text
  }

  /// nil where there is null.
  func text(_ name: String) throws(EngineError) -> String? {
    if json[name] == .null { return nil }
    return try string(name)
  }

  func bool(_ name: String) throws(EngineError) -> Bool {
    guard case .bool(let value)? = json[name] else { throw damaged(name) }
    return value
  }

  func double(_ name: String) throws(EngineError) -> Double {
    guard let value = json[name]?.double else { throw damaged(name) }
    return value
  }

  func int(_ name: String) throws(EngineError) -> Int {
    guard let value = json[name]?.int else { throw damaged(name) }
    return value
  }

  /// The id of prose; nil where there is null or nothing.
  func object(_ name: String) throws(EngineError) -> ObjectID? {
    switch json[name] {
    case nil, .null?: return nil
    case .string(let hex)?:
      guard let id = ObjectID(hex: hex) else { throw damaged(name) }
      return id
    default: throw damaged(name)
    }
  }

  func answers(_ name: String) throws(EngineError) -> Answers {
    guard let answers = json[name]?.answers else { throw damaged(name) }
    return answers
  }

  func answer(_ name: String) throws(EngineError) -> Answer {
    guard let value = json[name], let answer = Answer(json: value) else { throw damaged(name) }
    return answer
  }

  func how(_ name: String) throws(EngineError) -> Resolution.How {
    guard let value = json[name], let how = Resolution.How(json: value) else { throw damaged(name) }
    return how
  }

  func renames(_ name: String) throws(EngineError) -> Renames {
    guard let value = json[name], let renames = Renames(json: value) else { throw damaged(name) }
    return renames
  }
}

extension JSONValue {
  /// The id as hexadecimal digits, or null.
  init(_ id: ObjectID?) { self = id.map { .string($0.hex) } ?? .null }
}

extension Resolution.How {
  /// "majority", "set" or {"accepted": annotator}.
  var json: JSONValue {
    switch self {
    case .accepted(let annotator): .object([JSONMember("accepted", .string(annotator))])
    case .majority: .string("majority")
    case .set: .string("set")
    }
  }

  init?(json: JSONValue) {
    switch json {
    case .string("majority"): self = .majority
    case .string("set"): self = .set
    default:
      guard case .string(let annotator)? = json["accepted"] else { return nil }
      self = .accepted(annotator: annotator)
    }
  }
}

extension EventPayload {
  /// The suggestions that there were; none where the event does not say.
  func offers() throws(EngineError) -> [String: Offer] {
    guard let json = json["offered"] else { return [:] }
    guard let offers = [String: Offer](json: json) else { throw damaged("offered") }
    return offers
  }
}

extension Renames {
  var isEmpty: Bool { questions.isEmpty && values.values.allSatisfy(\.isEmpty) }

  var json: JSONValue {
    .object([
      JSONMember("questions", Self.json(questions)),
      JSONMember("values", .object(values.sorted { $0.key < $1.key }.map { JSONMember($0.key, Self.json($0.value)) })),
    ])
  }

  init?(json: JSONValue) {
    guard let questions = json["questions"].flatMap(Self.names), case .object(let members)? = json["values"] else {
      return nil
    }
    var values: [String: [String: String]] = [:]
    for member in members {
      guard let names = Self.names(member.value) else { return nil }
      values[member.name] = names
    }
    self.init(questions: questions, values: values)
  }

  private static func json(_ names: [String: String]) -> JSONValue {
    .object(names.sorted { $0.key < $1.key }.map { JSONMember($0.key, .string($0.value)) })
  }

  private static func names(_ json: JSONValue) -> [String: String]? {
    guard case .object(let members) = json else { return nil }
    var names: [String: String] = [:]
    for member in members {
      guard case .string(let name) = member.value else { return nil }
      names[member.name] = name
    }
    return names
  }

  /// `answers` under their new names. Values are looked up by the question's old name.
  func apply(to answers: Answers) -> Answers {
    guard !isEmpty else { return answers }
    var renamed = Answers(minimumCapacity: answers.count)
    for (question, answer) in answers {
      let names = values[question] ?? [:]
      renamed[questions[question] ?? question] = answer.renaming { names[$0] ?? $0 }
    }
    return renamed
  }
}

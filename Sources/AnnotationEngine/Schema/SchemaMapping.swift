import VersionStore

/// What a change of the schema made of the names in answers: what its commit carries as the blob `mapping`, and the tree
/// `splits` where a value became several. `Tables.md` gives the layout.
struct SchemaMapping: Equatable, Sendable {
  /// New names for old ones; several old values may have become one.
  var renames = Renames()
  /// Values that became several, by question and value.
  var splits: [ValueSplit] = []

  var isEmpty: Bool { renames.isEmpty && splits.isEmpty }

  /// The name that a question has afterwards.
  func newName(of question: String) -> String { renames.questions[question] ?? question }

  /// The name that a question had before.
  func oldName(of question: String) -> String {
    renames.questions.first { $0.value == question }?.key ?? question
  }
}

/// A value that became several, sample by sample.
public struct ValueSplit: Codable, Equatable, Sendable {
  /// The question's old name.
  public var question: String
  public var value: String
  /// The values that it became.
  public var into: [String]
  /// What it became for samples that nobody named; nil: nothing, so no such sample may have it.
  public var rest: String?

  public init(question: String, value: String, into: [String], rest: String?) {
    self.question = question
    self.value = value
    self.into = into
    self.rest = rest
  }
}

extension SchemaMapping {
  /// Canonical: equal mappings are equal texts.
  var json: JSONValue {
    let splits = splits.sorted {
      $0.question == $1.question ? precedesInBytes($0.value, $1.value) : precedesInBytes($0.question, $1.question)
    }
    return .object([
      JSONMember("renames", renames.json),
      JSONMember(
        "splits",
        .array(
          splits.map { split in
            .object([
              JSONMember("question", .string(split.question)), JSONMember("value", .string(split.value)),
              JSONMember("into", .array(split.into.map(JSONValue.string))),
              JSONMember("rest", split.rest.map(JSONValue.string) ?? .null),
            ])
          })),
    ])
  }

  /// nil where it is something else.
  init?(json: JSONValue) {
    guard let renames = json["renames"].flatMap(Renames.init(json:)), case .array(let list)? = json["splits"] else {
      return nil
    }
    self.renames = renames
    for entry in list {
      guard case .string(let question)? = entry["question"], case .string(let value)? = entry["value"],
        case .array(let into)? = entry["into"]
      else { return nil }
      var rest: String?
      if case .string(let name)? = entry["rest"] { rest = name }
      splits.append(
        ValueSplit(
          question: question, value: value,
          into: into.compactMap { if case .string(let name) = $0 { name } else { nil } }, rest: rest))
    }
  }
}

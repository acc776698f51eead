/// One item to label.
public struct Sample: Codable, Equatable, Sendable {
  public var id: String
  /// Place in import order over all imports, from 0.
  public var position: Int
  /// The project's fields, in the project's order; a missing one is "".
  public var fields: [FieldValue]
  /// Everything else that was imported, in its order, as JSON text.
  public var metadata: [FieldValue]
  /// What the import proposes as answers, as JSON text: members of the metadata that are not shown beside the sample.
  /// Annotators get it as `LabelItem.suggestions`, where it is not withheld from them.
  var proposed: [FieldValue] = []

  /// A field or a metadata column of a sample, as text.
  public struct FieldValue: Codable, Equatable, Sendable {
    public var name: String
    public var text: String
    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  public init(id: String, position: Int, fields: [FieldValue], metadata: [FieldValue] = []) {
    self.id = id
    self.position = position
    self.fields = fields
    self.metadata = metadata
  }
}

extension Sample {
  /// Reads the content of a sample's blob: {"fields": {…}, "metadata": {…}}. nil where it is something else.
  init?(id: String, position: Int, content: some Collection<UInt8>, fields names: [String]) {
    guard let json = try? JSONValue(parsing: content), case .object(let fields)? = json["fields"] else { return nil }
    self.init(
      id: id, position: position,
      fields: names.map { name in
        FieldValue(name: name, text: fields.first { $0.name == name }?.value.plainText ?? "")
      },
      metadata: [])
    for member in json["metadata"]?.members ?? [] {
      let value = FieldValue(name: member.name, text: member.value.text)
      if Suggestion.isMember(member.name) { proposed.append(value) } else { metadata.append(value) }
    }
  }
}

extension JSONValue {
  /// A string's text, nothing for null, and for the rest its JSON text.
  var plainText: String {
    switch self {
    case .string(let text): text
    case .null: ""
    default: text
    }
  }
}

/// One item to label.
public struct Sample: Codable, Equatable, Sendable {
  public var id: String
  /// Place in import order over all imports, from 0.
  public var position: Int
  /// The project's fields, in the project's order; a missing one is "".
  public var fields: [FieldValue]
  /// Everything else that was imported, in its order, as JSON text.
  public var metadata: [FieldValue]

  public struct FieldValue: Codable, Equatable, Sendable {
    public var name: String
    public var text: String
    public init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }
}

/// A JSON value that keeps object order and the literal of a number, so that what is read is written the same.
public enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number as its literal, e.g. "0.10" or "1e9".
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])
}

public struct JSONMember: Hashable, Sendable {
  public var name: String
  public var value: JSONValue
  public init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

extension JSONValue {
  /// Parses exactly one JSON text (RFC 8259). Throws the byte offset and what is wrong.
  public init(parsing bytes: some Collection<UInt8>) throws(JSONError) { fatalError() }

  /// Appends the compact text: no spaces, members in their order, only what must be escaped escaped.
  public func write(to bytes: inout [UInt8]) { fatalError() }

  /// Compact JSON text.
  public var text: String { fatalError() }

  /// The member of an object by name.
  public subscript(_ name: String) -> JSONValue? { fatalError() }

  /// The number as a Double, correctly rounded.
  public var double: Double? { fatalError() }
}

public struct JSONError: Error, Equatable, Sendable {
  /// Byte offset from the start of the text.
  public var offset: Int
  public var problem: String
}

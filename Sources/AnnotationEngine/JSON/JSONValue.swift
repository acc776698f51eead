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

/// A member of a JSON object.
public struct JSONMember: Hashable, Sendable {
  public var name: String
  public var value: JSONValue
  public init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

/// Where a text stops being JSON, and why.
public struct JSONError: Error, Equatable, Sendable {
  /// Byte offset from the start of the text.
  public var offset: Int
  public var problem: String
  public init(offset: Int, problem: String) {
    self.offset = offset
    self.problem = problem
  }
}

extension JSONValue {
  /// Parses exactly one JSON text (RFC 8259). Throws the byte offset and what is wrong; `JSONScanner` says what is
  /// refused beyond the grammar.
  public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
    // The closure of withContiguousStorage cannot throw a typed error through `rethrows`, hence the Result.
    let result =
      bytes.withContiguousStorageIfAvailable { JSONValue.parse($0) }
      ?? Array(bytes).withUnsafeBufferPointer { JSONValue.parse($0) }
    self = try result.get()
  }

  private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONError> {
    Result { () throws(JSONError) in
      var scanner = JSONScanner(bytes)
      let value = try scanner.value()
      try scanner.expectEnd()
      return value
    }
  }

  /// Appends the compact text: no spaces, members in their order, only what must be escaped escaped.
  public func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .number(let literal): bytes.append(contentsOf: literal.utf8)
    case .string(let text): JSONText.append(text, to: &bytes)
    case .array(let elements):
      bytes.append(0x5B)
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        element.write(to: &bytes)
      }
      bytes.append(0x5D)
    case .object(let members):
      bytes.append(0x7B)
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(0x2C) }
        JSONText.append(member.name, to: &bytes)
        bytes.append(0x3A)
        member.value.write(to: &bytes)
      }
      bytes.append(0x7D)
    }
  }

  /// Compact JSON text.
  public var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

// MARK: - Making and taking apart

extension JSONValue {
  /// A number.
  public init(_ value: Int) { self = .number(String(value)) }

  /// A number in its shortest form that reads back as the same Double; null where it is not finite.
  public init(_ value: Double) {
    if !value.isFinite {
      self = .null
    } else if let whole = Int(exactly: value), whole.magnitude < 1 << 53, !(whole == 0 && value.sign == .minus) {
      self = .number(String(whole))
    } else {
      self = .number(value.description)
    }
  }

  /// The member of an object by name. O(members).
  public subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The number as a Double, correctly rounded; nil where it is no number or beyond what a Double holds.
  public var double: Double? {
    // The standard library's conversion rounds correctly and knows no locale, as strtod would.
    guard case .number(let literal) = self, let value = Double(literal), value.isFinite else { return nil }
    return value
  }

  /// The number as an Int; nil where it is no number, not whole, or too big.
  public var int: Int? {
    guard case .number(let literal) = self else { return nil }
    return Int(literal) ?? double.flatMap { Int(exactly: $0) }
  }

  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  public var bool: Bool? {
    if case .bool(let flag) = self { flag } else { nil }
  }

  public var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  public var members: [JSONMember]? {
    if case .object(let members) = self { members } else { nil }
  }
}

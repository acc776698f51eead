import Foundation

/// A JSON document as tests look at it.
@dynamicMemberLookup
struct JSON: Equatable, CustomStringConvertible {
  enum Value: Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])
  }
  let value: Value

  init(parsing text: String) throws { self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8)) }

  /// A member of an object; null where there is none.
  subscript(_ name: String) -> JSON {
    if case .object(let members) = value { members[name] ?? JSON(.null) } else { JSON(.null) }
  }
  subscript(dynamicMember name: String) -> JSON { self[name] }
  subscript(_ index: Int) -> JSON {
    if case .array(let elements) = value, elements.indices.contains(index) { elements[index] } else { JSON(.null) }
  }

  var names: Set<String> { if case .object(let members) = value { Set(members.keys) } else { [] } }
  var elements: [JSON] { if case .array(let elements) = value { elements } else { [] } }
  var string: String? { if case .string(let string) = value { string } else { nil } }
  var number: Double? { if case .number(let number) = value { number } else { nil } }
  var int: Int? { number.map { Int($0) } }
  var bool: Bool? { if case .bool(let bool) = value { bool } else { nil } }
  var isNull: Bool { value == .null }
  var description: String { "\(value)" }

  private init(_ value: Value) { self.value = value }
}

extension JSON: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      value = .null
    } else if let bool = try? container.decode(Bool.self) {
      value = .bool(bool)
    } else if let number = try? container.decode(Double.self) {
      value = .number(number)
    } else if let string = try? container.decode(String.self) {
      value = .string(string)
    } else if let elements = try? container.decode([JSON].self) {
      value = .array(elements)
    } else {
      value = .object(try container.decode([String: JSON].self))
    }
  }
}

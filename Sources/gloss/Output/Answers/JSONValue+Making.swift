import AnnotationEngine

extension JSONValue {
  static func int(_ value: Int) -> JSONValue { .number(String(value)) }

  /// The shortest literal that reads back as the same double; null where there is no value, and never NaN.
  static func double(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return .number("\(value)")
  }

  static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

  /// An instant as ISO 8601 in UTC.
  static func moment(_ milliseconds: Int64) -> JSONValue { .string(Moment.iso(milliseconds)) }

  static func object(_ members: (String, JSONValue)...) -> JSONValue {
    .object(members.map { JSONMember($0.0, $0.1) })
  }

  static func list<Element>(_ elements: [Element], _ each: (Element) -> JSONValue) -> JSONValue {
    .array(elements.map(each))
  }

  /// The members of `values`, those of `order` first and in its order, then the rest by name: the same every time.
  static func dictionary<Value>(
    _ values: [String: Value], order: [String] = [], _ each: (Value) -> JSONValue
  ) -> JSONValue {
    .object(
      sortedNames(values.keys, order: order).compactMap { name in
        values[name].map { JSONMember(name, each($0)) }
      })
  }

  /// The whole document on one line.
  var line: String { text + "\n" }
}

/// `names` with those of `order` first, in its order, and the others after them by name.
func sortedNames(_ names: some Sequence<String>, order: [String]) -> [String] {
  let all = Set(names)
  let known = order.filter(all.contains)
  return known + all.subtracting(known).sorted()
}

import AnnotationEngine

extension JSONValue {
  /// The text as people read it: a member or element a line, two spaces deeper each, a line feed at the end.
  var page: String {
    var bytes: [UInt8] = []
    write(to: &bytes, depth: 0)
    bytes.append(0x0A)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8], depth: Int) {
    switch self {
    case .object(let members) where !members.isEmpty:
      bytes.append(0x7B)
      for (index, member) in members.enumerated() {
        JSONValue.breakLine(index == 0 ? "" : ",", depth + 1, &bytes)
        bytes.append(contentsOf: JSONValue.string(member.name).text.utf8)
        bytes.append(contentsOf: ": ".utf8)
        member.value.write(to: &bytes, depth: depth + 1)
      }
      JSONValue.breakLine("", depth, &bytes)
      bytes.append(0x7D)
    case .array(let elements) where !elements.isEmpty:
      bytes.append(0x5B)
      for (index, element) in elements.enumerated() {
        JSONValue.breakLine(index == 0 ? "" : ",", depth + 1, &bytes)
        element.write(to: &bytes, depth: depth + 1)
      }
      JSONValue.breakLine("", depth, &bytes)
      bytes.append(0x5D)
    default: write(to: &bytes)
    }
  }

  private static func breakLine(_ before: String, _ depth: Int, _ bytes: inout [UInt8]) {
    bytes.append(contentsOf: before.utf8)
    bytes.append(0x0A)
    bytes.append(contentsOf: [UInt8](repeating: 0x20, count: 2 * depth))
  }
}

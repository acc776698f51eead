/// JSON as Python's `json.dumps(list, sort_keys=True)` writes it, to the byte: DVC hashes this text.
enum PythonJSON {
  /// A list of objects whose members are strings. Members are put into the order of their names' code points.
  static func list(_ objects: [[(name: String, value: String)]]) -> [UInt8] {
    var text = "["
    for (index, members) in objects.enumerated() {
      text += index == 0 ? "{" : ", {"
      for (index, member) in members.sorted(by: { precedes($0.name, $1.name) }).enumerated() {
        text += (index == 0 ? "" : ", ") + string(member.name) + ": " + string(member.value)
      }
      text += "}"
    }
    return Array((text + "]").utf8)
  }

  /// Whether `a` comes before `b` by code points, as Python's strings do; UTF-8's bytes are in the same order.
  static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

  /// `ensure_ascii`: what is not ASCII stands as UTF-16 in \u escapes, and DEL as it is.
  static func string(_ text: String) -> String {
    var quoted = "\""
    for unit in text.utf16 {
      switch unit {
      case 0x22: quoted += "\\\""
      case 0x5C: quoted += "\\\\"
      case 0x0A: quoted += "\\n"
      case 0x0D: quoted += "\\r"
      case 0x09: quoted += "\\t"
      case 0x0C: quoted += "\\f"
      case 0x08: quoted += "\\b"
      case 0x20...0x7F: quoted.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
      default:
        let digits = String(unit, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return quoted + "\""
  }
}

/// What a ref may be called: git's rules, roughly, so that a name is a plain path under `refs/` and can stand in a
/// revision such as "main~2".
enum RefName {
  static let limit = 255

  /// Why `name` is not possible, or nil.
  static func problem(with name: String) -> String? {
    guard name.utf8.count <= limit else { return "it is longer than \(limit) bytes" }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 2 else { return "it needs a kind and a name, such as heads/main or tags/v1" }
    for part in parts {
      if part.isEmpty { return "a slash begins or ends it, or two stand together" }
      if part.hasPrefix(".") { return "a part begins with a dot" }
      if part.hasSuffix(".") { return "a part ends with a dot" }
      if part.hasSuffix(".lock") { return "a part ends with .lock" }
      if part.contains("..") { return "two dots stand together" }
    }
    if name.contains("@{") { return "it contains @{" }
    for scalar in name.unicodeScalars where isForbidden(scalar) {
      return "it contains a space, a control character or one of ~ ^ : ? * [ \\"
    }
    return nil
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    // Format characters could make two names look alike.
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate: true
    default: "~^:?*[\\".unicodeScalars.contains(scalar)
    }
  }

  static func check(_ name: String) throws(StoreError) {
    if let problem = problem(with: name) { throw .badRef(name: name, detail: problem) }
  }
}

import VersionStore

/// What a tag or a branch may be called: it is a file's name in the store, and stands where a revision may stand.
enum VersionName {
  static let maximumByteCount = 100

  enum Kind: String {
    case tag, branch
  }

  /// What is wrong with `name`, in words; nil when it is fine.
  static func problem(with name: String, of kind: Kind) -> String? {
    let bytes = Array(name.utf8)
    let what = "a \(kind.rawValue)"
    if bytes.isEmpty { return "\(what) needs a name" }
    if bytes.count > maximumByteCount { return "it has more than \(maximumByteCount) letters" }
    let isLetterOrDigit = { (byte: UInt8) in
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }
    guard bytes.allSatisfy({ isLetterOrDigit($0) || "._-".utf8.contains($0) }) else {
      return "\(what) is made of the letters a to z and A to Z, digits, dots, dashes and underscores"
    }
    if !isLetterOrDigit(bytes[0]) { return "\(what) begins with a letter or a digit" }
    if name.contains("..") || name.hasSuffix(".") { return "dots stand alone, between other letters" }
    if name.hasSuffix(".lock") { return "\(what) does not end in .lock" }
    if reserved.contains(name) || (kind == .tag && name == BranchPlace.main) { return "“\(name)” has another meaning" }
    if bytes.count == 2 * ObjectID.byteCount, ObjectID(hex: name) != nil { return "it looks like a commit's id" }
    return nil
  }

  private static let reserved: Set = ["heads", "tags", "remotes"]
}

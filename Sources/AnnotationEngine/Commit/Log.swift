import VersionStore

extension Workspace {
  /// The commits that the main branch leads to, or all branches and tags, newest first; children always before their
  /// parents.
  public func log(limit: Int?, all: Bool = false) throws(EngineError) -> [LogEntry] {
    try onlyEngineErrors {
      let tips = all ? Set(try store.commitRefs().values) : Set(try store.head().map { [$0] } ?? [])
      let ids = try limit.map { try LogOrder.newest($0, of: tips, in: store) } ?? LogOrder.all(of: tips, in: store)
      return try entries(ids)
    }
  }

  /// Names `revision` (nil: the head of main) forever.
  ///
  /// - Throws: `EngineError.tagExists`, `EngineError.invalidName`.
  public func tag(_ session: Session, name: String, revision: String?) throws(EngineError) -> LogEntry {
    try permit(session, .reviewer, to: "tag")
    if let problem = TagName.problem(with: name) { throw .invalidName(name, problem: problem) }
    return try onlyEngineErrors {
      let id = try store.resolve(revision ?? "main")
      let commit = try store.commit(id)
      let moved = try store.moveRef(
        "tags/\(name)", from: nil, to: id, author: session.person, time: clock(), what: "tag: \(name)")
      guard moved else { throw EngineError.tagExists(name) }
      try journal.write { db in
        _ = try db.append(
          .tag, actor: session.person, at: clock(),
          payload: .object([JSONMember("name", .string(name)), JSONMember("commit", .string(id.hex))]))
      }
      return LogEntry(id, commit, refs: try refNames()[id] ?? [])
    }
  }

  /// Tag names with the commits they name.
  public func tags() throws(EngineError) -> [String: String] {
    try onlyEngineErrors {
      var tags: [String: String] = [:]
      for (ref, id) in try store.commitRefs() where ref.hasPrefix("tags/") { tags[String(ref.dropFirst(5))] = id.hex }
      return tags
    }
  }

  /// What branches and tags are called, by the commit that they name; branches first, each by name.
  func refNames() throws -> [ObjectID: [String]] {
    try store.commitRefs().sorted { precedesInBytes($0.key, $1.key) }.reduce(into: [:]) { names, ref in
      names[ref.value, default: []].append(ref.key.split(separator: "/").dropFirst().joined(separator: "/"))
    }
  }
}

extension LogEntry {
  init(_ id: ObjectID, _ commit: Commit, refs: [String]) {
    self.init(
      commit: id.hex, parents: commit.parents.map(\.hex), author: commit.author, time: commit.time,
      message: commit.message, refs: refs)
  }
}

/// What a tag may be called: it is a file's name in the store, and stands where a revision may stand.
enum TagName {
  static let maximumByteCount = 100

  /// What is wrong with `name`, in words; nil when it is fine.
  static func problem(with name: String) -> String? {
    let bytes = Array(name.utf8)
    if bytes.isEmpty { return "a tag needs a name" }
    if bytes.count > maximumByteCount { return "it has more than \(maximumByteCount) letters" }
    let isLetterOrDigit = { (byte: UInt8) in
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }
    guard bytes.allSatisfy({ isLetterOrDigit($0) || "._-".utf8.contains($0) }) else {
      return "a tag is made of the letters a to z and A to Z, digits, dots, dashes and underscores"
    }
    if !isLetterOrDigit(bytes[0]) { return "a tag begins with a letter or a digit" }
    if name.contains("..") || name.hasSuffix(".") { return "dots stand alone, between other letters" }
    if name.hasSuffix(".lock") { return "a tag does not end in .lock" }
    if name == "main" || name == "heads" || name == "tags" { return "“\(name)” has another meaning" }
    if bytes.count == 2 * ObjectID.byteCount, ObjectID(hex: name) != nil { return "it looks like a commit's id" }
    return nil
  }
}

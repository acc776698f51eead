import VersionStore

extension Workspace {
  /// The commits that the branch leads to, or all branches and tags, newest first; children always before their
  /// parents.
  public func log(limit: Int?, all: Bool = false) throws(EngineError) -> [LogEntry] {
    try onlyEngineErrors {
      let tips = all ? Set(try store.commitRefs().values) : Set(try head().map { [$0] } ?? [])
      let ids = try limit.map { try LogOrder.newest($0, of: tips, in: store) } ?? LogOrder.all(of: tips, in: store)
      return try entries(ids)
    }
  }

  /// Names `revision` (nil: the head of the branch) forever.
  ///
  /// - Throws: `EngineError.tagExists`, `EngineError.invalidName`.
  public func tag(_ session: Session, name: String, revision: String?) throws(EngineError) -> LogEntry {
    try permit(session, .reviewer, to: "tag")
    if let problem = VersionName.problem(with: name, of: .tag) { throw .invalidName(name, problem: problem) }
    return try onlyEngineErrors {
      let id = try commitID(of: revision)
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

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

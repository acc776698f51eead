import VersionStore

extension Workspace {
  /// Names `revision` (nil: the head of the branch) forever.
  ///
  /// With a message the tag is an object of its own, which says who made it, when and why; `signer` vouches for it.
  ///
  /// - Throws: `EngineError.tagExists`, `EngineError.invalidName`, and what `signer` throws.
  public func tag(
    _ session: Session, name: String, revision: String?, message: String? = nil, signer: Signer? = nil
  ) throws(EngineError) -> LogEntry {
    try permit(session, .reviewer, to: "tag")
    if let problem = VersionName.problem(with: name, of: .tag) { throw .invalidName(name, problem: problem) }
    return try onlyEngineErrors {
      let id = try commitID(of: revision)
      let commit = try store.commit(id)
      // Asked before anybody is asked for a passphrase; the move asks again.
      guard try store.ref("tags/\(name)") == nil else { throw EngineError.tagExists(name) }
      let time = clock()
      // The tag object is written before the ref names it.
      let lease = try store.lease()
      defer { lease.end() }
      let target = try message.map { message in
        var tag = Tag(target: id, name: name, author: session.person, time: time, message: message)
        if let signer { tag.signature = try signer(tag.payload) }
        return try write(tag)
      }
      let moved = try store.moveRef(
        "tags/\(name)", from: nil, to: target ?? id, author: session.person, time: time, what: "tag: \(name)")
      guard moved else { throw EngineError.tagExists(name) }
      try journal.write { db in
        _ = try db.append(
          .tag, actor: session.person, at: time,
          payload: .object([JSONMember("name", .string(name)), JSONMember("commit", .string(id.hex))]))
      }
      return LogEntry(id, commit, refs: try refNames()[id] ?? [])
    }
  }

  private func write(_ tag: Tag) throws(StoreError) -> ObjectID {
    let pack = try store.newPack()
    let id = try pack.add(tag)
    _ = try pack.finish()
    return id
  }

  /// Tag names with the commits they name.
  public func tags() throws(EngineError) -> [String: String] {
    try onlyEngineErrors {
      var tags: [String: String] = [:]
      for (ref, id) in try store.commitRefs() where ref.hasPrefix("tags/") { tags[String(ref.dropFirst(5))] = id.hex }
      return tags
    }
  }
}

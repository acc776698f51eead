extension Store {
  /// A commit by ref name ("main", "v1", "heads/main", "origin/main"), full hex id, unique id prefix of at least 4
  /// digits, or "REF~N", its N-th first parent. A tag is preferred to a branch of the same name, that to a branch of a
  /// remote, and all to an id. A tag object stands for the commit that it names.
  ///
  /// - Throws: `unknownRevision`, `ambiguousRevision`, and as `commit`.
  public func resolve(_ revision: String) throws(StoreError) -> ObjectID {
    var parts = revision.split(separator: "~", omittingEmptySubsequences: false)
    let base = String(parts.removeFirst())
    guard var id = try resolveBase(base, of: revision) else { throw .unknownRevision(revision) }
    for part in parts {
      // As in git, "~" alone is one step.
      guard let steps = part.isEmpty ? 1 : Int(part), steps >= 0 else { throw .unknownRevision(revision) }
      for _ in 0..<steps {
        guard let parent = try commit(id).parents.first else { throw .unknownRevision(revision) }
        id = parent
      }
    }
    return id
  }

  private func resolveBase(_ base: String, of revision: String) throws(StoreError) -> ObjectID? {
    for name in ["tags/" + base, "heads/" + base, "remotes/" + base, base] where RefName.problem(with: name) == nil {
      if let id = try ref(name) { return try peel(id) }
    }
    guard let prefix = IDPrefix(base), prefix.digits >= 4 else { return nil }
    let candidates = try versions(matching: prefix)
    guard candidates.count <= 1 else { throw .ambiguousRevision(revision, candidates: candidates) }
    return try candidates.first.map { (id) throws(StoreError) in try peel(id) }
  }

  /// The commits and tags whose ids begin with `prefix`, in order, each once.
  private func versions(matching prefix: IDPrefix) throws(StoreError) -> [ObjectID] {
    var found: Set<ObjectID> = []
    for pack in try listPacks().packs {
      var index = pack.lowerBound(of: prefix.lowest)
      while index < pack.footer.entryCount {
        let entry = pack.entry(at: index)
        guard entry.id <= prefix.highest else { break }
        if entry.position.kind == .commit || entry.position.kind == .tag { found.insert(entry.id) }
        index += 1
      }
    }
    return found.sorted()
  }
}

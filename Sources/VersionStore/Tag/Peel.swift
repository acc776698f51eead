extension Store {
  /// The commit that `id` is, or that the tag `id` names, through however many tags.
  ///
  /// - Throws: `missing` where `id` is neither a commit nor a tag of this store, and as `read`.
  public func peel(_ id: ObjectID) throws(StoreError) -> ObjectID {
    var id = id
    // A tag names what was there before it: the chain ends.
    while try kind(of: id) == .tag { id = try tag(id).target }
    return id
  }

  /// Every ref with the commit that it leads to, tags peeled.
  ///
  /// - Throws: as `refs` and `peel`.
  public func commitRefs() throws(StoreError) -> [String: ObjectID] {
    var commits: [String: ObjectID] = [:]
    for (name, id) in try refs() { commits[name] = try peel(id) }
    return commits
  }

  /// What an object is, as the packs' indexes have it.
  func kind(of id: ObjectID) throws(StoreError) -> ObjectKind? { try locate(id)?.position.kind }
}

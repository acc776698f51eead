/// Something beside refs and operations that keeps objects: what a journal names and no commit does yet.
public enum CollectRoot: Hashable, Sendable {
  /// A commit or a tag, with all that it leads to.
  case version(ObjectID)
  /// A tree's root; `name` is that under which a commit would have it.
  case tree(name: String, root: ObjectID)
  case blob(ObjectID)
}

extension Store {
  /// What is marked from: refs, operations since `horizon`, versions in packs that are too young to judge, and what the
  /// caller adds.
  func roots(since horizon: Int64, adding more: [CollectRoot]) throws(StoreError) -> Roots {
    var roots = Roots()
    for id in try refs().values { roots.firm.insert(.version(id)) }
    roots.firm.formUnion(more)
    for operation in try operations() where operation.time >= horizon {
      for id in [operation.old, operation.new] { if let id { roots.loose.insert(.version(id)) } }
    }
    return roots
  }
}

struct Roots {
  /// What must be there whole.
  var firm: Set<CollectRoot> = []
  /// What is kept as far as it is there: an earlier collection may have had less to keep.
  var loose: Set<CollectRoot> = []

  func subtracting(_ other: Roots) -> Roots {
    Roots(firm: firm.subtracting(other.firm), loose: loose.subtracting(other.loose).subtracting(other.firm))
  }
}

import VersionStore

extension Store {
  /// The changes of names from a parent to its child, oldest first.
  ///
  /// A commit with one parent carries its own. A merge carries none: what one parent has not yet and the merge has is what
  /// the commits in between did.
  func schemaSteps(
    from parent: Commit, _ parentID: ObjectID, to child: Commit, _ childID: ObjectID
  ) throws -> [SchemaStep] {
    if child.parents.count == 1 { return try SchemaStep(childID, child, in: self).map { [$0] } ?? [] }
    if parent.blobs[TableName.project] == child.blobs[TableName.project] { return [] }
    return try schemaSteps(since: parentID, to: childID)
  }

  /// The changes of names that commits made which lead to `head` and not to `base`, oldest first.
  func schemaSteps(since base: ObjectID?, to head: ObjectID) throws -> [SchemaStep] {
    try history(from: [head], except: base.map { [$0] } ?? []).reversed().compactMap { id, commit in
      try SchemaStep(id, commit, in: self)
    }
  }
}

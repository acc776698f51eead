import VersionStore

extension Store {
  /// The changes of names from a parent to its child, oldest first.
  ///
  /// A commit with one parent carries its own. A merge carries none: what one parent has not yet and the merge has is what
  /// the commits in between did.
  func schemaSteps(
    from parent: Commit, _ parentID: ObjectID, to child: Commit, _ childID: ObjectID
  ) throws -> [SchemaStep] {
    if child.parents.count == 1 { return try SchemaStep(child, in: self).map { [$0] } ?? [] }
    if parent.blobs[TableName.project] == child.blobs[TableName.project] { return [] }
    return try schemaSteps(since: parentID, to: childID)
  }

  /// The changes of names that commits made which lead to `head` and not to `base`, oldest first.
  func schemaSteps(since base: ObjectID, to head: ObjectID) throws -> [SchemaStep] {
    let known = try ancestors(of: base)
    var steps: [SchemaStep] = []
    var seen = known
    // Parents before children; an explicit stack, as histories are long.
    var stack: [(id: ObjectID, isLeft: Bool)] = [(head, false)]
    while let (id, isLeft) = stack.popLast() {
      if isLeft {
        if let step = try SchemaStep(try commit(id), in: self) { steps.append(step) }
        continue
      }
      guard seen.insert(id).inserted else { continue }
      stack.append((id, true))
      for parent in try commit(id).parents.reversed() { stack.append((parent, false)) }
    }
    return steps
  }

  private func ancestors(of id: ObjectID) throws -> Set<ObjectID> {
    var seen: Set<ObjectID> = [id]
    var waiting = [id]
    while let next = waiting.popLast() {
      for parent in try commit(next).parents where seen.insert(parent).inserted { waiting.append(parent) }
    }
    return seen
  }
}

extension Store {
  /// Whether `commit` is `ancestor` or comes after it. Reads the commits that only one of the two leads to.
  ///
  /// - Throws: as `commit`.
  public func isAncestor(_ ancestor: ObjectID, of commit: ObjectID) throws(StoreError) -> Bool {
    if ancestor == commit { return true }
    return try commonAncestors(ancestor, commit).contains { $0.id == ancestor }
  }

  /// The commit from which `a` and `b` went different ways: a common ancestor that no other common ancestor comes
  /// after. Where there are several (after merges crosswise) it is the newest by time, then by id. Nil where the two
  /// have no history in common. The order of `a` and `b` does not matter.
  ///
  /// - Throws: as `commit`.
  public func mergeBase(_ a: ObjectID, _ b: ObjectID) throws(StoreError) -> ObjectID? {
    let candidates = try commonAncestors(a, b)
    // Only where clocks disagreed can one of these come before another.
    for candidate in candidates {
      var isBest = true
      for other in candidates where other.id != candidate.id {
        if try isAncestor(candidate.id, of: other.id) {
          isBest = false
          break
        }
      }
      if isBest { return candidate.id }
    }
    return nil
  }

  /// The best common ancestors of two commits, the newest first. Where a parent has a later time than its child there
  /// may be others among them.
  ///
  /// Marks travel from the two commits to their ancestors, the newest commit first; where both marks meet is a common
  /// ancestor, and what comes before that is stale. It ends when all that waits is stale. No commit between `a` and a
  /// best common ancestor is ever stale, or that ancestor would come before another: so the best are always found,
  /// whatever the clocks said.
  private func commonAncestors(_ a: ObjectID, _ b: ObjectID) throws(StoreError) -> [(id: ObjectID, time: Int64)] {
    var marks: [ObjectID: AncestryMarks] = [:]
    marks[a, default: []].insert(.ofFirst)
    marks[b, default: []].insert(.ofSecond)
    var queue = CommitQueue()
    for id in [a, b] { queue.insert(id, try commit(id)) }
    var found: [ObjectID: Int64] = [:]
    while !queue.allSatisfy({ marks[$0]?.contains(.stale) == true }), let (id, commit) = queue.popNewest() {
      var inherited = marks[id] ?? []
      if inherited.isSuperset(of: [.ofFirst, .ofSecond]) {
        if !inherited.contains(.stale) { found[id] = commit.time }
        inherited.insert(.stale)
      }
      for parent in commit.parents where marks[parent]?.isSuperset(of: inherited) != true {
        marks[parent, default: []].formUnion(inherited)
        queue.insert(parent, try self.commit(parent))
      }
    }
    return found.filter { marks[$0.key]?.contains(.stale) != true }.map { (id: $0.key, time: $0.value) }
      .sorted { $0.time != $1.time ? $0.time > $1.time : $0.id > $1.id }
  }
}

/// What is known of a commit while common ancestors are looked for.
private struct AncestryMarks: OptionSet {
  let rawValue: UInt8
  static let ofFirst = AncestryMarks(rawValue: 1)
  static let ofSecond = AncestryMarks(rawValue: 2)
  /// A common ancestor comes after it.
  static let stale = AncestryMarks(rawValue: 4)
}

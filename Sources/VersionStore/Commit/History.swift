extension Store {
  /// How far behind its parent's a commit's clock may be without `history(from:except:)` being misled: a day.
  private static let clockTolerance: Int64 = 86_400_000

  /// The commits that `starts` lead to and `excluded` do not, children before their parents, beside that the newest
  /// first by time and then by id.
  ///
  /// Reads the commits that it gives, and of those that `excluded` lead to only those that are not much older. So where
  /// a commit's clock was more than a day behind its parent's, a commit may be given that `excluded` lead to as well;
  /// one that belongs is never left out.
  ///
  /// - Throws: as `commit`.
  public func history(
    from starts: [ObjectID], except excluded: [ObjectID] = []
  ) throws(StoreError) -> [(id: ObjectID, commit: Commit)] {
    var found: [ObjectID: Commit] = [:]
    var isExcluded: [ObjectID: Bool] = [:]
    var queue = CommitQueue()
    for (ids, excludes) in [(starts, false), (excluded, true)] {
      for id in ids {
        isExcluded[id] = excludes
        queue.insert(id, try commit(id))
      }
    }
    // Nothing that is older than this can lead to what was found.
    var oldest = Int64.max
    while let newest = queue.newestTime {
      let isSettled = queue.allSatisfy { isExcluded[$0] == true }
      if isSettled, found.isEmpty || newest < oldest { break }
      guard let (id, commit) = queue.popNewest() else { break }
      let excludes = isExcluded[id] == true
      if excludes {
        found[id] = nil
      } else {
        found[id] = commit
        oldest = min(oldest, max(commit.time, .min + Store.clockTolerance) - Store.clockTolerance)
      }
      for parent in commit.parents {
        // What was thought to belong and is led to after all goes on to its own parents once more.
        if let known = isExcluded[parent], known || !excludes { continue }
        isExcluded[parent] = excludes
        queue.insert(parent, try self.commit(parent))
      }
    }
    return Store.childrenFirst(found)
  }

  /// `commits` in an order in which each comes before those of its ancestors that are among them.
  private static func childrenFirst(_ commits: [ObjectID: Commit]) -> [(id: ObjectID, commit: Commit)] {
    var children: [ObjectID: Int] = [:]
    for commit in commits.values {
      for parent in commit.parents where commits[parent] != nil { children[parent, default: 0] += 1 }
    }
    var ready = CommitQueue()
    for (id, commit) in commits where children[id] == nil { ready.insert(id, commit) }
    var ordered: [(id: ObjectID, commit: Commit)] = []
    ordered.reserveCapacity(commits.count)
    while let next = ready.popNewest() {
      ordered.append(next)
      for parent in next.commit.parents {
        guard let commit = commits[parent], let count = children[parent] else { continue }
        children[parent] = count - 1
        if count == 1 { ready.insert(parent, commit) }
      }
    }
    return ordered
  }
}

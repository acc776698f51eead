/// The commits and tags that some tips lead to and what is known does not.
struct NewCommits {
  /// The new tags, and the new commits with parents before children.
  private(set) var tags: [ObjectID] = []
  private(set) var commits: [(id: ObjectID, commit: Commit)] = []
  /// Tips and ancestors of tips that the store has not.
  private(set) var missing: [ObjectID] = []

  private let store: Store
  /// What was met so far, and whether what is known leads to it.
  private var isKnown: [ObjectID: Bool] = [:]
  private var read: [ObjectID: Commit] = [:]
  /// Commits whose parents were not looked at yet.
  private var waiting: [ObjectID] = []
  /// How many of those that wait are new.
  private var newCount = 0
  /// The time of the oldest new commit that was looked at.
  private var oldest = Int64.max

  /// How far behind its parent's a commit's clock may be without misleading the search: a day.
  private static let clockTolerance: Int64 = 86_400_000

  /// Cost grows with the new commits and those that are younger than the oldest of them.
  ///
  /// Commits are looked at newest first until all that is left to look at is known. Where clocks were wrong by more than
  /// a day a commit that is known may be taken for new: that costs time, and nothing else. Unlike
  /// `Store.history(from:except:)` it takes it that commits may be missing, and says which.
  init(in store: Store, from tips: [ObjectID], except known: [ObjectID]) throws(StoreError) {
    self.store = store
    var seen: Set<ObjectID> = []
    for id in known {
      if let commit = try peel(id, isKnown: true, &seen) { try add(commit, isKnown: true) }
    }
    for tip in tips {
      if let commit = try peel(tip, isKnown: false, &seen) { try add(commit, isKnown: false) }
    }
    while let newest = waiting.indices.max(by: { isOlder(waiting[$0], waiting[$1]) }) {
      let id = waiting.remove(at: newest)
      let (known, time) = (isKnown[id] ?? false, read[id]?.time ?? 0)
      // With nothing new left to look at, what is much older than all that is new leads to none of it.
      if newCount == 0, oldest == .max || time < oldest - NewCommits.clockTolerance { break }
      if !known {
        newCount -= 1
        oldest = min(oldest, time)
      }
      for parent in read[id]?.parents ?? [] { try add(parent, isKnown: known) }
    }
    order(tips)
  }

  /// The commit that `id` leads to through tags; nil where the store has not all of that.
  private mutating func peel(
    _ id: ObjectID, isKnown: Bool, _ seen: inout Set<ObjectID>
  ) throws(StoreError) -> ObjectID? {
    var id = id
    while let kind = try store.kind(of: id) {
      guard kind == .tag else { return id }
      if seen.insert(id).inserted, !isKnown { tags.append(id) }
      id = try store.tag(id).target
    }
    if !isKnown, seen.insert(id).inserted { missing.append(id) }
    return nil
  }

  private mutating func add(_ id: ObjectID, isKnown known: Bool) throws(StoreError) {
    switch isKnown[id] {
    case nil:
      isKnown[id] = known
      do throws(StoreError) {
        read[id] = try store.commit(id)
      } catch .missing {
        // What is known may go on elsewhere, where this store does not follow it.
        if !known { missing.append(id) }
        return
      }
      waiting.append(id)
      if !known { newCount += 1 }
    case false where known:
      isKnown[id] = true
      missing.removeAll { $0 == id }
      guard read[id] != nil else { return }
      if waiting.contains(id) { newCount -= 1 } else { waiting.append(id) }
    default: break
    }
  }

  private func isOlder(_ a: ObjectID, _ b: ObjectID) -> Bool {
    let (x, y) = (read[a]?.time ?? 0, read[b]?.time ?? 0)
    return x != y ? x < y : a < b
  }

  /// Puts the new commits in an order that depends on nothing but the history: parents first.
  private mutating func order(_ tips: [ObjectID]) {
    var done: Set<ObjectID> = []
    var stack = read.keys.filter { isKnown[$0] == false }.sorted { isOlder($1, $0) }
    while let id = stack.last {
      guard !done.contains(id), let commit = read[id] else {
        stack.removeLast()
        continue
      }
      let parents = commit.parents.filter { isKnown[$0] == false && read[$0] != nil && !done.contains($0) }
      guard parents.isEmpty else {
        stack += parents
        continue
      }
      done.insert(id)
      stack.removeLast()
      commits.append((id, commit))
    }
  }
}

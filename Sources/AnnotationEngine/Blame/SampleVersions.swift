import VersionStore

extension Workspace {
  /// The commits that changed a sample, its annotations or its labels, newest first, and `revision` itself in its place
  /// among them: what `sample(_:at:)` can be asked for to see one version after another.
  ///
  /// Where branches went different ways the way is one that `revision` lies on: down from the head of the branch at hand
  /// where that leads to it, else from the newest branch or tag that does; below it, of a merge's parents, the first
  /// that has the same rows. A few look-ups a commit: O(commits · log n).
  func versions(of sample: String, through revision: String) throws(EngineError) -> [String] {
    try onlyEngineErrors {
      let commit = try store.resolve(revision)
      let history = SampleHistory(store: store, sample: sample)
      let above = try history.way(from: tip(above: commit), to: commit)
      return try (history.changes(on: above) + history.changes(below: commit)).map(\.hex)
    }
  }

  private func tip(above commit: ObjectID) throws -> ObjectID {
    if let head = try head(), try store.isAncestor(commit, of: head) { return head }
    let tips = try Set(store.commitRefs().values).filter { try store.isAncestor(commit, of: $0) }
    return try tips.map { ($0, try store.commit($0).time) }.max { ($0.1, $0.0) < ($1.1, $1.0) }?.0 ?? commit
  }
}

/// Walks the history of all rows of one sample.
private struct SampleHistory {
  let store: Store
  let sample: String

  /// One way down from `tip` to `commit`, both of them on it: of several parents the first that leads there.
  func way(from tip: ObjectID, to commit: ObjectID) throws -> [ObjectID] {
    guard tip != commit else { return [commit] }
    let between = try store.history(from: [tip], except: [commit])
    var leads: Set<ObjectID> = [commit]
    var parents: [ObjectID: [ObjectID]] = [:]
    for (id, commit) in between.reversed() {
      let own = commit.parents
      parents[id] = own
      if own.contains(where: { leads.contains($0) }) { leads.insert(id) }
    }
    var way = [tip]
    while let last = way.last, last != commit, let next = parents[last]?.first(where: { leads.contains($0) }) {
      way.append(next)
    }
    return way.last == commit ? way : [commit]
  }

  /// Those of a way down that changed the sample, but for its last, which is told whatever it did.
  func changes(on way: [ObjectID]) throws -> [ObjectID] {
    var changes: [ObjectID] = []
    for (child, parent) in zip(way, way.dropFirst()) where try rows(in: child) != rows(in: parent) {
      changes.append(child)
    }
    return changes + way.suffix(1)
  }

  /// Those below `commit` that changed it, as far as it was there.
  func changes(below commit: ObjectID) throws -> [ObjectID] {
    var changes: [ObjectID] = []
    // The commit at hand is in the answer already; what made its rows is not told a second time.
    var place = commit
    var isFirst = true
    while true {
      let rows = try rows(in: place)
      let parents = try store.commit(place).parents
      let same = try parents.first { try self.rows(in: $0) == rows }
      if same == nil {
        if !isFirst && !rows.isEmpty { changes.append(place) }
        isFirst = false
      }
      guard let next = same ?? parents.first else { return changes }
      place = next
    }
  }

  /// The sample's row and those of its annotations and labels; empty where the commit has none of it.
  private func rows(in commit: ObjectID) throws -> [[UInt8]] {
    let trees = try store.commit(commit).trees
    guard let samples = trees[TableName.samples], let annotations = trees[TableName.annotations],
      let labels = trees[TableName.labels],
      let row = try Tree(root: samples, in: store).value(for: Array(sample.utf8))
    else { return [] }
    let prefix = PartKey.prefix(sample: sample)
    let parts = try [annotations, labels].flatMap { try Tree(root: $0, in: store).rows(withPrefix: prefix) }
    return [row] + parts.flatMap { [$0.key, $0.value] }
  }
}

/// Commits that wait to be looked at: the newest comes first, by time and then by id.
///
/// Kept sorted: as many wait as there are lines of history side by side, which are few.
struct CommitQueue {
  private struct Entry {
    let id: ObjectID
    let commit: Commit

    func isOlder(than other: Entry) -> Bool {
      commit.time != other.commit.time ? commit.time < other.commit.time : id < other.id
    }
  }

  /// The newest is last.
  private var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  /// The time of the commit that comes next.
  var newestTime: Int64? { entries.last?.commit.time }

  func allSatisfy(_ predicate: (ObjectID) -> Bool) -> Bool { entries.allSatisfy { predicate($0.id) } }

  /// Adds a commit unless it waits already.
  mutating func insert(_ id: ObjectID, _ commit: Commit) {
    let entry = Entry(id: id, commit: commit)
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].isOlder(than: entry) { low = middle + 1 } else { high = middle }
    }
    if low == entries.count || entries[low].id != id { entries.insert(entry, at: low) }
  }

  mutating func popNewest() -> (id: ObjectID, commit: Commit)? {
    entries.popLast().map { ($0.id, $0.commit) }
  }
}

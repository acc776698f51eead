import VersionStore

/// The order in which a log tells commits: children before their parents, and else the newest first. Times decide; as
/// clocks may agree, then ids.
enum LogOrder {
  /// Every commit that `tips` lead to. Reads them all first, so that a clock that went wrong on one machine never puts
  /// a parent before its child.
  static func all(of tips: Set<ObjectID>, in store: Store) throws -> [ObjectID] {
    try store.history(from: Array(tips)).map(\.id)
  }

  /// The first `count` of them, by reading little more: right where every clock was.
  static func newest(_ count: Int, of tips: Set<ObjectID>, in store: Store) throws -> [ObjectID] {
    var waiting = try tips.map { Waiting(time: try store.commit($0).time, id: $0) }
    var seen = tips
    var order: [ObjectID] = []
    while order.count < count, let next = takeNewest(&waiting) {
      order.append(next.id)
      for parent in try store.commit(next.id).parents where seen.insert(parent).inserted {
        waiting.append(Waiting(time: try store.commit(parent).time, id: parent))
      }
    }
    return order
  }

  private struct Waiting {
    var time: Int64
    var id: ObjectID
    func isOlder(than other: Waiting) -> Bool { time != other.time ? time < other.time : id < other.id }
  }

  /// As many wait as there are branches at that time: few.
  private static func takeNewest(_ waiting: inout [Waiting]) -> Waiting? {
    waiting.indices.max { waiting[$0].isOlder(than: waiting[$1]) }.map { waiting.remove(at: $0) }
  }
}

import Synchronization

/// Suspects in the order in which the review screen walks them.
struct SuspectOrder: Equatable, Sendable {
  /// Counts the searches of this process; another number means another order.
  var version = 0
  /// Ranks, the most doubtful first.
  var ranks: [Int] = []
  /// By rank its place in `ranks`.
  var places: [Int: Int] = [:]
}

/// What was found last, by question. All workspaces that this process has open on a journal share it: the search is made
/// beside the keys, on a connection of its own, and the review screen shows what it found.
final class SuspectMemory: Sendable {
  struct Entry: Sendable {
    var report: SuspectReport
    var order: SuspectOrder
    /// By sample its place in the report.
    var samples: [String: Int]
    /// What the journal had come to, and the schema it was read under.
    var seq: Int64
    var schema: String?

    func suspect(_ sample: String) -> Suspect? { samples[sample].map { report.suspects[$0] } }
  }

  private struct Registry {
    var memories: [String: WeakMemory] = [:]
    var searches = 0
  }
  private struct WeakMemory {
    weak var memory: SuspectMemory?
  }
  private static let registry = Mutex(Registry())

  private let entries = Mutex([String: Entry]())

  /// The memory of the journal at a path.
  static func shared(journal path: String) -> SuspectMemory {
    registry.withLock { registry in
      if let known = registry.memories[path]?.memory { return known }
      let memory = SuspectMemory()
      registry.memories = registry.memories.filter { $0.value.memory != nil }
      registry.memories[path] = WeakMemory(memory: memory)
      return memory
    }
  }

  static func nextVersion() -> Int {
    registry.withLock { registry in
      registry.searches += 1
      return registry.searches
    }
  }

  /// What was found for a question under the schema in force; nil where nothing was looked for yet.
  func entry(_ question: String, schema: String?) -> Entry? {
    entries.withLock { $0[question] }.flatMap { $0.schema == schema ? $0 : nil }
  }

  func keep(_ entry: Entry, _ question: String) { entries.withLock { $0[question] = entry } }
}

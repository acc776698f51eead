import Synchronization

/// What the searches beside the review screen found last, by question: suspects, samples without a label, and what a
/// reviewer's look at each sample is worth.
///
/// All workspaces that this process has open on a journal share it: a search runs beside the keys, on a connection of its
/// own, and the review screen shows what it found.
final class FindingMemory: Sendable {
  /// Labels that are probably wrong: see `SuspectReport`.
  struct Entry: Sendable {
    var report: SuspectReport
    var order: ReviewOrder
    /// By sample its place in the report.
    var samples: [String: Int]
    /// The last change (`lastChange`) of the journal then, and the schema it was read under.
    var seq: Int64
    var schema: String?

    func suspect(_ sample: String) -> Suspect? { samples[sample].map { report.suspects[$0] } }
  }

  private struct Registry {
    var memories: [String: WeakMemory] = [:]
    var searches = 0
  }
  private struct WeakMemory {
    weak var memory: FindingMemory?
  }
  private static let registry = Mutex(Registry())

  /// What was weighed last: see `ReviewWorth`.
  struct Worth: Sendable {
    var order: ReviewOrder
    /// By rank.
    var worths: [Int: ReviewWorth]
    var seq: Int64
    var schema: String?
  }

  /// What had no label when it was looked for last: see `UnlabeledSamples`.
  struct Unlabeled: Sendable {
    var order: ReviewOrder
    var seq: Int64
    var schema: String?
  }

  private let entries = Mutex([String: Entry]())
  /// By the question that was weighed; "" for all of them.
  private let worths = Mutex([String: Worth]())
  /// The same.
  private let unlabeled = Mutex([String: Unlabeled]())
  private let lastCount = Mutex<Unlabeled?>(nil)

  /// What home counted last, beside the review screen.
  var counted: Unlabeled? {
    get { lastCount.withLock { $0 } }
    set { lastCount.withLock { $0 = newValue } }
  }

  /// The memory of the journal at a path.
  static func shared(journal path: String) -> FindingMemory {
    registry.withLock { registry in
      if let known = registry.memories[path]?.memory { return known }
      let memory = FindingMemory()
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

  /// What was weighed for a question under the schema in force; nil where nothing was yet.
  func worth(_ question: String?, schema: String?) -> Worth? {
    worths.withLock { $0[question ?? ""] }.flatMap { $0.schema == schema ? $0 : nil }
  }

  /// What had no label to a question, or to any, under the schema in force; nil where nothing was looked for yet.
  func unlabeled(_ question: String?, schema: String?) -> Unlabeled? {
    unlabeled.withLock { $0[question ?? ""] }.flatMap { $0.schema == schema ? $0 : nil }
  }

  func keep(_ found: Unlabeled, _ question: String?) { unlabeled.withLock { $0[question ?? ""] = found } }

  func keep(_ worth: Worth, _ question: String?) { worths.withLock { $0[question ?? ""] = worth } }
}

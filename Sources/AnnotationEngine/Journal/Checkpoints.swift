import Dispatch
import GRDB
import Synchronization

/// Copies the write-ahead log back into the database now and then, on a connection and a thread of its own: SQLite's
/// own way does it inside some unlucky commit, which would be felt as a slow key.
///
/// It waits for a pause in the writing, as there is after nearly every key; then the log is copied whole, the next write
/// begins it anew, and it stays small. Who writes without a pause is checkpointed all the same, less often.
final class Checkpoints: Sendable {
  /// Writes after which a pause is used. An act writes some 15 pages; opening reads what is left of the log.
  static let wanted = 64
  /// Writes after which no pause is waited for.
  static let urgent = 4096
  /// How long nothing may be written for it to be a pause.
  static let pause = DispatchTimeInterval.milliseconds(200)

  private let path: String
  /// Writes since the last checkpoint.
  private let writes = Atomic<Int>(0)
  private let isScheduled = Atomic<Bool>(false)

  init(path: String) { self.path = path }

  func countWrite() {
    let count = writes.add(1, ordering: .relaxed).newValue
    guard count >= Self.wanted, !isScheduled.exchange(true, ordering: .acquiring) else { return }
    schedule(seen: count)
  }

  private func schedule(seen: Int) {
    DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + Self.pause) { [weak self] in
      guard let self else { return }
      let count = writes.load(ordering: .relaxed)
      guard count == seen || count >= Self.urgent else {
        schedule(seen: count)
        return
      }
      writes.store(0, ordering: .relaxed)
      // A checkpoint that fails has lost nothing: the log still holds everything, and the next one tries again.
      try? checkpoint()
      isScheduled.store(false, ordering: .releasing)
    }
  }

  private func checkpoint() throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
    try queue.close()
  }
}

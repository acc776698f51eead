import Dispatch
import GRDB
import Synchronization

/// Copies the write-ahead log back into the database now and then, on a connection and a thread of its own: SQLite's
/// own way does it inside some unlucky commit, which would be felt as a slow key.
final class Checkpoints: Sendable {
  /// Writes between two checkpoints. A key writes about ten pages; this keeps the log near 40 MB.
  static let interval = 1000

  private let path: String
  private let writes = Atomic<Int>(0)
  private let running = Atomic<Bool>(false)

  init(path: String) { self.path = path }

  func countWrite() {
    let count = writes.add(1, ordering: .relaxed).newValue
    guard count.isMultiple(of: Self.interval) else { return }
    guard !running.exchange(true, ordering: .acquiring) else { return }
    DispatchQueue.global(qos: .utility).async { [self] in
      // A checkpoint that fails has lost nothing: the log still holds everything, and the next one tries again.
      try? checkpoint()
      running.store(false, ordering: .releasing)
    }
  }

  private func checkpoint() throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in _ = try db.checkpoint(.passive) }
    try queue.close()
  }
}

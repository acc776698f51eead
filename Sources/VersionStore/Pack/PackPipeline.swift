import Dispatch
import Synchronization

/// Hands the blocks of a pack to one worker, so that whoever fills blocks and zstd run side by side.
///
/// The queue is bounded: a caller who is faster than the disk waits. What goes wrong in the worker is thrown by the
/// next call.
final class PackPipeline: Sendable {
  /// Blocks that may wait for the worker: 1 MiB.
  private static let depth = 32

  private struct State {
    var file: PackFile
    var failure: StoreError?
  }

  private let state: Mutex<State>
  /// Set when nothing more need be written.
  private let isAbandoned = Atomic(false)
  private let hasFailed = Atomic(false)
  private let queue = DispatchQueue(label: "store.pack")
  private let room = DispatchSemaphore(value: depth)

  init(file: OpenFile, access: FileAccess) throws(StoreError) {
    state = Mutex(State(file: try PackFile(file: file, access: access)))
  }

  var byteCount: Int { state.withLock { $0.file.byteCount } }

  /// Gives the worker a block.
  func add(_ block: [UInt8], isBlobs: Bool) throws(StoreError) {
    try submit { (file) throws(StoreError) in try file.add(block, isBlobs: isBlobs) }
  }

  /// Gives the worker a run of the index to sort and put aside.
  func spill(_ run: [IndexEntry]) throws(StoreError) {
    try submit { (file) throws(StoreError) in try file.spill(run) }
  }

  /// Waits for the worker, then works on the file in the caller's thread.
  func afterWorker<R: Sendable>(
    _ body: (inout PackFile) throws(StoreError) -> R
  ) throws(StoreError) -> R {
    queue.sync {}
    return try state.withLock { (state) throws(StoreError) in
      if let failure = state.failure { throw failure }
      do throws(StoreError) {
        return try body(&state.file)
      } catch {
        state.failure = error
        throw error
      }
    }
  }

  /// Makes the worker drop what waits, and waits for it to stop.
  func abandon() {
    isAbandoned.store(true, ordering: .relaxed)
    queue.sync {}
  }

  private func submit(
    _ work: @escaping @Sendable (inout PackFile) throws(StoreError) -> Void
  ) throws(StoreError) {
    if hasFailed.load(ordering: .relaxed), let failure = state.withLock({ $0.failure }) { throw failure }
    room.wait()
    queue.async {
      self.run(work)
      self.room.signal()
    }
  }

  private func run(_ work: (inout PackFile) throws(StoreError) -> Void) {
    state.withLock { state in
      guard state.failure == nil, !isAbandoned.load(ordering: .relaxed) else { return }
      do throws(StoreError) {
        try work(&state.file)
      } catch {
        state.failure = error
        hasFailed.store(true, ordering: .relaxed)
      }
    }
  }
}

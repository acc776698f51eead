import Foundation
import Synchronization

@testable import VersionStore

/// A disk that fails, or loses power, at a chosen step.
final class FaultyDisk: Sendable {
  enum Fault: CaseIterable, Sendable {
    /// One step fails and nothing else: a full disk that somebody tidies up.
    case fullOnce
    /// From one step on every step fails, as for a process that is gone; what was written stays.
    case killed
    /// As `killed`, and what was not synced is lost.
    case powerLoss
  }

  private struct Undo {
    let path: String
    /// What was there before; nil for nothing.
    let content: Data?
  }

  private struct State {
    var steps = 0
    var hasFailed = false
    /// Sizes of files that are on the disk whatever happens.
    var durable: [String: Int] = [:]
    /// Changes of directories that are not on the disk yet, oldest first.
    var pending: [Undo] = []
  }

  private let state = Mutex(State())
  private let fault: Fault
  private let failing: Int

  init(_ fault: Fault, at step: Int) {
    self.fault = fault
    failing = step
  }

  var hasFailed: Bool { state.withLock { $0.hasFailed } }

  var access: FileAccess {
    FileAccess { step, path in self.take(step, path) }
  }

  private func take(_ step: FileStep, _ path: String) -> FileOutcome {
    state.withLock { state in
      defer { state.steps += 1 }
      if state.steps == failing || (state.hasFailed && fault != .fullOnce) {
        let isFirst = !state.hasFailed
        state.hasFailed = true
        // Half of a write reaches the disk, sometimes.
        if isFirst, case .write(let count) = step, failing % 2 == 0 {
          note(step, path, &state)
          return .cutShort(byteCount: count / 2, errno: ENOSPC)
        }
        return .fail(errno: fault == .fullOnce ? ENOSPC : EIO)
      }
      note(step, path, &state)
      return .proceed
    }
  }

  private func note(_ step: FileStep, _ path: String, _ state: inout State) {
    switch step {
    case .create, .write:
      if state.durable[path] == nil { state.durable[path] = size(path) ?? 0 }
    case .sync:
      state.durable[path] = size(path)
    case .truncate(let size):
      state.durable[path] = min(size, state.durable[path] ?? size)
    case .rename(let target):
      state.pending.append(Undo(path: target, content: FileManager.default.contents(atPath: target)))
      state.durable[target] = state.durable.removeValue(forKey: path)
    case .remove:
      state.pending.append(Undo(path: path, content: FileManager.default.contents(atPath: path)))
      state.durable[path] = nil
    case .syncDirectory:
      state.pending.removeAll { StoreLayout.parent(of: $0.path) == path }
    case .makeDirectory: break
    }
  }

  private func size(_ path: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
  }

  /// Makes the disk what it would be after the power came back, in the worst case.
  func losePower() throws {
    guard fault == .powerLoss else { return }
    let (durable, pending) = state.withLock { ($0.durable, $0.pending) }
    for (path, size) in durable {
      guard let now = self.size(path), now > size else { continue }
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try handle.truncate(atOffset: UInt64(size))
      try handle.close()
    }
    for undo in pending.reversed() where !undo.path.contains("/store/tmp/") {
      if let content = undo.content {
        try content.write(to: URL(fileURLWithPath: undo.path))
      } else {
        try? FileManager.default.removeItem(atPath: undo.path)
      }
    }
  }
}

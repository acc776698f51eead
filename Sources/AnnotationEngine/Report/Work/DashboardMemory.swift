import Synchronization

/// Keeps the annotations as numbers, and what was counted last.
final class DashboardMemory: Sendable {
  private struct Counted {
    var version: Int
    var count: DashboardCount
  }
  private struct State {
    var table = WorkTable()
    var counted: Counted?
  }
  private let state = Mutex(State())

  /// The figures as they are now. Reads what changed since the last call (everything, the first time) and counts.
  func current(for workspace: Workspace) throws(EngineError) -> DashboardCount {
    let agreement = try workspace.agreement()
    return try state.withLock { state throws(EngineError) in
      try workspace.journal.read { try state.table.follow($0) }
      if let known = state.counted, known.version == state.table.version { return known.count }
      let count = DashboardCount(state.table, agreement)
      state.counted = Counted(version: state.table.version, count: count)
      return count
    }
  }
}

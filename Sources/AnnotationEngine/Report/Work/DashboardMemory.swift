import Synchronization

/// Keeps the annotations as numbers, and what was counted last.
final class DashboardMemory: Sendable {
  private struct State {
    var table = WorkTable()
    var work: WorkCount?
    var dashboard: DashboardCount?
    var parts: [String: QuestionParts] = [:]

    /// Reads what changed since the last call: everything, the first time.
    mutating func follow(_ workspace: Workspace) throws(EngineError) -> WorkCount {
      let version = table.version
      try workspace.journal.read { try table.follow($0) }
      if let work, table.version == version { return work }
      let work = WorkCount(table)
      self.work = work
      dashboard = nil
      return work
    }
  }
  private let state = Mutex(State())

  /// Progress and annotators as they are now.
  func work(for workspace: Workspace) throws(EngineError) -> WorkCount {
    try state.withLock { state throws(EngineError) in try state.follow(workspace) }
  }

  /// The same with what is shown by question.
  func dashboard(for workspace: Workspace) throws(EngineError) -> (work: WorkCount, questions: DashboardCount) {
    try state.withLock { state throws(EngineError) in
      let work = try state.follow(workspace)
      if let known = state.dashboard { return (work, known) }
      let dashboard = try DashboardCount(work, state.table, &state.parts, in: workspace)
      state.dashboard = dashboard
      return (work, dashboard)
    }
  }
}

import AnnotationEngine
import Synchronization
import Workstation

/// Maps the effects of the screens onto engine calls, and what the engine says onto outcomes.
///
/// One performer serves one lane, whose effects come one at a time. The foreground and the background lane have one
/// each, with a connection of its own to the journal, so that a long read never stands before a key's save.
final class Performer: Sendable {
  private let person: String
  /// The workspaces that home lists, the one at hand first.
  private let known: [String]
  private let desks: Mutex<[String: Desk]>
  /// The branches of workspaces that another performer has open.
  private let branches: [String: String]

  /// `desk` is the workspace that is open already; `other` one that another performer has open, whose branch this one
  /// is to work on too.
  init(person: String, known: [String], desk: Desk? = nil, besides other: Desk? = nil) {
    self.person = person
    self.known = known
    branches = other.map { [$0.workspace.path: $0.workspace.branch] } ?? [:]
    desks = Mutex(desk.map { [$0.workspace.path: $0] } ?? [:])
  }

  /// Does what `effect` asks for, durably, and gives its outcome; nil for those that the terminal performs.
  func perform(_ effect: Effect) -> Outcome? {
    do {
      return try outcome(of: effect)
    } catch {
      let failure = CommandFailure(error)
      return .failed(Failure(what: failure.what, place: failure.place, remedy: failure.remedy), of: effect)
    }
  }

  private func outcome(of effect: Effect) throws -> Outcome? {
    switch effect {
    case .open(let path):
      let desk = try desk(path)
      try desk.workspace.followHead()
      return .opened(try desk.workplace())
    case .label(let path, let action):
      let desk = try desk(path)
      return .label(try desk.workspace.label(desk.session, action), of: action)
    case .review(let path, let action):
      let desk = try desk(path)
      return .review(try desk.workspace.review(desk.session, action), of: action)
    case .blame(let path, let sample):
      let desk = try desk(path)
      return .blame(workspace: path, try desk.workspace.blame(desk.session, sample))
    case .history(let path, let action):
      return .history(workspace: path, try step(action, try desk(path)), of: action)
    case .home:
      return .home(try home())
    case .agreement(let path):
      let desk = try desk(path)
      return .agreement(workspace: path, try desk.workspace.agreement(desk.session))
    case .dashboard(let path, let depth):
      let desk = try desk(path)
      return .dashboard(workspace: path, try desk.workspace.dashboard(desk.session, upTo: depth))
    case .reviewOrder(let path, let filter):
      let desk = try desk(path)
      let version =
        switch filter.scope {
        case .suspects: try desk.workspace.refreshSuspects(desk.session, question: filter.question)
        case .unlabeled: try desk.workspace.refreshUnlabeled(desk.session, question: filter.question)
        case .disagreements, .conflicts, .flagged, .resolved, .annotated:
          try desk.workspace.refreshWorths(desk.session, question: filter.question)
        }
      return .reviewOrder(workspace: path, filter, version: version)
    case .guidelines(let path):
      return .guidelines(workspace: path, try desk(path).workspace.guidelines())
    case .changeCount(let path):
      return .changeCount(workspace: path, try desk(path).workspace.changeCount())
    case .plan(let path):
      let desk = try desk(path)
      try desk.workspace.replan(desk.session)
      return .planned(workspace: path)
    case .suspend, .redraw:
      return nil
    }
  }

  private func step(_ action: HistoryAction, _ desk: Desk) throws -> HistoryStep {
    switch action {
    case .page(let offset, let limit, let isFirst):
      .page(try desk.workspace.logPage(offset: offset, limit: limit, isFirst: isFirst))
    case .commit(let id): .commit(try desk.workspace.show(desk.session, id))
    case .sample(let id, let commit): .sample(try desk.workspace.sample(desk.session, id, at: commit))
    case .versions(let sample, let commit):
      .versions(
        try desk.workspace.versions(desk.session, of: sample, through: commit))
    }
  }

  /// A report of each known workspace. One that cannot be opened, or does not know this person, is left out, unless
  /// none is left: then the first one says why.
  private func home() throws -> [HomeReport] {
    var reports: [HomeReport] = []
    var problem: (any Error)?
    for path in known {
      do {
        let desk = try desk(path)
        reports.append(try desk.workspace.home(desk.session))
      } catch {
        problem = problem ?? error
      }
    }
    if let problem, reports.isEmpty { throw problem }
    return reports
  }

  private func desk(_ path: String) throws -> Desk {
    if let desk = desks.withLock({ $0[path] }) { return desk }
    let workspace = try openBranch(branches[path], of: person, at: path, quiet: true)
    try workspace.followHead()
    let desk = Desk(workspace: workspace, session: try identify(person, in: workspace))
    desks.withLock { $0[path] = desk }
    return desk
  }
}

extension Desk {
  func workplace() throws -> Workplace {
    Workplace(path: workspace.path, project: try workspace.project(), session: session, branch: workspace.branch)
  }
}

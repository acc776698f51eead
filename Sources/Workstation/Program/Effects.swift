import AnnotationEngine

/// What a screen asks the outside to do. Plain values: a served session sends them across a socket.
///
/// Two kinds, told apart by `isBackground`:
///
/// - **Foreground**: `open`, `label`, `review` (all actions but `find`), `suspend`, `redraw`. They are performed one
///   after another in the order given, and are durable before they are answered. A screen that waits for such an
///   answer holds the keys typed meanwhile.
/// - **Background**: `history`, `blame`, `home`, `agreement`, `reviewOrder`, `dashboard`, `plan`, `guidelines`,
///   `changeCount`, and `label` or `review` with a `find`. They may take long and may be answered in any order; a screen that
///   no longer wants an answer ignores it.
///
/// Every effect but `suspend` and `redraw` is answered exactly once: by the outcome named beside it, or by
/// `Outcome.failed` with the effect itself.
public enum Effect: Codable, Equatable, Sendable {
  /// Opens the workspace at a path of the home screen: `Workspace.project`, `Workspace.session`. → `Outcome.opened`
  case open(workspace: String)
  /// `Workspace.label` with this person's session. → `Outcome.label`
  case label(workspace: String, LabelAction)
  /// `Workspace.review`. → `Outcome.review`
  case review(workspace: String, ReviewAction)
  /// Reads versions for the history screen. → `Outcome.history`
  case history(workspace: String, HistoryAction)
  /// `Workspace.blame` as this person may see it. → `Outcome.blame`
  case blame(workspace: String, sample: String)
  /// `Workspace.home` of every known workspace. → `Outcome.home`
  case home
  /// `Workspace.agreement`. → `Outcome.agreement`
  case agreement(workspace: String)
  /// `Workspace.dashboard` as this person may see it. → `Outcome.dashboard`
  case dashboard(workspace: String, upTo: DashboardDepth = .all)
  /// `Workspace.refreshSuspects`, or for the order `value` `Workspace.refreshWorths`. → `Outcome.reviewOrder`
  case reviewOrder(workspace: String, ReviewFilter)
  /// `Workspace.guidelines`. → `Outcome.guidelines`
  case guidelines(workspace: String)
  /// `Workspace.changeCount`. → `Outcome.changeCount`
  case changeCount(workspace: String)
  /// `Workspace.replan`. → `Outcome.planned`
  case plan(workspace: String)
  /// Gives the terminal back to the shell until the person returns (Ctrl-Z). Not answered.
  case suspend
  /// Draws every cell anew, for a screen that something else wrote over. Not answered.
  case redraw

  /// True when the loop may go on with other effects before this one is answered.
  public var isBackground: Bool {
    switch self {
    case .label(_, .find), .review(_, .find), .history, .blame, .home, .agreement, .reviewOrder, .dashboard,
      .guidelines, .changeCount, .plan:
      true
    case .open, .label, .review, .suspend, .redraw: false
    }
  }
}

/// The answer to an effect.
public enum Outcome: Codable, Equatable, Sendable {
  case opened(Workplace)
  /// `of` is the action as the effect gave it.
  case label(LabelStep, of: LabelAction)
  case review(ReviewStep, of: ReviewAction)
  case history(workspace: String, HistoryStep, of: HistoryAction)
  case blame(workspace: String, Veiled<BlameReport>)
  /// One report a workspace, in the order in which they are shown.
  case home([HomeReport])
  case agreement(workspace: String, AgreementReport)
  case dashboard(workspace: String, DashboardReport)
  /// The version of the order that the review screen walks from now on.
  case reviewOrder(workspace: String, ReviewFilter, version: Int)
  /// nil where the project names no guidelines.
  case guidelines(workspace: String, String?)
  case changeCount(workspace: String, Int)
  /// What comes next in the queue is planned, where that was due.
  case planned(workspace: String)
  /// Nothing was done.
  case failed(Failure, of: Effect)
}

/// One workspace as a person works in it.
public struct Workplace: Codable, Equatable, Sendable {
  /// As in `HomeReport.path`.
  public var path: String
  public var project: Project
  public var session: Session
  /// The branch that is worked on.
  public var branch: String
  /// A workspace that is open for one person.
  public init(path: String, project: Project, session: Session, branch: String = "main") {
    self.path = path
    self.project = project
    self.session = session
    self.branch = branch
  }

  /// The project's name, with the branch where it is not main: in brackets, as history shows branches.
  var title: String { Workplace.title(project.name, on: branch) }

  static func title(_ project: String, on branch: String) -> String {
    branch == "main" ? project : "\(project) [\(branch)]"
  }
}

/// An error in words: the three parts of a `LocalizedError`.
public struct Failure: Codable, Equatable, Sendable {
  /// `errorDescription`
  public var what: String
  /// `failureReason`: where, as file:line:column when there is one.
  public var place: String?
  /// `recoverySuggestion`
  public var remedy: String?
  /// What went wrong, where, and what helps.
  public init(what: String, place: String? = nil, remedy: String? = nil) {
    self.what = what
    self.place = place
    self.remedy = remedy
  }
}

import AnnotationEngine
import Terminal

extension Workstation {
  /// A stack of screens with at most one overlay over the topmost. Each screen keeps its own state.
  public struct State: Sendable {
    var size = Size(rows: 24, columns: 80)
    /// Bottom to top; the screen of each stands in the property of its name.
    var stack: [Section] = []
    var home: HomeScreen?
    var label: LabelScreen?
    var review: ReviewScreen?
    var history: HistoryScreen?
    var dashboard: DashboardScreen?
    var overlay: Overlay?
    var guidelines = Guidelines()
    /// What the overlay on a sample's labels shows.
    var blame: Veiled<BlameReport>?
    /// The workspace that is being opened from home.
    var opening: Opening?
    var isOver = false

    struct Opening: Equatable, Sendable {
      var path: String
      var section: Section
    }

    var top: Section { stack.last ?? .home }
    var isRoot: Bool { stack.count <= 1 }

    /// The workspace that the topmost screen shows.
    var workspace: String? {
      switch top {
      case .label: label?.workplace.path
      case .review: review?.workplace.path
      case .history: history?.workplace.path
      case .dashboard: dashboard?.workplace.path
      case .home, .all: home?.selected?.path
      }
    }

    /// The project of the topmost screen; home shows several.
    var project: Project? {
      switch top {
      case .label: label?.workplace.project
      case .review: review?.workplace.project
      case .history: history?.workplace.project
      case .dashboard: dashboard?.workplace.project
      case .home, .all: nil
      }
    }

    /// Says a sentence on the status line of the topmost screen.
    mutating func say(_ notice: Notice) {
      switch top {
      case .label: label?.notice = notice
      case .review: review?.notice = notice
      case .history: history?.notice = notice
      case .dashboard: dashboard?.notice = notice
      case .home, .all: home?.notice = notice
      }
    }
  }
}

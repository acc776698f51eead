import Terminal

/// The screens that have commands of their own, named as the sections of a key file. `all` holds on every screen.
enum Section: String, CaseIterable, Sendable { case all, home, label, review, history, dashboard }

/// One thing a person can do. The one table of these drives keys, hints, help, the palette and remapping.
struct Command: Sendable {
  /// "label.skip"; what a key file names. The part before the point is the section.
  let id: String
  /// A word or three, for hints and the palette.
  let title: String
  /// A sentence, for help.
  let about: String
  let section: Section
  let keys: [Key]
  let act: Act

  /// What it does and, where it cannot be done now, why not.
  enum Act: Sendable {
    case shared(
      whyNot: @Sendable (Workstation.State) -> String?, run: @Sendable (inout Workstation.State, inout Desk) -> Void)
    case home(whyNot: @Sendable (HomeScreen) -> String?, run: @Sendable (inout HomeScreen, inout Desk) -> Void)
    case label(whyNot: @Sendable (LabelScreen) -> String?, run: @Sendable (inout LabelScreen, inout Desk) -> Void)
    case review(whyNot: @Sendable (ReviewScreen) -> String?, run: @Sendable (inout ReviewScreen, inout Desk) -> Void)
    case history(
      whyNot: @Sendable (HistoryScreen) -> String?, run: @Sendable (inout HistoryScreen, inout Desk) -> Void)
    case dashboard(
      whyNot: @Sendable (DashboardScreen) -> String?, run: @Sendable (inout DashboardScreen, inout Desk) -> Void)
  }

  init(_ id: String, _ title: String, _ about: String, _ keys: [Key], _ act: Act) {
    self.id = id
    self.title = title
    self.about = about
    self.keys = keys
    self.act = act
    section =
      switch act {
      case .shared: .all
      case .home: .home
      case .label: .label
      case .review: .review
      case .history: .history
      case .dashboard: .dashboard
      }
  }

  /// Every command, in the order in which help and the palette list them.
  static let table: [Command] =
    HomeScreen.commands + LabelScreen.commands + ReviewScreen.commands + HistoryScreen.commands
    + DashboardScreen.commands + shared

  /// The commands that work on a screen: its own first, then those of every screen.
  static func commands(on section: Section) -> [Command] {
    table.filter { $0.section == section } + table.filter { $0.section == .all }
  }
}

extension Workstation.State {
  /// Why `command` cannot be done now; nil when it can.
  func whyNot(_ command: Command) -> String? {
    let elsewhere = "it belongs to the \(command.section.rawValue) screen"
    return switch command.act {
    case .shared(let whyNot, _): whyNot(self)
    case .home(let whyNot, _): top == .home ? home.flatMap(whyNot) : elsewhere
    case .label(let whyNot, _): top == .label ? label.flatMap(whyNot) : elsewhere
    case .review(let whyNot, _): top == .review ? review.flatMap(whyNot) : elsewhere
    case .history(let whyNot, _): top == .history ? history.flatMap(whyNot) : elsewhere
    case .dashboard(let whyNot, _): top == .dashboard ? dashboard.flatMap(whyNot) : elsewhere
    }
  }

  /// Does `command`, or says why not.
  mutating func run(_ command: Command, _ desk: inout Desk) {
    if let why = whyNot(command) {
      say(.remark("\(command.title): \(why)"))
      return
    }
    switch command.act {
    case .shared(_, let run): run(&self, &desk)
    case .home(_, let run): home.modify { run(&$0, &desk) }
    case .label(_, let run): label.modify { run(&$0, &desk) }
    case .review(_, let run): review.modify { run(&$0, &desk) }
    case .history(_, let run): history.modify { run(&$0, &desk) }
    case .dashboard(_, let run): dashboard.modify { run(&$0, &desk) }
    }
  }
}

extension Optional {
  /// Changes the value in place, without a second copy of it while it changes; nothing happens to nil.
  mutating func modify(_ body: (inout Wrapped) -> Void) {
    guard var value = take() else { return }
    body(&value)
    self = value
  }
}

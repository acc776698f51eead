import AnnotationEngine
import Terminal

/// The plots of the dashboard, in their order.
public enum DashboardPanel: String, CaseIterable, Sendable {
  case progress, throughput, agreement, pairs, confusion, balance, skill, learning

  /// The one table of panels.
  var kind: any PanelKind.Type {
    switch self {
    case .progress: ProgressPanel.self
    case .throughput: ThroughputPanel.self
    case .agreement: AgreementPanel.self
    case .pairs: PairsPanel.self
    case .confusion: ConfusionPanel.self
    case .balance: BalancePanel.self
    case .skill: SkillPanel.self
    case .learning: LearningPanel.self
    }
  }

  /// What it shows, in a few words.
  public var title: String { kind.title }
  /// What a reader has to know to read it, in a sentence.
  public var legend: String { kind.legend }

  /// Its figure with what that rests on: "α .61 [.57 .65] n 812"; empty where it has none.
  public func headline(of report: DashboardReport, question: Int, person: String? = nil) -> String {
    headline(PanelContext(report: report, question: question, person: person))
  }
}

extension DashboardPanel {
  /// Draws the plot into an area: nothing of it stands outside, however little room there is.
  func draw(_ context: PanelContext, in frame: inout Frame, _ area: Area, top: Int = 0) {
    guard area.rows > 0, area.columns > 0 else { return }
    if let absence = absence(context) {
      frame.say(absence, in: area)
      return
    }
    var plot = Frame(size: Size(rows: area.rows, columns: area.columns))
    kind.draw(context, in: &plot, Area(row: 0, column: 0, rows: area.rows, columns: area.columns), top: top)
    frame.paste(plot, row: area.row, column: area.column)
  }
}

extension DashboardPanel {
  /// Why what it draws from is not in the report; nil where it is.
  func absence(_ context: PanelContext) -> String? {
    if context.report.depth < kind.depth { return "counting…" }
    return kind.restsOnOthers ? context.dashboard?.withheld : nil
  }

  /// The figures beside its title and in the list; empty while they are being counted.
  func headline(_ context: PanelContext) -> String { absence(context) == nil ? kind.headline(context) : "" }
  func summary(_ context: PanelContext) -> String { absence(context) == nil ? kind.summary(context) : "" }

  /// Its table; an empty one that says why where there is nothing to show.
  func table(_ context: PanelContext) -> DashboardTable {
    if let absence = absence(context) { return DashboardTable([.init(title)], rows: [], whyEmpty: absence) }
    return kind.table(context)
  }
}

/// What a panel draws from.
struct PanelContext: Sendable {
  let report: DashboardReport
  /// A place in the report's questions.
  let question: Int
  /// Whose answers the confusion counts; everyone's where nil.
  let person: String?

  var dashboard: QuestionDashboard? {
    report.questions.indices.contains(question) ? report.questions[question] : nil
  }
}

/// A rectangle of a frame.
struct Area: Equatable, Sendable {
  var row: Int
  var column: Int
  var rows: Int
  var columns: Int

  /// Without its first rows.
  func below(_ rows: Int) -> Area {
    Area(row: row + rows, column: column, rows: max(0, self.rows - rows), columns: columns)
  }
}

/// One plot: pure functions of the report.
protocol PanelKind {
  static var title: String { get }
  static var legend: String { get }
  /// How much has to be counted before there is anything to draw.
  static var depth: DashboardDepth { get }
  /// Whether it shows figures of a question that follow from others' answers.
  static var restsOnOthers: Bool { get }
  /// Rows of the plot that show all of it, or as many as do it good.
  static func rows(_ context: PanelContext, columns: Int) -> Int
  /// For the list of panels, 9 columns at most; empty where there is no figure.
  static func summary(_ context: PanelContext) -> String
  static func headline(_ context: PanelContext) -> String
  /// Draws into `area`, whatever its size. `top` is the first of the rows to show, where there are more.
  static func draw(_ context: PanelContext, in frame: inout Frame, _ area: Area, top: Int)
  static func table(_ context: PanelContext) -> DashboardTable
}

extension PanelKind {
  static var depth: DashboardDepth { .all }
  static var restsOnOthers: Bool { false }
  static func rows(_ context: PanelContext, columns: Int) -> Int { 7 }
}

extension Frame {
  /// A sentence wrapped into an area; gives the rows used.
  @discardableResult
  mutating func say(_ words: String, in area: Area, role: Ink = .dim) -> Int {
    guard area.rows > 0, area.columns > 0, !words.isEmpty else { return 0 }
    let lines = wrap(words, width: area.columns)
    for (index, line) in lines.prefix(area.rows).enumerated() {
      let isCut = index == area.rows - 1 && lines.count > area.rows
      put(isCut ? line + "…" : line, row: area.row + index, column: area.column, role: role, width: area.columns)
    }
    return min(lines.count, area.rows)
  }

  /// That rows are out of sight below, in the last row of an area.
  mutating func sayMore(_ count: Int, in area: Area) {
    guard count > 0, area.rows > 0 else { return }
    fill(row: area.row + area.rows - 1, column: area.column, rows: 1, columns: area.columns, role: .text)
    put(
      "… \(Figures.grouped(count)) more", row: area.row + area.rows - 1, column: area.column, role: .dim,
      width: area.columns)
  }
}

import AnnotationEngine
import Terminal

/// The dashboard: how the work goes, in plots, each with its table behind a key.
struct DashboardScreen: Sendable {
  let workplace: Workplace
  private(set) var report: DashboardReport?
  /// When the report came.
  private(set) var asOf: Int64 = 0
  var notice: Notice?
  private(set) var failure: Notice?

  // What is looked at.
  var panel = DashboardPanel.progress
  /// A place in the report's questions.
  private(set) var question = 0
  /// Whose confusion is shown; everyone's where nil.
  private(set) var person: String?
  /// The table of the panel stands in its place.
  private(set) var showsTable = false
  /// One panel alone, where the window would have room for all.
  var isLarge = false
  /// The first row in sight of a plot that has more.
  var top = 0
  /// The rows of the table.
  var selection = Selection(count: 0)
  /// Columns of the table that went out of sight at the left.
  var shift = 0
  private(set) var size: Size

  // What is under way outside.
  private var asked: Int64?
  private var changes: Int?
  private var isStale = false
  /// Counting takes a while on a large journal: it is not begun anew before this moment.
  private var rested: Int64 = 0

  init(workplace: Workplace, size: Size) {
    self.workplace = workplace
    self.size = size
  }

  var context: PanelContext? { report.map { PanelContext(report: $0, question: question, person: person) } }
  var table: DashboardTable? { context.map { panel.table($0) } }
  var isCounting: Bool { asked != nil }

  // MARK: Reading

  mutating func ask(_ desk: inout Desk) {
    guard asked == nil else { return }
    asked = desk.now
    isStale = false
    // Counted before the figures are: what comes meanwhile is news then.
    if changes == nil { desk.effects.append(.changeCount(workspace: workplace.path)) }
    // At first what is there soon, so that there is something to read.
    let depths: [DashboardDepth] = report?.depth == .all ? [.all] : [.progress, .people, .all]
    desk.effects += depths.map { .dashboard(workspace: workplace.path, upTo: $0) }
  }

  mutating func take(_ new: DashboardReport, now: Int64) {
    if let report, report.depth > new.depth { return }
    if new.depth == .all { rest(now) }
    report = new
    asOf = now
    failure = nil
    if question >= new.questions.count { question = 0 }
    if let person, !new.annotators.contains(where: { $0.name == person }) { self.person = nil }
    countRows()
  }

  mutating func fail(_ failure: Failure, now: Int64) {
    rest(now)
    self.failure = .error("not counted", failure)
  }

  /// At most a tenth of the time goes into counting.
  private mutating func rest(_ now: Int64) {
    let took = asked.map { now.subtractingReportingOverflow($0) }
    rested =
      now.addingReportingOverflow(took.map { $0.overflow ? 0 : max(0, min($0.partialValue, 60_000)) * 9 } ?? 0)
      .partialValue
    asked = nil
  }

  mutating func idle(_ desk: inout Desk) {
    if isStale && asked == nil && desk.now >= rested { ask(&desk) }
    desk.effects.append(.changeCount(workspace: workplace.path))
  }

  /// Somebody changed the journal: the figures are counted again, now or when this was not long ago.
  mutating func take(changeCount: Int, _ desk: inout Desk) {
    if changes.map({ $0 != changeCount }) ?? false { isStale = true }
    changes = changeCount
    if isStale && asked == nil && desk.now >= rested { ask(&desk) }
  }

  // MARK: Looking

  mutating func show(_ new: DashboardPanel) {
    panel = new
    top = 0
    shift = 0
    selection = Selection(count: 0)
    countRows()
  }

  mutating func toggleTable() {
    showsTable.toggle()
    shift = 0
    countRows()
  }

  mutating func choose(question: Int) {
    self.question = question
    top = 0
    countRows()
  }

  mutating func choose(person: String?) {
    self.person = person
    countRows()
  }

  mutating func fit(_ size: Size) {
    self.size = size
    countRows()
  }

  private mutating func countRows() {
    guard showsTable else { return }
    selection.resize(count: table?.rows.count ?? 0, height: DashboardLayout(size).tableRows)
  }
}

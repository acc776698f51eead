import AnnotationEngine
import Terminal

/// The home screen: projects with their progress, and of the chosen one who has done what.
struct HomeScreen: Sendable {
  let person: String
  private(set) var reports: [HomeReport] = []
  private(set) var isLoaded = false
  /// When the reports were made, for "2 days ago".
  private(set) var asOf: Int64 = 0
  private(set) var selection = Selection(count: 0)
  var notice: Notice?
  private(set) var failure: Notice?
  private var changes: [String: Int] = [:]
  /// A refresh is under way.
  private var isAsking = false

  init(person: String) { self.person = person }

  var selected: HomeReport? { reports.indices.contains(selection.index) ? reports[selection.index] : nil }

  mutating func ask(_ desk: inout Desk) {
    isAsking = true
    desk.effects.append(.home)
  }

  mutating func take(_ new: [HomeReport], now: Int64) {
    let path = selected?.path
    reports = new
    isLoaded = true
    isAsking = false
    failure = nil
    asOf = now
    selection.resize(count: new.count)
    if let place = new.firstIndex(where: { $0.path == path }) { selection.select(place) }
  }

  mutating func fail(_ failure: Failure) {
    isAsking = false
    self.failure = .error(nil, failure)
  }

  mutating func move(_ key: Key) { _ = selection.handle(key) }

  mutating func idle(_ desk: inout Desk) {
    guard isLoaded, !isAsking else { return }
    for report in reports { desk.effects.append(.changeCount(workspace: report.path)) }
  }

  mutating func take(changeCount: Int, of workspace: String, _ desk: inout Desk) {
    let isNews = changes[workspace].map { $0 != changeCount } ?? false
    changes[workspace] = changeCount
    if isNews && !isAsking { ask(&desk) }
  }

  mutating func fit(_ size: Size) {
    selection.resize(height: HomeScreen.listRows(size, count: reports.count))
  }

  /// Projects get at most half of the room.
  static func listRows(_ size: Size, count: Int) -> Int {
    max(1, min(count, (size.rows - 4) / 2))
  }

  /// Enter: what waits for this person, labeling first.
  mutating func open(_ desk: inout Desk) {
    guard let selected else { return }
    let reviews = selected.waitingToLabel == 0 && selected.sentBack == 0 && selected.waitingToReview > 0
    desk.opening = (selected.path, reviews ? .review : .label)
  }

  mutating func open(_ section: Section, _ desk: inout Desk) {
    guard let selected else { return }
    desk.opening = (selected.path, section)
  }
}

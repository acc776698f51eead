import AnnotationEngine
import Terminal

/// The history screen: the graph of all commits, what each changed, and samples as they were then.
struct HistoryScreen: Sendable {
  let workplace: Workplace

  // The log as far as it is read.
  private(set) var entries: [LogEntry] = []
  private(set) var rows: [GraphRow] = []
  /// Lanes that the widest row takes.
  private(set) var lanes = 1
  private var layout = GraphLayout()
  /// As in `LogPage`.
  private(set) var refs = ""
  private(set) var head: String?
  /// All commits; nil until they were counted.
  private(set) var count: Int?

  // What is under way outside.
  /// The page that is awaited; an answer to another is of no use any more.
  var reading: HistoryAction?
  /// The commit or sample that is awaited.
  var opening: HistoryAction?
  var failure: Notice?
  private(set) var isLoaded = false
  /// When the log was read last, for "2 days ago".
  private(set) var asOf: Int64

  // Where the person is.
  var selection = Selection(count: 0)
  /// The commit to stand on when the log comes in anew.
  private var chosen: String?
  /// The person went to the end: as the log comes in, they go on with it.
  var staysAtEnd = false
  /// The commit that is open over the list.
  var commit: CommitPane?
  /// The sample as it was, over the commit.
  var version: VersionPane?
  var search: String?
  var notice: Notice?
  private(set) var size: Size

  init(workplace: Workplace, size: Size, now: Int64) {
    self.workplace = workplace
    self.size = size
    asOf = now
    fit(size)
  }

  var selected: LogEntry? { entries.indices.contains(selection.index) ? entries[selection.index] : nil }

  /// More of the log is on its way.
  var isReading: Bool { reading != nil && count.map { entries.count < $0 } ?? true }

  // MARK: The log

  /// Begins anew with the entries of a page, and keeps to the commit that was chosen.
  mutating func begin(_ page: LogPage, now: Int64) {
    // At the top of a log that is still being read nobody has chosen anything.
    if !staysAtEnd, count != nil || selection.index > 0 { chosen = selected?.commit ?? chosen }
    entries = []
    rows = []
    lanes = 1
    refs = page.refs
    head = page.head
    layout = GraphLayout(trunk: page.head)
    isLoaded = true
    asOf = now
    failure = nil
    append(page)
  }

  mutating func append(_ page: LogPage) {
    count = page.count
    entries += page.entries
    for entry in page.entries {
      let row = layout.add(entry.commit, parents: entry.parents)
      lanes = max(lanes, row.laneCount)
      rows.append(row)
    }
    selection.resize(count: entries.count)
    if staysAtEnd { selection.select(entries.count - 1) }
    guard let chosen, let place = entries.lastIndex(where: { $0.commit == chosen }) else { return }
    selection.select(place)
    self.chosen = nil
  }

  /// The person goes about: where they were before no longer matters.
  mutating func forgetChosen() {
    chosen = nil
    staysAtEnd = false
  }

  // MARK: Layout

  mutating func fit(_ size: Size) {
    self.size = size
    selection.resize(height: HistoryScreen.listRows(size))
    commit?.fit(size)
    version?.fit(size)
  }

  static func hasRules(_ size: Size) -> Bool { size.rows >= 10 }

  /// The first row below the top line.
  static func top(_ size: Size) -> Int { hasRules(size) ? 2 : 1 }

  /// Rows between the top line and the status line.
  static func listRows(_ size: Size) -> Int { max(1, size.rows - top(size) - (size.rows >= 16 ? 3 : 2)) }
}

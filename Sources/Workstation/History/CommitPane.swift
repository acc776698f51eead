import AnnotationEngine
import Terminal

/// What one commit changed: who and why, counts, what became of labels, and the rows, of which one is chosen.
struct CommitPane: Equatable, Sendable {
  struct Line: Equatable, Sendable {
    var spans: [Span]
    /// A heading goes on as a thin rule.
    var isHeading = false
    /// The changed row that stands there.
    var row: Int?
  }

  let report: ShowReport
  /// What is kept from the person, in words; nil where nothing is.
  let veil: String?
  let project: Project
  private let now: Int64
  private(set) var lines: [Line]
  /// Where the rows begin among the lines.
  private var firstRow: Int
  /// The chosen row.
  private(set) var index = 0
  /// The first line in sight.
  private(set) var top = 0
  private var height: Int
  private var width: Int

  init(_ shown: Veiled<ShowReport>, project: Project, size: Size, now: Int64) {
    report = shown.value
    veil = shown.isVeiled ? BlameText.veil(forGood: shown.isForGood) : nil
    self.project = project
    self.now = now
    width = size.columns
    height = HistoryScreen.listRows(size)
    lines = CommitText(report, project: project, now: now, width: size.columns).lines
    firstRow = lines.firstIndex { $0.row != nil } ?? lines.count
  }

  var rowCount: Int { report.changes.rows.count }

  /// The row under the cursor, once it is in sight.
  var target: DiffRow? {
    guard rowCount > 0, isInSight(firstRow + index) else { return nil }
    return report.changes.rows[index]
  }

  mutating func fit(_ size: Size) {
    height = HistoryScreen.listRows(size)
    if size.columns != width {
      width = size.columns
      lines = CommitText(report, project: project, now: now, width: width).lines
      firstRow = lines.firstIndex { $0.row != nil } ?? lines.count
    }
    top = max(0, min(top, lines.count - height))
    if index > 0 { reveal() }
  }

  /// Above the rows the text scrolls; among them the cursor moves.
  mutating func handle(_ key: Key) {
    let page = max(1, height - 1)
    switch key {
    case .up: move(by: -1)
    case .down: move(by: 1)
    case .pageUp: move(by: -page)
    case .pageDown: move(by: page)
    case .home:
      index = 0
      top = 0
    case .end:
      index = max(0, rowCount - 1)
      scroll(by: lines.count)
    default: break
    }
  }

  private mutating func move(by steps: Int) {
    if steps > 0, !isInSight(firstRow) && index == 0 || rowCount == 0 {
      scroll(by: min(steps, max(1, firstRow - top - height + 1)))
    } else if steps < 0, index == 0 {
      scroll(by: steps)
    } else {
      index = max(0, min(rowCount - 1, index + steps))
      reveal()
    }
  }

  private mutating func scroll(by steps: Int) { top = max(0, min(top + steps, lines.count - height)) }

  private func isInSight(_ line: Int) -> Bool { (top..<top + height).contains(line) }

  private mutating func reveal() {
    let line = firstRow + index
    if line < top { top = line }
    if line >= top + height { top = line - height + 1 }
    // The end of the list shows what is said below it.
    if index == rowCount - 1 { top = max(top, min(line, lines.count - height)) }
    top = max(0, min(top, lines.count - 1))
  }

  func draw(in frame: inout Frame, row: Int, rows: Int) {
    let edge = frame.size.columns - 1
    for (offset, line) in lines.dropFirst(top).prefix(rows).enumerated() {
      let isFocus = line.row == index && rowCount > 0
      if isFocus { frame.put("▸", row: row + offset, column: 1, role: .key) }
      let used = frame.put(line.spans, row: row + offset, column: 3, width: max(0, edge - 3))
      // The sample's name stands behind the sign of the change.
      if isFocus, line.spans.count > 1 {
        let name = Prompt.trimmed(line.spans[1].text)
        frame.paint(row: row + offset, column: 5, columns: min(displayWidth(name), max(0, edge - 5)), role: .focus)
      }
      if line.isHeading { frame.rule(row: row + offset, column: 3 + used + 1, columns: max(0, edge - 4 - used)) }
    }
    let below = lines.count - top - rows
    guard below > 0, rows > 2 else { return }
    frame.putRight([Span(" … \(Figures.count(below, "line")) below", .dim)], row: row + rows - 1, right: edge)
  }
}

import AnnotationEngine
import Terminal

/// Annotations submitted, day by day.
enum ThroughputPanel: PanelKind {
  static let title = "throughput"
  static let legend = "Annotations submitted a day (UTC)."

  static var depth: DashboardDepth { .people }
  static func rows(_ context: PanelContext, columns: Int) -> Int { context.report.throughput.isEmpty ? 2 : 7 }

  static func summary(_ context: PanelContext) -> String {
    // The last days, without those before the work began.
    Figures.sparkline(Array(ThroughputDays.calendar(context.report).counts.suffix(8)))
  }

  static func headline(_ context: PanelContext) -> String {
    let counts = ThroughputDays.calendar(context.report).counts
    guard !counts.isEmpty else { return "none yet" }
    return "\(Figures.count(counts.reduce(0, +), "annotation")) in \(Figures.count(counts.count, "day"))"
  }

  static func draw(_ context: PanelContext, in frame: inout Frame, _ area: Area, top: Int) {
    let (first, last, counts) = ThroughputDays.calendar(context.report)
    guard !counts.isEmpty else {
      frame.say(context.report.throughputWhy ?? "Nobody has submitted an annotation yet.", in: area)
      return
    }
    let gathered = ColumnPlot.gathered(counts, most: max(1, area.columns - 8))
    let isSummed = gathered.each > 1 && area.rows > 3
    let plot = ColumnPlot(gathered.counts, ticks: area.rows >= 8 ? 5 : 3)
    plot.draw(
      in: &frame, row: area.row, column: area.column, rows: area.rows - (isSummed ? 1 : 0), columns: area.columns,
      label: Figures.countTick, first: Figures.day(first),
      last: Figures.day(last, after: first))
    if isSummed {
      frame.put(
        "each column: \(gathered.each) days", row: area.row + area.rows - 1, column: area.column, role: .dim,
        width: area.columns)
    }
  }

  static func table(_ context: PanelContext) -> DashboardTable {
    let days = context.report.throughput
    let names = Set(days.flatMap(\.counts.keys)).sorted()
    return DashboardTable(
      [.init("day"), .init("all", isNumber: true)] + names.map { .init($0, isNumber: true) },
      rows: days.map { each in
        [String(Figures.date(each.day).prefix(10)), Figures.grouped(ThroughputDays.total(each))]
          + names.map { each.counts[$0].map(Figures.grouped) ?? "–" }
      }, whyEmpty: context.report.throughputWhy ?? "nobody has submitted an annotation yet")
  }
}

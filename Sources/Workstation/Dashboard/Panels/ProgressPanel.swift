import AnnotationEngine
import Terminal

/// How far the round is, when it will be done, and what a lead should know now.
enum ProgressPanel: PanelKind {
  static let title = "progress and forecast"
  static let legend = "A sample is complete when it has all the annotations that the round wants."

  static var depth: DashboardDepth { .progress }

  static func rows(_ context: PanelContext, columns: Int) -> Int {
    let forecast = wrap(forecast(context.report.progress), width: max(1, columns - lead(columns))).count
    let messages = context.report.messages.reduce(0) { $0 + wrap($1, width: max(1, columns - 2)).count }
    // More messages are one key away.
    return 4 + min(2, forecast) + min(2, messages)
  }

  private static func lead(_ columns: Int) -> Int { columns >= 44 ? 13 : 10 }

  static func summary(_ context: PanelContext) -> String {
    let progress = context.report.progress
    guard progress.samples > 0 else { return "" }
    return Figures.percent(progress.complete, of: progress.samples)
  }

  static func headline(_ context: PanelContext) -> String {
    let progress = context.report.progress
    return "\(Figures.complete(progress)) of \(Figures.grouped(progress.samples)) complete"
  }

  /// When it is done, in words, or why that cannot be said.
  static func forecast(_ progress: ProgressReport) -> String {
    guard let early = progress.forecastEarly, let late = progress.forecastLate else {
      return progress.forecastWhy ?? "no forecast yet"
    }
    let days = [early, late].map { Figures.day($0) }
    return days[0] == days[1] ? "done on \(days[0])" : "done between \(days[0]) and \(days[1])"
  }

  private static func pace(_ progress: ProgressReport) -> String? {
    progress.perDay.flatMap { abs($0) < 1e12 ? "\(Figures.grouped(Int($0.rounded()))) a day" : nil }
  }

  static func draw(_ context: PanelContext, in frame: inout Frame, _ area: Area, top: Int) {
    let progress = context.report.progress
    let lead = lead(area.columns)
    let toGo = max(0, progress.wanted - progress.annotations)
    let bar = max(0, area.columns - lead - 6)
    var line = area.row
    let end = area.row + area.rows
    func row(_ name: String, _ part: Int, _ whole: Int) {
      guard line < end else { return }
      frame.put(name, row: line, column: area.column, role: .dim, width: lead - 1)
      frame.bar(part, of: whole, row: line, column: area.column + lead, width: bar)
      let share = whole > 0 ? Figures.percent(part, of: whole) : "–"
      frame.putRight([Span(share)], row: line, right: area.column + area.columns, from: area.column + lead + bar)
      line += 1
    }
    row("samples", progress.complete, progress.samples)
    row(lead > 10 ? "annotations" : "answers", progress.annotations, progress.wanted)
    let isRoomy = area.rows >= 9
    line += isRoomy ? 1 : 0
    func fact(_ name: String, _ spans: [Span]) {
      guard line < end else { return }
      frame.put(name, row: line, column: area.column, role: .dim, width: lead - 1)
      frame.put(spans, row: line, column: area.column + lead, width: area.columns - lead)
      line += 1
    }
    if line < end {
      frame.put("forecast", row: line, column: area.column, role: .dim, width: lead - 1)
      // A reason may be long.
      let words = Area(
        row: line, column: area.column + lead, rows: min(2, end - line), columns: area.columns - lead)
      line += max(1, frame.say(forecast(progress), in: words, role: .text))
    }
    fact(
      "pace",
      [Span(pace(progress) ?? "–"), Span("  \(Figures.grouped(toGo)) to go", .dim)])
    fact(
      "review",
      [
        Span(
          "\(Signs.unequal) \(Figures.grouped(progress.disagreements)) open",
          progress.disagreements > 0 ? .conflict : .text),
        Span("  \(Figures.grouped(progress.resolved)) resolved", .dim),
      ])
    guard !context.report.messages.isEmpty else { return }
    line += isRoomy ? 1 : 0
    for message in context.report.messages.dropFirst(top) where line < end {
      frame.put("!", row: line, column: area.column, role: .warning)
      line += max(
        1,
        frame.say(
          message, in: Area(row: line, column: area.column + 2, rows: end - line, columns: area.columns - 2),
          role: .text))
    }
  }

  static func table(_ context: PanelContext) -> DashboardTable {
    let progress = context.report.progress
    var rows = [
      ["samples", Figures.grouped(progress.samples)], ["complete", Figures.grouped(progress.complete)],
      ["open disagreements", Figures.grouped(progress.disagreements)],
      ["resolved", Figures.grouped(progress.resolved)],
      ["annotations", Figures.grouped(progress.annotations)],
      ["annotations wanted", Figures.grouped(progress.wanted)], ["annotations a day", pace(progress) ?? "–"],
      ["forecast", forecast(progress)],
    ]
    if progress.inTens { rows.append(["totals", "in tens for annotators"]) }
    rows += context.report.messages.enumerated().map { ["message \($0.offset + 1)", $0.element] }
    return DashboardTable([.init("what"), .init("figure")], rows: rows, whyEmpty: "")
  }
}

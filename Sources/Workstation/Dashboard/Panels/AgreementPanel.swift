import AnnotationEngine
import Terminal

/// Krippendorff's alpha with its interval, as the answers came in.
enum AgreementPanel: PanelKind {
  static let title = "agreement over time"
  static let restsOnOthers = true
  static let legend =
    "Krippendorff's alpha of all answers up to each moment; the ground is its 95 % interval. 1 is full agreement, 0 what chance gives."

  static func rows(_ context: PanelContext, columns: Int) -> Int {
    (context.dashboard?.overTime.count ?? 0) < 2 || context.dashboard?.overTimeWhy != nil ? 2 : 7
  }

  static func summary(_ context: PanelContext) -> String {
    guard let alpha = context.dashboard?.alpha, let value = alpha.value, value.isFinite else { return "" }
    return "\(Signs.alpha) \(Figures.coefficient(value))"
  }

  static func headline(_ context: PanelContext) -> String {
    guard let alpha = context.dashboard?.alpha else { return "nothing is asked" }
    // Without a figure the plot says why.
    return alpha.value == nil ? "" : Figures.figure(Signs.alpha, alpha)
  }

  static func draw(_ context: PanelContext, in frame: inout Frame, _ area: Area, top: Int) {
    let times = context.dashboard?.overTime ?? []
    let why = context.dashboard?.overTimeWhy
    guard why == nil, times.contains(where: { $0.figure.value != nil }), let first = times.first, let last = times.last
    else {
      frame.say(
        why ?? context.dashboard?.alpha.why ?? times.last?.figure.why
          ?? "There are not enough answers yet to follow it.",
        in: area)
      return
    }
    let note = context.dashboard?.overTimeNote ?? ""
    let below = area.rows >= 8 ? min(2, wrap(note, width: area.columns).count) : 0
    let plot = LinePlot(
      times.map {
        .init(x: Double($0.from), value: $0.figure.value, low: $0.figure.low, high: $0.figure.high)
      }, within: -1...1, ticks: area.rows >= 10 ? 6 : 4)
    plot.draw(
      in: &frame, row: area.row, column: area.column, rows: area.rows - below, columns: area.columns,
      label: Figures.tick, first: Figures.day(first.from), last: Figures.day(last.from, after: first.from))
    if below > 0 { frame.say(note, in: area.below(area.rows - below)) }
  }

  static func table(_ context: PanelContext) -> DashboardTable {
    let times = context.dashboard?.overTime ?? []
    // The hour where two stretches begin on one day.
    let days = times.map { String(Figures.date($0.from).prefix(10)) }
    let saysHours = Set(days).count < days.count
    return DashboardTable(
      [
        .init("from"), .init(Signs.alpha, isNumber: true), .init("95 % interval", isNumber: true),
        .init("n", isNumber: true),
        .init(""),
      ],
      rows: zip(times, days).map { each, day in
        [
          saysHours ? Figures.date(each.from) : day, Figures.cell(each.figure.value),
          Figures.interval(each.figure) ?? "–", Figures.grouped(each.figure.items), each.figure.why ?? "",
        ]
      }, whyEmpty: context.dashboard?.overTimeWhy ?? context.dashboard?.alpha.why ?? "there are not enough answers yet",
      note: [
        // Of a single stretch there is a row, and still nothing to follow.
        times.isEmpty ? nil : context.dashboard?.overTimeWhy, resampling(context), context.dashboard?.overTimeNote,
      ].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · "))
  }

  /// How the intervals of alpha were made: "intervals: 1,000 resamples, seed 1"; empty where there are none.
  static func resampling(_ context: PanelContext) -> String {
    guard let made = context.dashboard?.agreement.resampling else { return "" }
    return "95 % intervals: \(Figures.grouped(made.options.samples)) resamples, seed \(made.options.seed)"
  }
}

import AnnotationEngine
import Terminal

/// Krippendorff's alpha with its interval, as the answers came in.
enum AgreementPanel: PanelKind {
  static let title = "agreement over time"
  static let legend =
    "Krippendorff's alpha of all answers up to each moment; the ground is its 95 % interval. 1 is full agreement, 0 what chance gives."

  static func summary(_ context: PanelContext) -> String {
    guard let alpha = context.dashboard?.alpha, let value = alpha.value, value.isFinite else { return "" }
    return "α \(Figures.coefficient(value))"
  }

  static func headline(_ context: PanelContext) -> String {
    context.dashboard.map { Figures.figure("α", $0.alpha) } ?? "nothing is asked"
  }

  static func draw(_ context: PanelContext, in frame: inout Frame, _ area: Area, top: Int) {
    let times = context.dashboard?.overTime ?? []
    guard times.contains(where: { $0.figure.value != nil }), let first = times.first, let last = times.last else {
      frame.say(
        context.dashboard?.overTimeWhy ?? context.dashboard?.alpha.why ?? times.last?.figure.why
          ?? "There are not enough answers yet to follow it.",
        in: area)
      return
    }
    let plot = LinePlot(
      times.map {
        .init(x: Double($0.from), value: $0.figure.value, low: $0.figure.low, high: $0.figure.high)
      }, within: -1...1, ticks: area.rows >= 10 ? 6 : 4)
    plot.draw(
      in: &frame, row: area.row, column: area.column, rows: area.rows, columns: area.columns, label: Figures.tick,
      first: Figures.day(first.from), last: Figures.day(last.from))
  }

  static func table(_ context: PanelContext) -> DashboardTable {
    let times = context.dashboard?.overTime ?? []
    return DashboardTable(
      [
        .init("from"), .init("α", isNumber: true), .init("95 % interval", isNumber: true), .init("n", isNumber: true),
        .init(""),
      ],
      rows: times.map { each in
        [
          String(Figures.date(each.from).prefix(10)), Figures.cell(each.figure.value),
          Figures.interval(each.figure) ?? "–", Figures.grouped(each.figure.items), each.figure.why ?? "",
        ]
      }, whyEmpty: context.dashboard?.overTimeWhy ?? context.dashboard?.alpha.why ?? "there are not enough answers yet")
  }
}

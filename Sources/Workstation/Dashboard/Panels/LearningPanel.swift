import AnnotationEngine
import Terminal

/// How much the built-in text model gains by more labels.
enum LearningPanel: PanelKind {
  static let title = "learning curve"
  static let restsOnOthers = true
  static let legend =
    "Accuracy of the built-in text model, out of fold, against the number of labels that it learned from."

  static func rows(_ context: PanelContext, columns: Int) -> Int {
    context.dashboard?.learning?.points.contains { $0.accuracy.value != nil } == true ? 8 : 3
  }

  static func summary(_ context: PanelContext) -> String {
    guard let value = context.dashboard?.learning?.points.last?.accuracy.value, value.isFinite else { return "" }
    return "acc \(Figures.coefficient(value))"
  }

  static func headline(_ context: PanelContext) -> String {
    guard let last = context.dashboard?.learning?.points.last else { return "" }
    return Figures.figure("accuracy", last.accuracy)
  }

  static func draw(_ context: PanelContext, in frame: inout Frame, _ area: Area, top: Int) {
    guard let learning = context.dashboard?.learning else {
      frame.say("There are too few labels for a model to learn from.", in: area)
      return
    }
    let points = learning.points
    guard let first = points.first, let last = points.last, points.contains(where: { $0.accuracy.value != nil }) else {
      frame.say(learning.advice, in: area)
      return
    }
    let advice =
      area.rows >= 7 ? min(area.rows >= 9 ? 3 : 2, wrap(learning.advice, width: max(1, area.columns)).count) : 0
    let plot = LinePlot(
      points.map {
        .init(x: Double($0.labels), value: $0.accuracy.value, low: $0.accuracy.low, high: $0.accuracy.high)
      }, within: 0...1, ticks: area.rows >= 12 ? 6 : 4)
    plot.draw(
      in: &frame, row: area.row, column: area.column, rows: area.rows - advice, columns: area.columns,
      label: Figures.tick, first: Figures.count(first.labels, "label"), last: Figures.grouped(last.labels))
    frame.say(learning.advice, in: area.below(area.rows - advice))
  }

  static func table(_ context: PanelContext) -> DashboardTable {
    let points = context.dashboard?.learning?.points ?? []
    return DashboardTable(
      [
        .init("labels", isNumber: true), .init("accuracy", isNumber: true), .init("95 % interval", isNumber: true),
        .init("n", isNumber: true), .init(""),
      ],
      rows: points.map { point in
        [
          Figures.grouped(point.labels), Figures.cell(point.accuracy.value), Figures.interval(point.accuracy) ?? "–",
          Figures.grouped(point.accuracy.items), point.accuracy.why ?? "",
        ]
      }, whyEmpty: context.dashboard?.learning?.advice ?? "there are too few labels for a model to learn from")
  }
}

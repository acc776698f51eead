import AnnotationEngine
import Terminal
import Workstation

extension Drawing {
  static let plotWidth = 640.0

  /// A line with the band of its intervals between two axes.
  static func lines(
    _ points: [LinePlot.Point], within bounds: ClosedRange<Double>, first: String, last: String
  ) -> Drawing? {
    let plot = LinePlot(points, within: bounds, ticks: 6)
    let known = plot.points.filter { $0.value?.isFinite == true }
    guard let begin = plot.points.first?.x, let end = plot.points.last?.x, !known.isEmpty else { return nil }
    var drawing = Drawing(width: plotWidth, height: 220)
    let (left, right, top, bottom) = (44.0, plotWidth - 12, 10.0, 190.0)
    func x(_ value: Double) -> Double {
      end > begin ? left + (value - begin) / (end - begin) * (right - left) : (left + right) / 2
    }
    func y(_ value: Double) -> Double { bottom - (plot.axis.share(value) ?? 0) * (bottom - top) }
    drawing.scale(plot.axis, label: Figures.tick, left: left, right: right, y: y)
    for run in runs(plot.points, where: { $0.low?.isFinite == true && $0.high?.isFinite == true }) {
      let upper = run.map { (x($0.x), y($0.high ?? 0)) }
      let lower = run.reversed().map { (x($0.x), y($0.low ?? 0)) }
      if run.count > 1 {
        drawing.path(upper + lower, isClosed: true, "band")
      } else if let only = run.first {
        drawing.line(from: (x(only.x), y(only.low ?? 0)), to: (x(only.x), y(only.high ?? 0)), "whisker")
      }
    }
    for run in runs(plot.points, where: { $0.value?.isFinite == true }) {
      drawing.path(run.map { (x($0.x), y($0.value ?? 0)) }, "line")
      // Points of a long line would only be a thicker line.
      if plot.points.count <= 60 {
        for point in run { drawing.circle(x: x(point.x), y: y(point.value ?? 0), radius: 2.5, "dot") }
      }
    }
    drawing.text(first, x: left, y: 210, "label")
    if last != first { drawing.text(last, x: right, y: 210, "label", anchor: .end) }
    return drawing
  }

  /// Counts as columns.
  static func columns(_ counts: [Int], each: Int, first: String, last: String) -> Drawing? {
    guard !counts.isEmpty else { return nil }
    let axis = ColumnPlot(counts, ticks: 5).axis
    var drawing = Drawing(width: plotWidth, height: 200)
    let (left, right, top, bottom) = (56.0, plotWidth - 12, 10.0, 170.0)
    func y(_ value: Double) -> Double { bottom - (axis.share(value) ?? 0) * (bottom - top) }
    drawing.scale(axis, label: Figures.countTick, left: left, right: right, y: y)
    let pitch = min(40, (right - left) / Double(counts.count))
    for (place, count) in counts.enumerated() where count > 0 {
      drawing.rectangle(
        x: left + Double(place) * pitch + pitch * 0.1, y: y(Double(count)), width: pitch * 0.8,
        height: bottom - y(Double(count)), "bar")
    }
    drawing.text(first, x: left, y: 190, "label")
    if last != first {
      drawing.text(last, x: max(left + 60, left + pitch * Double(counts.count)), y: 190, "label", anchor: .end)
    }
    if each > 1 { drawing.text("each column: \(each) days", x: right, y: 190, "label", anchor: .end) }
    return drawing
  }

  /// Ticks at the left, with a thin line through the plot at each.
  fileprivate mutating func scale(
    _ axis: Axis, label: (Double) -> String, left: Double, right: Double, y: (Double) -> Double
  ) {
    for tick in axis.ticks {
      let text = label(tick)
      guard !text.isEmpty else { continue }
      line(from: (left, y(tick)), to: (right, y(tick)), "grid")
      self.text(text, x: left - 8, y: y(tick) + 4, "label", anchor: .end)
    }
  }

  /// Neighbouring points that belong together: a line has gaps where there is no value.
  private static func runs(_ points: [LinePlot.Point], where isKnown: (LinePlot.Point) -> Bool) -> [[LinePlot.Point]] {
    points.split { !isKnown($0) }.map(Array.init)
  }
}

import AnnotationEngine
import Terminal
import Workstation

extension Drawing {
  /// One row of bars or whiskers takes so much.
  private static let rowHeight = 24.0
  /// A column of text of 13 pixels.
  private static let character = 7.4

  /// A cell of a heat map: how dark, and what stands in it.
  struct Heat {
    /// 0 to 1; nil for a cell without a value.
    var share: Double?
    var text: String
  }

  /// A heat map with the number in each cell. A row may end before the last column.
  static func heat(rows: [String], columns: [String], cells: [[Heat?]], side: Double = 64) -> Drawing? {
    guard !rows.isEmpty, !columns.isEmpty else { return nil }
    let lead = character * Double(min(18, rows.map { displayWidth($0) }.max() ?? 0)) + 12
    let height = 28.0
    var drawing = Drawing(
      width: lead + Double(columns.count) * side + 4, height: 26 + Double(rows.count) * height + 4)
    for (place, name) in columns.enumerated() {
      drawing.text(
        shortened(Table.visible(name), Int(side / character)), x: lead + (Double(place) + 0.5) * side, y: 16, "label",
        anchor: .middle)
    }
    for (line, name) in rows.enumerated() {
      let y = 26 + Double(line) * height
      drawing.text(shortened(Table.visible(name), 18), x: lead - 8, y: y + 18, "name", anchor: .end)
      for (place, cell) in (line < cells.count ? cells[line] : []).enumerated() {
        guard let cell else { continue }
        let x = lead + Double(place) * side
        let share = cell.share.map { max(0, min(1, $0)) }
        if let share {
          drawing.rectangle(
            x: x + 1, y: y + 1, width: side - 2, height: height - 2, "heat", opacity: 0.08 + 0.72 * share)
        }
        let isDark = (share ?? 0) > 0.55
        drawing.text(cell.text, x: x + side / 2, y: y + 18, isDark ? "cell dark" : "cell", anchor: .middle)
      }
    }
    return drawing
  }

  /// A bar a row and column: rows share the columns' scale, which goes from 0 to 1.
  static func bars(rows: [(name: String, shares: [Double?])], columns: [String]) -> Drawing? {
    guard !rows.isEmpty, !columns.isEmpty else { return nil }
    let lead = character * Double(min(24, rows.map { displayWidth($0.name) }.max() ?? 0)) + 12
    let width = max(90, min(420, (plotWidth - lead) / Double(columns.count)))
    var drawing = Drawing(
      width: lead + Double(columns.count) * width, height: 26 + Double(rows.count) * rowHeight)
    for (place, name) in columns.enumerated() {
      drawing.text(
        shortened(Table.visible(name), Int(width / character) - 1), x: lead + Double(place) * width, y: 16, "label")
    }
    for (line, row) in rows.enumerated() {
      let y = 26 + Double(line) * rowHeight
      drawing.text(shortened(Table.visible(row.name), 24), x: lead - 8, y: y + 15, "name", anchor: .end)
      for (place, share) in row.shares.enumerated() {
        let x = lead + Double(place) * width
        let room = width - 54
        drawing.rectangle(x: x, y: y + 4, width: room, height: 14, "empty")
        let known = share.flatMap { $0.isFinite ? max(0, min(1, $0)) : nil }
        drawing.rectangle(x: x, y: y + 4, width: room * (known ?? 0), height: 14, "bar")
        drawing.text(known.map { Figures.percent($0) } ?? "–", x: x + room + 6, y: y + 15, "cell")
      }
    }
    return drawing
  }

  /// A dot with its interval a row, on one axis below.
  static func whiskers(_ rows: [(name: String, figure: FigureReport)], within bounds: ClosedRange<Double>) -> Drawing? {
    guard rows.contains(where: { $0.figure.value?.isFinite == true }) else { return nil }
    let axis = Axis(
      covering: rows.flatMap { [$0.figure.value, $0.figure.low, $0.figure.high].compactMap { $0 } }, within: bounds,
      ticks: 6)
    let lead = character * Double(min(18, rows.map { displayWidth($0.name) }.max() ?? 0)) + 20
    let right = plotWidth - 190
    let bottom = 8 + Double(rows.count) * rowHeight
    var drawing = Drawing(width: plotWidth, height: bottom + 26)
    func x(_ value: Double) -> Double { lead + (axis.share(value) ?? 0) * (right - lead) }
    for tick in axis.ticks {
      drawing.line(from: (x(tick), 4), to: (x(tick), bottom), "grid")
      drawing.text(Figures.tick(tick), x: x(tick), y: bottom + 18, "label", anchor: .middle)
    }
    for (line, row) in rows.enumerated() {
      let y = 8 + Double(line) * rowHeight + rowHeight / 2
      drawing.text(shortened(Table.visible(row.name), 18), x: lead - 14, y: y + 4, "name", anchor: .end)
      guard let value = row.figure.value, value.isFinite else {
        drawing.text(row.figure.why ?? "no figure yet", x: lead, y: y + 4, "label")
        continue
      }
      if let low = row.figure.low, let high = row.figure.high, low.isFinite, high.isFinite {
        drawing.line(from: (x(low), y), to: (x(high), y), "whisker")
        for end in [low, high] { drawing.line(from: (x(end), y - 4), to: (x(end), y + 4), "whisker") }
      }
      drawing.circle(x: x(value), y: y, radius: 4, "dot")
      drawing.text(Figures.figure("", row.figure), x: right + 16, y: y + 4, "cell")
    }
    return drawing
  }
}

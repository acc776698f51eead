import AnnotationEngine
import Terminal

/// How often each value is the label, over all samples and by slice.
enum BalancePanel: PanelKind {
  static let title = "label balance by slice"
  static let restsOnOthers = true
  static let legend = "The share of each value among the labels, of all samples and of each slice of a metadata column."

  static var depth: DashboardDepth { .people }

  static func rows(_ context: PanelContext, columns: Int) -> Int {
    context.dashboard.map { LabelBalance.rows($0).count + 1 } ?? 2
  }

  static func summary(_ context: PanelContext) -> String {
    guard let dashboard = context.dashboard else { return "" }
    let all = LabelBalance.Row(name: "", counts: dashboard.balance)
    let values = LabelBalance.values(dashboard)
    guard all.all > 0, values.count <= 8 else { return values.isEmpty ? "" : "\(values.count) values" }
    return Figures.sparkline(values.map { dashboard.balance[$0] ?? 0 })
  }

  static func headline(_ context: PanelContext) -> String {
    guard let dashboard = context.dashboard else { return "nothing is asked" }
    let all = LabelBalance.Row(name: "", counts: dashboard.balance)
    guard all.all > 0, let most = LabelBalance.values(dashboard).max(by: { all.share($0) < all.share($1) }) else {
      return ""
    }
    return "\(most) \(Figures.percent(all.share(most))) n \(Figures.grouped(all.all))"
  }

  private static let other = "others"

  static func draw(_ context: PanelContext, in frame: inout Frame, _ area: Area, top: Int) {
    guard let dashboard = context.dashboard, dashboard.balance.values.contains(where: { $0 > 0 }) else {
      frame.say("No sample has a label yet.", in: area)
      return
    }
    var rows = LabelBalance.rows(dashboard)
    var values = LabelBalance.values(dashboard)
    let lead = min(14, rows.map { displayWidth($0.name) }.max() ?? 0, area.columns / 3)
    let most = max(1, (area.columns - lead - 1) / 8)
    if values.count > most {
      // The most frequent ones have a column each.
      let kept = Set(
        values.sorted { (dashboard.balance[$1] ?? 0, $0) < (dashboard.balance[$0] ?? 0, $1) }.prefix(most - 1))
      for index in rows.indices {
        let others = rows[index].counts.filter { !kept.contains($0.key) }.values.reduce(0, +)
        rows[index].counts = rows[index].counts.filter { kept.contains($0.key) }
        rows[index].counts[other, default: 0] += others
      }
      values = values.filter(kept.contains) + [other]
    }
    let width = min(24, (area.columns - lead - 1) / max(1, values.count))
    for (place, value) in values.enumerated() {
      frame.put(
        fitted(value, width - 1), row: area.row, column: area.column + lead + 1 + place * width, role: .dim)
    }
    let room = area.rows - 1
    let shown = [rows[0]] + rows.dropFirst(1 + top)
    for (line, row) in shown.prefix(max(0, room)).enumerated() {
      let place = area.row + 1 + line
      frame.put(fitted(row.name, lead), row: place, column: area.column, role: .text)
      for (index, value) in values.enumerated() {
        let column = area.column + lead + 1 + index * width
        let bar = width - 5
        frame.put(Blocks.bar(row.share(value), width: bar), row: place, column: column, role: .barFilled)
        let share = row.all > 0 ? Figures.percent(row.share(value)) : "–"
        frame.put(fitted(share, 4, isNumber: true), row: place, column: column + bar, role: row.all > 0 ? .text : .dim)
      }
    }
    if shown.count > room { frame.sayMore(shown.count - room + 1, in: area) }
  }

  static func table(_ context: PanelContext) -> DashboardTable {
    guard let dashboard = context.dashboard else {
      return DashboardTable([.init("slice")], rows: [], whyEmpty: "nothing is asked")
    }
    let values = LabelBalance.values(dashboard)
    return DashboardTable(
      [.init("slice")] + values.map { .init($0, isNumber: true) }
        + [
          .init("labels", isNumber: true), .init(Signs.alpha, isNumber: true), .init("95 % interval", isNumber: true),
        ],
      rows: LabelBalance.rows(dashboard).map { row in
        [row.name] + values.map { Figures.grouped(row.counts[$0] ?? 0) }
          + [
            Figures.grouped(row.all), Figures.cell(row.alpha?.value), row.alpha.flatMap(Figures.interval) ?? "–",
          ]
      }, whyEmpty: "no sample has a label yet",
      note: [dashboard.slicesWhy ?? "", AgreementPanel.resampling(context)].filter { !$0.isEmpty }.joined(
        separator: " · "))
  }
}

import AnnotationEngine
import Terminal

/// How far each two annotators agree: a heat map with the number in the cell.
enum PairsPanel: PanelKind {
  static let title = "pairs of annotators"
  static let restsOnOthers = true
  static let legend =
    "Cohen's kappa of each two annotators over the samples that both answered. The fuller a cell, the more agreement."

  private static let cell = 7

  static func rows(_ context: PanelContext, columns: Int) -> Int {
    let names = names(pairs(context))
    return names.isEmpty ? 2 : names.count + 2
  }

  static func summary(_ context: PanelContext) -> String {
    let known = pairs(context).compactMap(\.kappa).filter(\.isFinite)
    guard let low = known.min(), let high = known.max() else { return "" }
    let ends = [low, high].map { Figures.coefficient($0) }
    return ends[0] == ends[1] ? "\(Signs.kappa) \(ends[0])" : "\(ends[0])–\(ends[1])"
  }

  static func headline(_ context: PanelContext) -> String {
    let known = pairs(context).filter { $0.kappa?.isFinite == true }
    guard let least = known.min(by: { ($0.kappa ?? 0) < ($1.kappa ?? 0) }), let kappa = least.kappa else {
      return ""
    }
    return "least: \(least.a)–\(least.b) \(Signs.kappa) \(Figures.coefficient(kappa)) n \(Figures.grouped(least.items))"
  }

  private static func pairs(_ context: PanelContext) -> [PairFigures] { context.dashboard?.agreement.pairs ?? [] }

  /// The annotators of any pair, by name.
  static func names(_ pairs: [PairFigures]) -> [String] { Set(pairs.flatMap { [$0.a, $0.b] }).sorted() }

  static func draw(_ context: PanelContext, in frame: inout Frame, _ area: Area, top: Int) {
    let pairs = pairs(context)
    guard !pairs.isEmpty else {
      frame.say("No two annotators have answered the same sample yet.", in: area)
      return
    }
    let names = names(pairs)
    let lead = min(12, names.map { displayWidth($0) }.max() ?? 0, area.columns / 3)
    // Every pair once: the last name needs no column, the first no row.
    guard lead + 1 + (names.count - 1) * cell <= area.columns, names.count <= area.rows else {
      drawList(pairs, in: &frame, area, top: top)
      return
    }
    let known = Dictionary(pairs.map { ([$0.a, $0.b].sorted(), $0) }, uniquingKeysWith: { first, _ in first })
    for (place, name) in names.dropLast().enumerated() {
      frame.put(
        fitted(name, cell - 1), row: area.row, column: area.column + lead + 1 + place * cell, role: .dim)
    }
    for (line, name) in names.dropFirst().enumerated() {
      let row = area.row + 1 + line
      frame.put(fitted(name, lead), row: row, column: area.column)
      for (place, other) in names.prefix(line + 1).enumerated() {
        draw(
          known[[name, other].sorted()], in: &frame, row: row, column: area.column + lead + 1 + place * cell)
      }
    }
    scale(in: &frame, area.below(names.count + 1))
  }

  private static func draw(_ pair: PairFigures?, in frame: inout Frame, row: Int, column: Int) {
    guard let kappa = pair?.kappa, kappa.isFinite else {
      frame.put("   –", row: row, column: column, role: .dim)
      return
    }
    let shade = String(repeating: Blocks.shade(kappa), count: 2)
    frame.put(shade, row: row, column: column, role: .barFilled)
    frame.put(fitted(Figures.coefficient(kappa), 4, isNumber: true), row: row, column: column + 2)
  }

  /// What the shades mean, where there is room.
  private static func scale(in frame: inout Frame, _ area: Area) {
    guard area.rows > 0 else { return }
    var column = area.column
    for step in 1...4 {
      let text = "\(Blocks.shade(Double(step) / 5 + 0.01))\(Blocks.shade(Double(step) / 5 + 0.01))"
      let words = "from \(Figures.coefficient(Double(step) / 5))"
      guard column + displayWidth(words) + 3 <= area.column + area.columns else { return }
      column += frame.put(text, row: area.row, column: column, role: .barFilled) + 1
      column +=
        frame.put(step == 1 ? words : Figures.coefficient(Double(step) / 5), row: area.row, column: column, role: .dim)
        + 2
    }
  }

  /// Too many for a map: the pairs that agree least come first.
  private static func drawList(_ pairs: [PairFigures], in frame: inout Frame, _ area: Area, top: Int) {
    let sorted = pairs.filter { $0.kappa?.isFinite == true }.sorted {
      ($0.kappa ?? 0, $0.a, $0.b) < ($1.kappa ?? 0, $1.a, $1.b)
    }
    let names = sorted.map { "\($0.a)–\($0.b)" }
    let lead = min(area.columns / 2, names.map { displayWidth($0) }.max() ?? 0)
    let shown = sorted.dropFirst(top)
    for (line, pair) in shown.prefix(area.rows).enumerated() {
      let row = area.row + line
      frame.put(fitted("\(pair.a)–\(pair.b)", lead), row: row, column: area.column)
      draw(pair, in: &frame, row: row, column: area.column + lead + 1)
      frame.put(
        "n \(Figures.grouped(pair.items))", row: row, column: area.column + lead + cell + 2, role: .dim,
        width: max(0, area.columns - lead - cell - 2))
    }
    if shown.count > area.rows { frame.sayMore(shown.count - area.rows + 1, in: area) }
  }

  static func table(_ context: PanelContext) -> DashboardTable {
    DashboardTable(
      [
        .init("a"), .init("b"), .init(Signs.kappa, isNumber: true), .init("interval", isNumber: true),
        .init("agree", isNumber: true), .init("interval", isNumber: true), .init("n", isNumber: true), .init(""),
      ],
      rows: pairs(context).map { pair in
        [
          pair.a, pair.b, Figures.cell(pair.kappa), pair.kappaInterval.map(Figures.ends) ?? "–",
          pair.percent.map { Figures.percent($0) } ?? "–", pair.percentInterval.map(Figures.ends) ?? "–",
          Figures.grouped(pair.items), pair.kappaWhy ?? pair.percentWhy ?? "",
        ]
      }, whyEmpty: "no two annotators have answered the same sample yet", note: resampling(context))
  }

  private static func resampling(_ context: PanelContext) -> String {
    guard let made = context.dashboard?.agreement.resampling else { return "" }
    return "95 % intervals: \(Figures.grouped(made.pairSamples)) resamples of each pair, seed \(made.options.seed)"
  }
}

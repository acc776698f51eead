import AnnotationEngine
import Terminal

/// How good each annotator's answers are, with the interval: a dot and its whiskers.
enum SkillPanel: PanelKind {
  static let title = "worker skill"
  static let legend =
    "The probability of a right answer by Dawid-Skene, over the classes as they occur, with its 95 % interval."

  static var depth: DashboardDepth { .people }
  static func rows(_ context: PanelContext, columns: Int) -> Int { max(2, context.report.annotators.count + 1) }

  static func summary(_ context: PanelContext) -> String {
    let known = context.report.annotators.compactMap(\.skill.value).filter(\.isFinite)
    guard let low = known.min(), let high = known.max() else { return "" }
    let ends = [low, high].map { Figures.coefficient($0) }
    return ends[0] == ends[1] ? ends[0] : "\(ends[0])–\(ends[1])"
  }

  static func headline(_ context: PanelContext) -> String {
    let annotators = context.report.annotators
    let paused = annotators.count { $0.paused != nil }
    let count = Figures.count(annotators.count, "annotator")
    return paused > 0 ? "\(count), \(paused) paused" : count
  }

  static func draw(_ context: PanelContext, in frame: inout Frame, _ area: Area, top: Int) {
    let annotators = context.report.annotators
    guard !annotators.isEmpty else {
      frame.say("Nobody has annotated yet.", in: area)
      return
    }
    let skills = annotators.map(\.skill)
    let axis = Axis(
      covering: skills.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }, within: 0...1, ticks: 4)
    let isWide = area.columns >= 46
    let words = skills.map { skill in
      guard let short = Figures.short(skill) else { return skill.why ?? "no figure yet" }
      return isWide ? short + " n " + Figures.grouped(skill.items) : short
    }
    let known = zip(words, skills).filter { $0.1.value != nil }.map { displayWidth($0.0) }.max() ?? 0
    let lead = min(12, annotators.map { displayWidth($0.name) }.max() ?? 0, area.columns / 3)
    let plot = area.columns - lead - 3 - known - 2
    let isRuled = area.rows >= 4 && plot >= 12 && known > 0
    let room = area.rows - (isRuled ? 1 : 0)
    let shown = annotators.indices.dropFirst(top)
    for (line, index) in shown.prefix(room).enumerated() {
      let row = area.row + line
      let annotator = annotators[index]
      frame.put(fitted(annotator.name, lead), row: row, column: area.column)
      if annotator.paused != nil {
        frame.put("!", row: row, column: area.column + lead + 1, role: .warning)
      } else if annotator.driftFinding != nil {
        frame.put("≈", row: row, column: area.column + lead + 1, role: .warning)
      }
      let column = area.column + lead + 3
      guard annotator.skill.value != nil, plot >= 6 else {
        frame.put(words[index], row: row, column: column, role: .dim, width: area.columns - lead - 3)
        continue
      }
      drawWhisker(annotator.skill, axis, in: &frame, row: row, column: column, width: plot)
      frame.put(words[index], row: row, column: column + plot + 2, width: known)
    }
    if shown.count > room {
      frame.sayMore(
        shown.count - room + 1, in: Area(row: area.row, column: area.column, rows: room, columns: area.columns))
    }
    guard isRuled else { return }
    ruler(axis, in: &frame, row: area.row + min(room, shown.count), column: area.column + lead + 3, width: plot)
  }

  private static func drawWhisker(
    _ figure: FigureReport, _ axis: Axis, in frame: inout Frame, row: Int, column: Int, width: Int
  ) {
    let text = DotWhisker.text(value: figure.value, low: figure.low, high: figure.high, on: axis, width: width)
    frame.put(text, row: row, column: column, role: .barFilled)
  }

  private static func ruler(_ axis: Axis, in frame: inout Frame, row: Int, column: Int, width: Int) {
    var end = column - 1
    for tick in axis.ticks {
      guard let place = axis.place(tick, of: width) else { continue }
      let text = Figures.tick(tick)
      let left = min(column + width - displayWidth(text), max(column, column + place - displayWidth(text) / 2))
      guard left > end else { continue }
      frame.put(text, row: row, column: left, role: .dim)
      end = left + displayWidth(text)
    }
  }

  static func table(_ context: PanelContext) -> DashboardTable {
    DashboardTable(
      [.init("annotator")]
        + ["answers", "skipped", "seconds", "skill", "interval", "agreement", "gold", "repeats", "accepts", "pull"].map
      {
        .init($0, isNumber: true)
      } + [.init("")],
      rows: context.report.annotators.map { each in
        [
          each.name, Figures.grouped(each.submitted), Figures.grouped(each.skipped),
          each.seconds.map { Figures.seconds($0) } ?? "–", Figures.cell(each.skill.value),
          Figures.interval(each.skill) ?? "–", basis(each.agreement), basis(each.gold), basis(each.consistency),
          basis(each.suggestions), basis(each.pull),
          [each.paused.map { "paused: \($0)" }, each.driftFinding, each.fatigueFinding].compactMap { $0 }.joined(
            separator: "; "),
        ]
      }, whyEmpty: "nobody has annotated yet")
  }

  private static func basis(_ figure: FigureReport) -> String {
    figure.value == nil ? "–" : "\(Figures.cell(figure.value)) n \(Figures.grouped(figure.items))"
  }
}

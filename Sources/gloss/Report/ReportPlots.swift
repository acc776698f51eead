import AnnotationEngine
import Terminal
import Workstation

/// The picture of each panel; nil where there is nothing to draw, which its table then says.
struct ReportPlots {
  let report: DashboardReport
  let question: Int
  var person: String?

  /// More rows or columns than this are left to the table.
  private static let most = 40

  private var dashboard: QuestionDashboard? {
    report.questions.indices.contains(question) ? report.questions[question] : nil
  }

  func drawing(_ panel: DashboardPanel) -> Drawing? {
    switch panel {
    case .progress: progress
    case .throughput: throughput
    case .agreement: agreement
    case .pairs: pairs
    case .confusion: confusion
    case .balance: balance
    case .skill: Drawing.whiskers(report.annotators.prefix(200).map { ($0.name, $0.skill) }, within: 0...1)
    case .learning: learning
    }
  }

  private var progress: Drawing? {
    func share(_ part: Int, _ whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
    let progress = report.progress
    return Drawing.bars(
      rows: [
        ("samples complete", [share(progress.complete, progress.samples)]),
        ("annotations", [share(progress.annotations, progress.wanted)]),
      ], columns: ["of what the round wants"])
  }

  private var throughput: Drawing? {
    let (first, last, counts) = ThroughputDays.calendar(report)
    let gathered = ColumnPlot.gathered(counts, most: 190)
    return Drawing.columns(
      gathered.counts, each: gathered.each, first: Figures.day(first),
      last: Figures.day(last, after: first))
  }

  private var agreement: Drawing? {
    guard let dashboard, dashboard.overTimeWhy == nil, let first = dashboard.overTime.first,
      let last = dashboard.overTime.last
    else { return nil }
    return Drawing.lines(
      dashboard.overTime.map {
        .init(x: Double($0.from), value: $0.figure.value, low: $0.figure.low, high: $0.figure.high)
      },
      within: -1...1, first: Figures.day(first.from), last: Figures.day(last.from, after: first.from))
  }

  private var pairs: Drawing? {
    let pairs = dashboard?.agreement.pairs ?? []
    let names = Set(pairs.flatMap { [$0.a, $0.b] }).sorted()
    guard names.count > 1, names.count <= Self.most else { return nil }
    let known = Dictionary(pairs.map { ([$0.a, $0.b].sorted(), $0) }, uniquingKeysWith: { first, _ in first })
    let cells = names.dropFirst().enumerated().map { line, name in
      names.prefix(line + 1).map { other in
        let kappa = known[[name, other].sorted()]?.kappa
        return Drawing.Heat?.some(.init(share: kappa, text: Figures.cell(kappa)))
      }
    }
    return Drawing.heat(rows: Array(names.dropFirst()), columns: Array(names.dropLast()), cells: cells)
  }

  private var confusion: Drawing? {
    guard let dashboard else { return nil }
    let counted: ConfusionReport? =
      if let person {
        report.annotators.first { $0.name == person }?.confusion[dashboard.name]
      } else {
        dashboard.confusion
      }
    guard let counted, counted.values.count <= Self.most, counted.counts.contains(where: { $0.contains { $0 > 0 } })
    else { return nil }
    let cells = counted.counts.map { row in
      let all = row.reduce(0, +)
      return row.map { count in
        Drawing.Heat?.some(
          .init(share: all > 0 ? Double(count) / Double(all) : nil, text: count == 0 ? "·" : Words.grouped(count)))
      }
    }
    return Drawing.heat(rows: counted.values, columns: counted.values, cells: cells, side: 88)
  }

  private var balance: Drawing? {
    guard let dashboard else { return nil }
    let rows = LabelBalance.rows(dashboard).prefix(Self.most)
    let values = LabelBalance.values(dashboard)
    guard values.count <= 12, dashboard.balance.values.contains(where: { $0 > 0 }) else { return nil }
    return Drawing.bars(
      rows: rows.map { row in (row.name, values.map { row.all > 0 ? row.share($0) : nil }) }, columns: values)
  }

  private var learning: Drawing? {
    guard let points = dashboard?.learning?.points, let first = points.first, let last = points.last else { return nil }
    return Drawing.lines(
      points.map {
        .init(x: Double($0.labels), value: $0.accuracy.value, low: $0.accuracy.low, high: $0.accuracy.high)
      }, within: 0...1, first: Words.count(first.labels, "label"), last: Words.grouped(last.labels))
  }
}

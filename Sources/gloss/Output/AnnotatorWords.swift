import AnnotationEngine

/// All that is known of one annotator, for people.
struct AnnotatorWords {
  let report: AnnotatorReport

  init(_ report: AnnotatorReport) { self.report = report }

  var text: String {
    var text = Table.visible(report.name) + (report.role.map { ", \($0.rawValue)" } ?? "") + "\n"
    text += "submitted    \(Words.grouped(report.submitted)), skipped \(Words.grouped(report.skipped))\n"
    text += "speed        \(report.seconds.map { Words.fixed($0, 1) + " seconds a sample (median)" } ?? "–")\n"
    text += line("agreement", report.agreement)
    text += line("skill", report.skill)
    text += line("gold", report.gold)
    text += line("same again", report.consistency)
    text += line("suggestions", report.suggestions)
    text += line("pull", report.pull)
    for (question, figures) in report.ratings.sorted(by: { $0.key < $1.key }) {
      text += "\(Table.visible(question)): \(Words.figure(figures.distance)) from the median of the others, "
      text += "leaning \(Words.figure(figures.leaning)), n \(Words.grouped(figures.distance.items))\n"
    }
    if let paused = report.paused { text += "paused       \(paused)\n" }
    text += stretches("over time", report.drift.map { (Moment.local($0.from), $0.figure) }, report.driftFinding)
    text += stretches("gold", report.goldDrift.map { (Moment.local($0.from), $0.figure) }, report.goldFinding)
    text += stretches(
      "same again", report.consistencyDrift.map { (Moment.local($0.from), $0.figure) }, report.consistencyFinding)
    text += stretches(
      "in a sitting", report.fatigue.map { ("after \($0.minutes) minutes", $0.figure) }, report.fatigueFinding)
    for (question, confusion) in report.confusion.sorted(by: { $0.key < $1.key }) {
      text += table(question, confusion)
    }
    return text
  }

  private func line(_ name: String, _ figure: FigureReport) -> String {
    let label = name.padding(13)
    guard figure.value != nil else { return "\(label)–  (\(figure.why ?? ""))\n" }
    return "\(label)\(Words.percent(figure)), n \(Words.grouped(figure.items))\n"
  }

  private func stretches(_ name: String, _ rows: [(String, FigureReport)], _ finding: String?) -> String {
    guard rows.count > 1 else { return "" }
    var table = Table([("  \(name)", .left), ("share", .right), ("n", .right)])
    for row in rows { table.add(["  " + row.0, Words.percent(row.1), Words.grouped(row.1.items)]) }
    return "\n" + table.text + (finding.map { "  \(Table.visible($0))\n" } ?? "")
  }

  /// The consensus on the left, what they answered above; beside it how much more often they give the value.
  private func table(_ question: String, _ confusion: ConfusionReport) -> String {
    guard confusion.counts.contains(where: { $0.contains { $0 > 0 } }) else { return "" }
    var table = Table(
      [("  \(Table.visible(question)) ↓ →", .left)]
        + confusion.values.map { (Table.visible($0), Table.Side.right) } + [("given more often", .right)])
    for (row, name) in confusion.values.enumerated() {
      let bias = report.bias[question]?[name].map { ($0 > 0 ? "+" : "") + Words.fixed($0 * 100, 1) } ?? "–"
      table.add(["  " + name] + confusion.counts[row].map { $0 == 0 ? "·" : Words.grouped($0) } + [bias])
    }
    return "\n" + table.text
  }
}

extension String {
  fileprivate func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}

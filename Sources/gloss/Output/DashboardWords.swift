import AnnotationEngine

/// The dashboard as plain text: for a pipe, or a log.
struct DashboardWords {
  let report: DashboardReport

  init(_ report: DashboardReport) { self.report = report }

  var text: String {
    var text = report.messages.map { "! \(Table.visible($0))\n" }.joined()
    if !text.isEmpty { text += "\n" }
    text += progress + throughput
    for question in report.questions { text += "\n" + words(question) }
    return text
  }

  private var progress: String {
    let progress = report.progress
    var text = "\(Table.visible(report.project)): \(Words.grouped(progress.complete)) of "
    text += "\(Words.count(progress.samples, "sample")) complete, "
    text += "\(Words.grouped(progress.annotations)) of \(Words.count(progress.wanted, "annotation"))\n"
    if progress.inTens { text += "               \(Words.inTens)\n" }
    text +=
      "disagreements  \(Words.grouped(progress.disagreements)) open, \(Words.grouped(progress.resolved)) resolved\n"
    text += "pace           \(progress.perDay.map { "\(Words.fixed($0, 1)) annotations a day of work" } ?? "–")\n"
    text += "forecast       \(Words.forecast(progress.forecast))\n"
    return text
  }

  private var throughput: String {
    if report.throughput.isEmpty { return report.throughputWhy.map { "throughput     –  (\($0))\n" } ?? "" }
    var table = Table([("day", .left), ("annotations", .right), ("by", .left)])
    for day in report.throughput.suffix(14) {
      let people = day.counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let named = people.prefix(6).map { "\($0.key) \(Words.grouped($0.value))" }
      let rest = people.count > 6 ? ["\(people.count - 6) more"] : []
      table.add([
        String(Moment.iso(day.day).prefix(10)), Words.grouped(day.counts.values.reduce(0, +)),
        (named + rest).joined(separator: ", "),
      ])
    }
    return "\n" + table.text
  }

  private func words(_ question: QuestionDashboard) -> String {
    if let withheld = question.withheld { return "\(Table.visible(question.name)): \(withheld)\n" }
    let (alpha, basis) = (question.alpha, question.basis)
    var text = "\(Table.visible(question.name)): alpha \(Words.figure(alpha)), n \(Words.grouped(alpha.items))"
    text += (alpha.why.map { "  (\($0))" } ?? "") + "\n"
    let parts = [
      ("by resolution", basis.resolved), ("by posterior", basis.model), ("by majority", basis.majority),
      ("unanimous", basis.unanimous), ("by median", basis.median), ("without a label", basis.open),
    ].filter { $0.1 > 0 }.map { "\($0) \(Words.grouped($1))" }
    if !parts.isEmpty { text += "  labels \(parts.joined(separator: ", "))\n" }
    text += "  confusion against \(question.confusionAgainst)\n"
    let labels = sortedNames(question.balance.keys, order: question.confusion.values)
      .map { "\(Table.visible($0)) \(Words.grouped(question.balance[$0] ?? 0))" }
    text += "  labels: \(labels.joined(separator: ", "))\n"
    if let learning = question.learning {
      let last = learning.points.last.map { "accuracy \(Words.percent($0.accuracy)) from \($0.labels) labels, " } ?? ""
      text += "  text model: \(last)\(learning.advice)\n"
    }
    text += overTime(question) + slices(question)
    return text
  }

  private func overTime(_ question: QuestionDashboard) -> String {
    guard question.overTime.count > 1, question.overTimeWhy == nil else {
      return question.overTimeWhy.map { "  over time: \($0)\n" } ?? ""
    }
    var table = Table([("  answers from", .left), ("alpha up to their end", .right), ("n", .right)])
    for point in question.overTime {
      table.add(["  " + Moment.local(point.from), Words.figure(point.figure), Words.grouped(point.figure.items)])
    }
    return table.text + (question.overTimeNote.map { "  \($0)\n" } ?? "") + resampling(question)
  }

  private func resampling(_ question: QuestionDashboard) -> String {
    guard let made = question.agreement.resampling else { return "" }
    return "  intervals: \(Words.grouped(made.options.samples)) resamples of the samples, seed \(made.options.seed)\n"
  }

  private func slices(_ question: QuestionDashboard) -> String {
    guard !question.slices.isEmpty else { return question.slicesWhy.map { "  slices: \($0)\n" } ?? "" }
    var table = Table([("  slice", .left), ("samples", .right), ("alpha", .right), ("n", .right), ("labels", .left)])
    for slice in question.slices {
      let labels = sortedNames(slice.balance.keys, order: question.confusion.values)
        .map { "\($0) \(Words.grouped(slice.balance[$0] ?? 0))" }
      table.add([
        "  \(slice.column) \(slice.value.isEmpty ? "(none)" : slice.value)", Words.grouped(slice.samples),
        Words.figure(slice.alpha),
        Words.grouped(slice.alpha.items), labels.joined(separator: ", "),
      ])
    }
    return table.text + (question.slicesWhy.map { "  \($0)\n" } ?? "")
  }
}

extension Words {
  /// "done from 2024-05-01 09:30 to 2024-05-03 12:00", with the reason where an end is missing.
  static func forecast(_ forecast: WorkForecast) -> String {
    var text = forecast.early.map { "done from \(Moment.local($0))" } ?? "–"
    if let late = forecast.late { text += " to \(Moment.local(late))" }
    return text + (forecast.why.map { "  (\($0))" } ?? "")
  }
}

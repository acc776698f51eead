import LabelStatistics

/// Counts the reports on annotators.
struct AnnotatorCount {
  let table: WorkTable
  let questions: [QuestionWork]
  let consensus: [Consensus]
  /// By question and annotator.
  let confusions: [[ConfusionReport]]

  /// Milliseconds without an answer that end a sitting.
  static let pause: Int64 = 30 * 60_000
  /// Where the stretches of a sitting begin, in minutes.
  static let sittingMinutes = [0, 15, 30, 60, 120]
  /// Chance of a false alarm over all annotators together.
  static let falseAlarms = 0.05

  /// By name: everybody who annotated, and the annotators of the project.
  func reports() -> [AnnotatorReport] {
    let names = questions.first?.annotators ?? []
    let work = AnnotatorWork(table, questions)
    let sums = EntrySums(table)
    var reports = names.enumerated().map { index, name in
      report(index, name, work, sums)
    }
    let people = table.project?.people ?? []
    for person in people where person.role == .annotator && !names.contains(person.name) {
      reports.append(AnnotatorReport(name: person.name, submitted: 0, skipped: 0))
    }
    for index in reports.indices { reports[index].role = people.first { $0.name == reports[index].name }?.role }
    return reports.sorted { precedesInBytes($0.name, $1.name) }
  }

  private func report(_ index: Int, _ name: String, _ work: AnnotatorWork, _ sums: EntrySums) -> AnnotatorReport {
    let mine = work.all[index]
    var report = AnnotatorReport(name: name, submitted: sums.submitted[index], skipped: sums.skipped[index])
    report.seconds = median(ofSorted: sums.seconds[index].sorted().map(Double.init))
    report.agreement = .share(
      mine.count { $0.isRight }, of: mine.count, why: "nobody else has answered the same samples, or no answer leads")
    let live = mine.filter { !table.entries[Int($0.entry)].isImported }
    addDrift(to: &report, live, level: Self.falseAlarms / Double(max(1, work.all.count { !$0.isEmpty })))
    addFatigue(to: &report, live, sums.times[index])
    for (question, work) in questions.enumerated() {
      report.confusion[work.question.name] = confusions[question][index]
      report.bias[work.question.name] = work.bias(of: Int32(index), consensus[question])
      if let differences = self.differences(of: index, work) { report.ratings[work.question.name] = differences }
    }
    return report
  }
}

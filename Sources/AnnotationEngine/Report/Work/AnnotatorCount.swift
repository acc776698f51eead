import LabelStatistics

/// Counts the reports on annotators.
struct AnnotatorCount {
  let table: WorkTable
  let questions: [QuestionWork]
  /// By question and annotator.
  let confusions: [[ConfusionReport]]
  let biases: [[[String: Double]]]
  let consensus: [Consensus]

  /// By question, what the model thinks of the annotators; nil where there is none.
  private var models: [Aggregation?] { consensus.map(\.model) }

  /// Milliseconds without an answer that end a sitting.
  static let pause: Int64 = 30 * 60_000
  /// Where the stretches of a sitting begin, in minutes.
  static let sittingMinutes = [0, 15, 30, 60, 120]
  /// Chance of a false alarm over all annotators together.
  static let falseAlarms = 0.05
  /// Comparisons below which a stretch of sittings is tested against nothing.
  static let leastTested = 20

  /// By name: everybody who annotated, and the annotators of the project.
  func reports() -> [AnnotatorReport] {
    let names = questions.first?.annotators ?? []
    let work = AnnotatorWork(table, questions, consensus)
    let sums = EntrySums(table)
    let level = Self.falseAlarms / Double(max(1, work.all.count { !$0.isEmpty }))
    var reports = names.indices.map { annotator in
      var report = report(annotator, names[annotator], work.all[annotator], sums, level)
      report.ratings = work.differences[annotator].mapValues(RatingFigures.init)
      return report
    }
    let people = table.project?.people ?? []
    for person in people where person.role == .annotator && !names.contains(person.name) {
      reports.append(AnnotatorReport(person.name, submitted: 0, skipped: 0))
    }
    for index in reports.indices { reports[index].role = people.first { $0.name == reports[index].name }?.role }
    return reports.sorted { precedesInBytes($0.name, $1.name) }
  }

  private func report(
    _ annotator: Int, _ name: String, _ compared: [AnnotatorWork.Comparison], _ sums: EntrySums, _ level: Double
  ) -> AnnotatorReport {
    var report = AnnotatorReport(name, submitted: sums.submitted[annotator], skipped: sums.skipped[annotator])
    report.seconds = median(ofSorted: sums.seconds[annotator].sorted().map(Double.init))
    report.agreement = .share(
      compared.count { $0.isRight }, of: compared.count, why: AnnotatorReport.uncompared)
    let live = compared.filter { !table.entries[Int($0.entry)].isImported }
    addDrift(to: &report, live, level)
    addFatigue(to: &report, live, sums.times[annotator], level)
    for (question, work) in questions.enumerated() {
      report.confusion[work.question.name] = confusions[question][annotator]
      report.bias[work.question.name] = biases[question][annotator]
    }
    report.skill = skill(of: annotator)
    let used = sums.suggestions[annotator]
    report.suggestions = .share(used.agreedShown, of: used.shown, why: AnnotatorReport.unsuggested)
    report.pull = .pull(used)
    return report
  }

  /// By the model of every question of the kind choice, each weighed by the answers to it.
  private func skill(of annotator: Int) -> FigureReport {
    let known = models.compactMap { model -> (right: Double, answers: Int)? in
      guard let mine = model?.annotators[annotator], let accuracy = mine.accuracy else { return nil }
      return (accuracy * Double(mine.answers), mine.answers)
    }
    let answers = known.reduce(0) { $0 + $1.answers }
    guard answers > 0 else {
      return .none(
        models.allSatisfy { $0 == nil }
          ? "no sample has answers of two people to a question of the kind choice" : "no answer to judge by")
    }
    let right = known.reduce(0) { $0 + $1.right }
    let interval = wilson(min(answers, Int(right.rounded())), of: answers)
    let share = min(1, right / Double(answers))
    return FigureReport(
      value: share, items: answers, low: interval.map { min($0.low, share) }, high: interval.map { max($0.high, share) }
    )
  }

  // MARK: - Over time

  private func addDrift(to report: inout AnnotatorReport, _ live: [AnnotatorWork.Comparison], _ level: Double) {
    let drift = drift(live.map(\.isRight))
    report.drift = drift.stretches.map { stretch in
      TimedFigure(
        from: table.entries[Int(live[stretch.start].entry)].at,
        figure: .share(stretch.right, of: stretch.count, why: AnnotatorReport.uncompared))
    }
    report.driftFinding = drift.finding("comparisons agree with the others less than those before", at: level)
  }

  /// Every answer, compared or not, keeps a sitting going.
  private func addFatigue(
    to report: inout AnnotatorReport, _ live: [AnnotatorWork.Comparison], _ times: [Int64], _ level: Double
  ) {
    let since = timesInSitting(times, pause: Self.pause)
    var right = [Int](repeating: 0, count: Self.sittingMinutes.count)
    var counts = right
    var place = 0
    for comparison in live {
      let at = table.entries[Int(comparison.entry)].at
      while times[place] < at { place += 1 }
      let minutes = since[place] / 60_000
      let stretch = Self.sittingMinutes.lastIndex { $0 <= minutes } ?? 0
      counts[stretch] += 1
      if comparison.isRight { right[stretch] += 1 }
    }
    report.fatigue = counts.indices.filter { counts[$0] > 0 }.map {
      FatiguePoint(
        minutes: Self.sittingMinutes[$0],
        figure: .share(right[$0], of: counts[$0], why: AnnotatorReport.uncompared))
    }
    // The first half hour against everything after the first hour.
    let early = (right: right[0] + right[1], count: counts[0] + counts[1])
    let late = (right: right[3] + right[4], count: counts[3] + counts[4])
    guard early.count >= Self.leastTested, late.count >= Self.leastTested,
      Double(early.right) / Double(early.count) - Double(late.right) / Double(late.count) >= Drift.leastFall
    else { return }
    let chance = fisherLowerTail(
      successes: late.right, of: late.count, against: early.right, of: early.count)
    if chance < level {
      report.fatigueFinding = Self.finding(
        "after an hour of a sitting they agree with the others less than in its first half hour", early.right,
        early.count, late.right, late.count, chance)
    }
  }

  /// "…: 74.0 % of 50, before 91.5 % of 400 (p = 0.0003)".
  fileprivate static func finding(
    _ what: String, _ before: Int, _ beforeCount: Int, _ after: Int, _ afterCount: Int, _ chance: Double
  ) -> String {
    "\(what): \(percent(after, afterCount)) of \(afterCount), before \(percent(before, beforeCount)) of \(beforeCount) "
      + "(\(chance < 0.0001 ? "p < 0.0001" : "p = \(fixed(chance, 4))"))"
  }

  private static func percent(_ part: Int, _ whole: Int) -> String {
    "\(fixed(100 * Double(part) / Double(whole), 1)) %"
  }
}

extension Drift {
  /// In words, where the last stretch lies below the others: "the last 20 …".
  func finding(_ what: String, at level: Double) -> String? {
    guard fell(at: level), let last = stretches.last, let chance else { return nil }
    return AnnotatorCount.finding(
      "the last \(last.count) \(what)", before.right, before.count, last.right, last.count, chance)
  }
}

extension AnnotatorReport {
  static let unsuggested = "no suggestion was shown to them"
  static let uncompared = "nobody else has answered the same samples, or no answer of the others leads"

  /// Nothing known yet but the numbers of annotations.
  init(_ name: String, submitted: Int, skipped: Int) {
    self.init(
      name: name, submitted: submitted, skipped: skipped, agreement: .none(Self.uncompared),
      skill: .none("nobody else has answered the same samples"), gold: .none("they have answered no gold samples"),
      consistency: .none("no sample was shown to them twice"), drift: [], bias: [:], confusion: [:], fatigue: [],
      suggestions: .none(Self.unsuggested), pull: .pull(SuggestionTally()))
  }
}

extension RatingFigures {
  fileprivate init(_ differences: [Double]) {
    distance = .mean(differences.map(abs), why: AnnotatorReport.uncompared)
    leaning = .mean(differences, why: AnnotatorReport.uncompared)
  }
}

/// `value` with `places` decimals, rounded half up, without exponent.
func fixed(_ value: Double, _ places: Int) -> String {
  let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
  let scaled = Int((abs(value) * Double(scale)).rounded())
  let fraction = String(scaled % scale)
  let sign = value < 0 && scaled > 0 ? "-" : ""
  if places == 0 { return "\(sign)\(scaled)" }
  return "\(sign)\(scaled / scale)." + String(repeating: "0", count: places - fraction.count) + fraction
}

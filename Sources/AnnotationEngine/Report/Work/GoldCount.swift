import LabelStatistics

extension [AnnotatorReport] {
  /// Takes over what gold and silent repeats say of them, and whose queue is paused.
  func adding(_ gold: GoldReport) -> [AnnotatorReport] {
    let level = AnnotatorCount.falseAlarms / Double(Swift.max(1, gold.annotators.count))
    var reports = self
    for known in gold.annotators {
      let index = reports.firstIndex { $0.name == known.name } ?? reports.endIndex
      if index == reports.endIndex { reports.append(AnnotatorReport(known.name, submitted: 0, skipped: 0)) }
      reports[index].gold = known.gold
      reports[index].consistency = known.consistency
      let gold = GoldDrift(known.goldAnswers, "answers to gold are right less often than those before", level)
      (reports[index].goldDrift, reports[index].goldFinding) = (gold.figures, gold.finding)
      let again = GoldDrift(
        known.repeatedAnswers, "repeats were answered as the first time less often than those before", level)
      (reports[index].consistencyDrift, reports[index].consistencyFinding) = (again.figures, again.finding)
      if known.pausedSince != nil {
        reports[index].paused = "too few answers to gold were right; gloss resume lets them go on"
      }
    }
    return reports.sorted { precedesInBytes($0.name, $1.name) }
  }
}

/// Judged answers in the order of time, in stretches.
private struct GoldDrift {
  let figures: [TimedFigure]
  let finding: String?

  init(_ judged: [GoldReport.Judged], _ what: String, _ level: Double) {
    let drift = drift(judged.map(\.isRight))
    figures = drift.stretches.map { stretch in
      TimedFigure(
        from: judged[stretch.start].at, figure: .share(stretch.right, of: stretch.count, why: "nothing was judged"))
    }
    finding = drift.finding(what, at: level)
  }
}

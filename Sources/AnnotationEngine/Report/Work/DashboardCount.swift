import LabelStatistics

/// What follows from annotations and resolutions alone.
struct WorkCount {
  let works: [QuestionWork]
  let consensus: [Consensus]
  /// By question, of all annotators.
  let confusions: [ConfusionReport]
  let progress: ProgressCount
  let annotators: [AnnotatorReport]

  init(_ table: WorkTable) {
    let asked = table.project?.questions ?? []
    let works = asked.indices.map { QuestionWork($0, of: table, asked[$0]) }
    let consensus = works.map {
      Consensus($0, rule: table.project?.labelRule ?? LabelRule(rule: .majority, atLeast: 1))
    }
    let each = works.indices.map { works[$0].confusions(with: consensus[$0]) }
    confusions = works.indices.map { works[$0].confusion(each[$0]) }
    progress = ProgressCount(table)
    annotators = AnnotatorCount(
      table: table, questions: works, confusions: each,
      biases: works.indices.map { works[$0].biases(consensus[$0]) }, consensus: consensus
    ).reports()
    self.works = works
    self.consensus = consensus
  }

  /// What is known by question without agreement, slices and the learning curve.
  var questions: [QuestionDashboard] {
    works.indices.map { index in
      let consensus = consensus[index]
      return QuestionDashboard(
        name: works[index].question.name, kind: works[index].question.kind, agreement: .none,
        alpha: .none(Degenerate.noRatings.explanation), overTime: [], confusion: confusions[index],
        confusionAgainst: consensus.against, basis: consensus.basis, balance: works[index].balance(consensus),
        slices: [])
    }
  }
}

/// What the dashboard has by question, from the annotations and the content of samples.
struct DashboardCount {
  private(set) var questions: [QuestionDashboard]
  /// Those about questions.
  let messages: [String]

  /// - Parameter parts: by question, what was counted last.
  init(
    _ count: WorkCount, _ table: WorkTable, _ parts: inout [String: QuestionParts], in workspace: Workspace
  ) throws(EngineError) {
    let seed = table.project?.round.seed ?? 1
    questions = count.questions
    let slices = try SliceColumns(table, in: workspace)
    for (index, work) in count.works.enumerated() {
      let figures = parts[work.question.name, default: QuestionParts()].count(work, table, by: slices.columns)
      questions[index].take(figures)
      (questions[index].overTimeWhy, questions[index].overTimeNote) = work.wordsOnTime(figures.overTime, table)
      questions[index].slices = work.slices(figures.slices, slices.columns, count.consensus[index])
      questions[index].slicesWhy = slices.why
      if work.question.kind == .choice {
        questions[index].learning = try workspace.learning.report(
          on: work, labels: count.consensus[index].labels, seed: seed, in: workspace)
      }
    }
    messages =
      DashboardMessages(
        questions, count.works, count.consensus, isOverlapAdaptive: table.project?.round.adaptive != nil
      ).all
  }
}

extension QuestionDashboard {
  fileprivate mutating func take(_ figures: QuestionParts.Figures) {
    agreement = figures.agreement
    overTime = figures.overTime
    alpha = FigureReport(
      value: agreement.alpha, why: agreement.alphaWhy, items: agreement.items, low: agreement.alphaInterval?.low,
      high: agreement.alphaInterval?.high)
  }
}

extension QuestionWork {
  /// Why there is nothing to follow over time, and what a reader has to know of it.
  fileprivate func wordsOnTime(_ figures: [TimedFigure], _ table: WorkTable) -> (why: String?, note: String?) {
    let imported = entries.count { table.entries[Int($0)].isImported }
    if entries.isEmpty { return (Degenerate.noRatings.explanation, nil) }
    if figures.count < 2 && entries.count > 1 {
      return (
        imported == entries.count
          ? "all answers were imported at one time: a file does not say when they were given"
          : "all answers came at one time", nil
      )
    }
    if imported == 0 { return (nil, nil) }
    return (
      nil,
      imported == entries.count
        ? "Imported answers stand at the time of their import."
        : "\(imported) of \(entries.count) answers were imported and stand at the time of their import."
    )
  }
}

/// What slices are made of.
private struct SliceColumns {
  let columns: [SliceColumn]
  let why: String?

  init(_ table: WorkTable, in workspace: Workspace) throws(EngineError) {
    var positions: [Int32] = []
    for entry in table.entries where positions.last != entry.position { positions.append(entry.position) }
    columns = try workspace.slices.columns(at: positions, in: workspace)
    if positions.isEmpty {
      why = "there are no annotations yet"
    } else if columns.isEmpty {
      why = "no metadata column has two to \(SliceMemory.mostValues) values"
    } else {
      why = nil
    }
  }
}

extension QuestionAgreement {
  /// That of a question without answers.
  static let none = QuestionAgreement(
    items: 0, annotators: 0, percent: nil, percentWhy: Degenerate.noRatings.explanation, alpha: nil,
    alphaWhy: Degenerate.noRatings.explanation, pairs: [], labels: [:])
}

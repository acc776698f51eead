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
    progress = ProgressCount(table, least: table.project?.round.least ?? 1)
    annotators = AnnotatorCount(
      table: table, questions: works, confusions: each,
      biases: works.indices.map { works[$0].biases(consensus[$0]) }, models: consensus.map(\.model)
    ).reports()
    self.works = works
    self.consensus = consensus
  }
}

/// What the dashboard has by question, from the annotations and the content of samples.
struct DashboardCount {
  private(set) var questions: [QuestionDashboard] = []
  /// Those about questions.
  let messages: [String]

  init(
    _ count: WorkCount, _ table: WorkTable, _ agreement: AgreementReport, in workspace: Workspace
  ) throws(EngineError) {
    let seed = table.project?.round.seed ?? 1
    let slices = try SliceColumns(table, in: workspace)
    for (index, work) in count.works.enumerated() {
      let consensus = count.consensus[index]
      let figures = agreement.questions[work.question.name] ?? QuestionAgreement.none
      let times = AlphaOverTime(work, table)
      var report = QuestionDashboard(
        name: work.question.name, kind: work.question.kind, agreement: figures,
        alpha: FigureReport(
          value: figures.alpha, why: figures.alphaWhy, items: figures.items, low: figures.alphaInterval?.low,
          high: figures.alphaInterval?.high),
        overTime: times.figures, overTimeWhy: times.why, confusion: count.confusions[index],
        confusionAgainst: consensus.against,
        basis: consensus.basis, balance: work.balance(consensus), slices: work.slices(slices.columns, consensus),
        slicesWhy: slices.why)
      if work.question.kind == .choice {
        report.learning = try workspace.learning.report(
          on: work, labels: consensus.labels, seed: seed, in: workspace)
      }
      questions.append(report)
    }
    messages = DashboardMessages(questions, count.works, count.consensus).all
  }
}

/// What slices are made of.
private struct SliceColumns {
  let columns: [(String, [Int32: String])]
  let why: String?

  init(_ table: WorkTable, in workspace: Workspace) throws(EngineError) {
    var positions: [Int32] = []
    for entry in table.entries where positions.last != entry.position { positions.append(entry.position) }
    let read = positions.evenlySpaced(SliceMemory.most)
    columns = try workspace.slices.columns(at: read, in: workspace)
    if positions.isEmpty {
      why = "there are no annotations yet"
    } else if columns.isEmpty {
      why = "no metadata column has two to \(SliceMemory.mostValues) values"
    } else if read.count < positions.count {
      why = "slices rest on \(read.count) of the \(positions.count) annotated samples, evenly spaced"
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

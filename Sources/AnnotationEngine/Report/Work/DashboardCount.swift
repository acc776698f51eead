import LabelStatistics

/// The part of the dashboard that follows from the annotations alone.
struct DashboardCount {
  let progress: ProgressCount
  let questions: [QuestionDashboard]
  let annotators: [AnnotatorReport]

  init(_ table: WorkTable, _ agreement: AgreementReport) {
    let asked = table.project?.questions ?? []
    let works = asked.indices.map { QuestionWork($0, of: table, asked[$0]) }
    let consensus = works.map(Consensus.init)
    let confusions = works.indices.map { works[$0].confusions(with: consensus[$0]) }
    progress = ProgressCount(table, overlap: table.project?.round.overlap ?? 1)
    questions = works.indices.map { index in
      let work = works[index]
      let figures = agreement.questions[work.question.name] ?? QuestionAgreement.none
      let times = AlphaOverTime(work, table)
      return QuestionDashboard(
        name: work.question.name, kind: work.question.kind, agreement: figures,
        alpha: FigureReport(value: figures.alpha, why: figures.alphaWhy, items: figures.items),
        overTime: times.figures, overTimeWhy: times.why, confusion: work.confusion(confusions[index]),
        basis: consensus[index].basis, balance: work.balance(consensus[index]), slices: [])
    }
    annotators = AnnotatorCount(
      table: table, questions: works, confusions: confusions,
      biases: works.indices.map { works[$0].biases(consensus[$0]) }
    ).reports()
  }
}

extension QuestionAgreement {
  /// That of a question without answers.
  static let none = QuestionAgreement(
    items: 0, annotators: 0, percent: nil, percentWhy: Degenerate.noRatings.explanation, alpha: nil,
    alphaWhy: Degenerate.noRatings.explanation, pairs: [], labels: [:])
}

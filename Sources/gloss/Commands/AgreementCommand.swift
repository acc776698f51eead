import AnnotationEngine
import ArgumentParser

struct AgreementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agreement",
    abstract: "Percent agreement, Krippendorff's alpha and Cohen's kappa, with the items they rest on.")

  @OptionGroup var place: PlaceOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let workspace = try openCurrentWorkspace(place)
    let project = try workspace.project()
    let report = try workspace.agreement()
    try answer.print(report.json(in: project)) { text in
      for (index, name) in sortedNames(report.questions.keys, order: project.questions.map(\.name)).enumerated() {
        guard let question = report.questions[name] else { continue }
        if index > 0 { text += "\n" }
        text += summary(name, question)
        text += labels(question, in: project.questions.first { $0.name == name })
        text += pairs(question)
      }
    }
  }

  private func summary(_ name: String, _ question: QuestionAgreement) -> String {
    var text = "\(Table.visible(name)): n \(Words.grouped(question.items)) with two or more answers, "
    text += Words.count(question.annotators, "annotator") + "\n"
    text += "  percent  \(Words.percent(question.percent))\(why(question.percentWhy))\n"
    text += "  alpha    \(Words.figure(question.alpha))\(why(question.alphaWhy))\n"
    return text
  }

  private func labels(_ question: QuestionAgreement, in project: Question?) -> String {
    guard !question.labels.isEmpty else { return "" }
    var table = Table([
      ("  value", .left), ("answers", .right), ("n", .right), ("percent", .right), ("alpha", .right), ("", .left),
    ])
    for value in sortedNames(question.labels.keys, order: project?.values.map(\.name) ?? []) {
      guard let figures = question.labels[value] else { continue }
      table.add([
        "  " + value, Words.grouped(figures.answers), Words.grouped(figures.items), Words.percent(figures.percent),
        Words.figure(figures.alpha), figures.alphaWhy ?? "",
      ])
    }
    return "\n" + table.text
  }

  private func pairs(_ question: QuestionAgreement) -> String {
    guard !question.pairs.isEmpty else { return "" }
    var table = Table([("  pair", .left), ("n", .right), ("percent", .right), ("kappa", .right), ("", .left)])
    for pair in question.pairs {
      table.add([
        "  \(pair.a) – \(pair.b)", Words.grouped(pair.items), Words.percent(pair.percent), Words.figure(pair.kappa),
        pair.kappaWhy ?? "",
      ])
    }
    return "\n" + table.text
  }

  private func why(_ reason: String?) -> String { reason.map { "  (\($0))" } ?? "" }
}

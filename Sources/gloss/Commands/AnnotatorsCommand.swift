import AnnotationEngine
import ArgumentParser

struct AnnotatorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotators",
    abstract: "How each annotator works: speed, agreement, skill, drift, fatigue, bias, with what the figures rest on.",
    discussion: """
      Reviewers and leads see everybody, an annotator themselves. A figure stands with its 95 % interval and the number \
      of answers that it rests on. Over all annotators together, a drift or fatigue is found by chance in fewer than one \
      report of twenty.
      """)

  @Argument(help: ArgumentHelp("One annotator, with everything that is known.", valueName: "name"))
  var name: String?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let desk = try Desk.open(place, person)
    let reports = try desk.workspace.annotators(desk.session, named: name)
    try answer.print(.object(("annotators", .list(reports) { $0.json }))) { text in
      if name != nil, let report = reports.first {
        text += AnnotatorWords(report).text
      } else if reports.isEmpty {
        text += "nobody has annotated yet\n"
      } else {
        text += table(reports)
        let findings = reports.flatMap { report in
          [
            report.paused.map { "paused: \($0)" }, report.goldFinding, report.driftFinding, report.consistencyFinding,
            report.fatigueFinding,
          ].compactMap {
            $0.map { "\(report.name): \($0)" }
          }
        }
        if !findings.isEmpty { text += "\n" + findings.map { Table.visible($0) + "\n" }.joined() }
      }
    }
  }

  private func table(_ reports: [AnnotatorReport]) -> String {
    var table = Table([
      ("annotator", .left), ("submitted", .right), ("skipped", .right), ("s/sample", .right), ("agreement", .right),
      ("n", .right), ("skill", .right), ("n", .right), ("gold", .right), ("n", .right), ("same again", .right),
      ("n", .right),
    ])
    for report in reports {
      var cells = [
        report.name, Words.grouped(report.submitted), Words.grouped(report.skipped),
        report.seconds.map { Words.fixed($0, 1) } ?? "–",
      ]
      for figure in [report.agreement, report.skill, report.gold, report.consistency] {
        cells += [Words.percent(figure), Words.grouped(figure.items)]
      }
      table.add(cells)
    }
    return table.text
  }
}

extension Words {
  /// "91.5% (88.0–94.1)", or a dash.
  static func percent(_ figure: FigureReport) -> String {
    guard let value = figure.value else { return "–" }
    guard let low = figure.low, let high = figure.high else { return percent(value) }
    return "\(percent(value)) (\(fixed(low * 100, 1))–\(fixed(high * 100, 1)))"
  }

  /// "0.743 (0.690–0.801)", or a dash.
  static func figure(_ figure: FigureReport) -> String {
    guard let value = figure.value else { return "–" }
    guard let low = figure.low, let high = figure.high else { return Words.figure(value) }
    return "\(Words.figure(value)) (\(fixed(low, 3))–\(fixed(high, 3)))"
  }
}

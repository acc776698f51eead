import AnnotationEngine
import ArgumentParser
import Interchange

struct GoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gold", abstract: "Samples with known answers, put in annotators' queues unmarked. For leads.",
    discussion: """
      How often gold is served is the project's: round: {gold: 5%, repeats: 3%} in gloss.yaml. Annotators cannot tell it \
      from any other sample. It is a lead's secret and in no commit and no export: a clone or a new branch begins without, \
      and gloss gold add FILE brings it there again.
      """,
    subcommands: [AddCommand.self, ListCommand.self, RemoveCommand.self, ReportCommand.self],
    defaultSubcommand: ListCommand.self)

  struct AddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Take samples with their known answers from a file: a column a question.")

    @Argument(help: "CSV, TSV or JSON Lines with the columns sample (or id) and one or more questions.")
    var file: String

    @Option(name: .long, help: ArgumentHelp("csv, tsv or jsonl, where the name does not tell.", valueName: "format"))
    var format: String?

    @Option(
      name: .long, parsing: .upToNextOption,
      help: ArgumentHelp("Columns of other names: sample=COLUMN, QUESTION=COLUMN.", valueName: "name=column"))
    var map: [String] = []

    @OptionGroup var place: PlaceOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var answer: AnswerOptions

    func validate() throws { try checkFormat(format, known: ["csv", "tsv", "jsonl"]) }

    func run() throws {
      let desk = try Desk.open(place, person)
      var columns: [String: String] = [:]
      for pair in map {
        let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw ValidationError("--map \(pair): write name=column") }
        columns[parts[0]] = parts[1]
      }
      let entries = try GoldFile.read(
        path: file, format: try SampleFormat.choose(format, path: file), project: try desk.workspace.project(),
        map: ColumnMap(columns: columns))
      let change = try desk.workspace.addGold(desk.session, entries)
      try answer.print(change.json) { text in
        text += "\(Words.count(change.added, "gold sample")) added, \(Words.grouped(change.changed)) changed, "
        text += "\(Words.grouped(change.unchanged)) there already\n"
      }
    }
  }

  struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the gold samples.")

    @OptionGroup var place: PlaceOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var answer: AnswerOptions

    func run() throws {
      let desk = try Desk.open(place, person)
      let entries = try desk.workspace.gold(desk.session)
      let questions = try desk.workspace.project().questions.map(\.name)
      try answer.print(.object(("gold", .list(entries) { $0.json(questions) }))) { text in
        if entries.isEmpty {
          text += "no gold yet: gloss gold add FILE\n"
          return
        }
        var table = Table([("sample", Table.Side.left)] + questions.map { ($0, Table.Side.left) })
        for entry in entries {
          table.add([entry.sample] + questions.map { entry.answers[$0].map(Words.answer) ?? "" })
        }
        text += table.text
      }
    }
  }

  struct RemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "remove", abstract: "Make gold samples ordinary ones; what was answered to them stays.")

    @Argument(help: "The samples' ids.") var samples: [String]

    @OptionGroup var place: PlaceOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var answer: AnswerOptions

    func run() throws {
      let desk = try Desk.open(place, person)
      let change = try desk.workspace.removeGold(desk.session, samples)
      try answer.print(change.json) { text in text += "\(Words.count(change.removed, "sample")) no gold any more\n" }
    }
  }

  struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "report", abstract: "Each annotator's accuracy on gold and consistency on silent repeats.")

    @OptionGroup var place: PlaceOptions
    @OptionGroup var person: PersonOptions
    @OptionGroup var answer: AnswerOptions

    func run() throws {
      let desk = try Desk.open(place, person)
      let report = try desk.workspace.goldReport(desk.session)
      try answer.print(report.json) { text in
        text += "\(Words.count(report.samples, "gold sample"))\n"
        guard !report.annotators.isEmpty else { return }
        var table = Table([
          ("annotator", .left), ("gold", .right), ("n", .right), ("95 %", .left), ("same again", .right), ("n", .right),
          ("95 %", .left), ("", .left),
        ])
        for annotator in report.annotators {
          table.add([
            annotator.name, Words.percent(annotator.gold.value), Words.grouped(annotator.gold.items),
            annotator.gold.range, Words.percent(annotator.consistency.value),
            Words.grouped(annotator.consistency.items), annotator.consistency.range,
            annotator.pausedSince.map { "paused since \(Moment.local($0))" } ?? "",
          ])
        }
        text += table.text
      }
    }
  }
}

struct ResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Let an annotator go on whose queue was paused by the gold that they missed.")

  @Argument(help: ArgumentHelp("The annotator.", valueName: "name")) var annotator: String

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let desk = try Desk.open(place, person)
    try desk.workspace.resume(desk.session, annotator)
    try answer.print(.object(("resumed", .string(annotator)))) { text in
      text += "\(Table.visible(annotator)) goes on; their answers to gold so far no longer count towards a pause\n"
    }
  }
}

extension FigureReport {
  /// "71.0% – 94.2%", or nothing.
  fileprivate var range: String {
    guard let low, let high else { return "" }
    return "\(Words.percent(low)) – \(Words.percent(high))"
  }
}

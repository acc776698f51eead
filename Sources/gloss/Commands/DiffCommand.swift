import AnnotationEngine
import ArgumentParser

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "What differs between two versions, row by row.")

  @Argument(help: "The version before.") var a: String
  @Argument(help: "The version after; your branch when left out.") var b: String?

  @Flag(name: .long, help: "Also list the rows that differ.")
  var rows = false

  @Option(name: .long, help: "Only labels of this question, and annotations that answer it otherwise.")
  var question: String?

  @Option(name: .long, help: ArgumentHelp("Only rows of this sample.", valueName: "id"))
  var sample: String?

  @Option(name: .long, help: "List at most this many rows.")
  var limit = 1000

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if limit < 1 { throw ValidationError("--limit is \(limit); it must be 1 or more") }
  }

  func run() throws {
    let reading = try Reading.openAsItStands(place, person)
    let workspace = reading.workspace
    let shown = try workspace.diff(
      reading.session, a, b, rowLimit: rows ? limit : 0, filter: DiffFilter(question: question, sample: sample))
    let report = shown.value
    let project = try workspace.project()
    try answer.print(report.json) { text in
      text += veil(shown)
      text += changeTable(report) + confusionTables(report, in: project)
      guard rows, !report.rows.isEmpty else { return }
      var table = Table([("", .left), ("table", .left), ("sample", .left), ("of", .left), ("", .left)])
      for row in report.rows {
        table.add([Self.sign(row), row.table, row.sample, row.part ?? "", Self.change(row)])
      }
      text += "\n" + table.text
      let all = [report.samples, report.annotations, report.labels].reduce(0) {
        $0 + $1.added + $1.removed + $1.changed
      }
      if all > report.rows.count {
        text +=
          "… and \(Words.count(all - report.rows.count, "more row", "more rows")): --limit \(all) lists them all\n"
      }
    }
  }

  private static func sign(_ row: DiffRow) -> String { row.old == nil ? "+" : row.new == nil ? "-" : "~" }

  private static func change(_ row: DiffRow) -> String {
    switch (row.old, row.new) {
    case (let old?, let new?): "\(old) → \(new)"
    case (let old?, nil): old
    case (nil, let new?): new
    case (nil, nil): ""
    }
  }
}

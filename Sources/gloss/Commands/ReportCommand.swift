import AnnotationEngine
import ArgumentParser
import Workstation

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the dashboard as one HTML page: plots, their tables, nothing from elsewhere.",
    discussion: """
      The page holds its pictures and its style, runs no script and fetches nothing. It follows the reader's light or \
      dark window, and prints.
      """)

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write; - is standard output.", valueName: "file.html"))
  var output: String

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if answer.json, output == "-" { throw ValidationError("--json and -o - both want standard output") }
  }

  func run() throws {
    try place.enter()
    let desk = try Desk.openHere(place, person)
    try WritableTarget.check(output, in: desk.workspace)
    let report = try desk.workspace.dashboard(desk.session)
    let bytes = Array(ReportPage(report: report).html.utf8)
    if output == "-" { return try StandardOutput.write(bytes: bytes) }
    try replaceFile(bytes, at: output)
    let plots = 3 + 5 * report.questions.count
    try answer.print(
      .object(
        ("path", .string(output)), ("bytes", .int(bytes.count)), ("questions", .int(report.questions.count)),
        ("annotators", .int(report.annotators.count)))
    ) { text in
      text += "\(Words.count(plots, "plot")) in \(Table.visible(output)), \(Words.bytes(bytes.count))\n"
    }
  }
}

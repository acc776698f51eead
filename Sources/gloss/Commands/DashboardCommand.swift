import AnnotationEngine
import ArgumentParser

struct DashboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard",
    abstract: "How the work goes: progress, forecast, throughput, agreement over time, people, label balance.",
    discussion: """
      On a terminal the dashboard opens, with a plot of each and its table. Where the output goes elsewhere, or with \
      --text, the figures are printed; --json gives all of them.

      Annotators see the project and their own work.
      """)

  @Flag(name: .long, help: "Print the figures instead of opening the screen.")
  var text = false

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var look: LookOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    guard text || answer.json || !StandardOutput.isTerminal else {
      return try WorkstationSession.open(place, person, look, at: .dashboard)
    }
    let desk = try Desk.open(place, person)
    let report = try desk.workspace.dashboard(desk.session)
    try answer.print(report.json) { $0 += DashboardWords(report).text }
  }
}

import AnnotationEngine
import ArgumentParser
import Workstation

struct DashboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard",
    abstract: "How the work goes: progress, forecast, throughput, agreement over time, people, label balance.",
    discussion: """
      On a terminal it opens the screen; elsewhere it prints the figures as text. Annotators see the project and their \
      own work.
      """)

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var look: LookOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    if !answer.json && StandardOutput.isTerminal && StandardInput.isTerminal {
      return try WorkstationSession.open(place, person, look, at: .dashboard)
    }
    let desk = try Desk.open(place, person)
    let report = try desk.workspace.dashboard(desk.session)
    try answer.print(report.json) { $0 += DashboardWords(report).text }
  }
}

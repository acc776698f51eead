import AnnotationEngine
import ArgumentParser

struct DashboardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboard",
    abstract: "How the work goes: progress, forecast, throughput, agreement over time, people, label balance.",
    discussion: "Annotators see the project and their own work.")

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let desk = try Desk.open(place, person)
    let report = try desk.workspace.dashboard(desk.session)
    try answer.print(report.json) { $0 += DashboardWords(report).text }
  }
}

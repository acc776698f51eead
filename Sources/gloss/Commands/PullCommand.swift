import AnnotationEngine
import ArgumentParser

struct PullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: "Bring what others pushed into your branch; exit status 1 while conflicts wait for a reviewer.",
    discussion: "The same as gloss fetch, and then gloss merge REMOTE/BRANCH.")

  @Argument(help: ArgumentHelp("The remote; origin, or the only one, when left out.", valueName: "remote"))
  var remote: String?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var quietness: QuietOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let desk = try Desk.open(place, person)
    let bar = ExchangeBar(quiet: quietness.quiet, undone: "pull again to finish")
    defer { bar.clear() }
    let report = try desk.workspace.pull(desk.session, remote: remote) { try bar.show($0) }
    bar.clear()
    try answer.print(report.json) { text in
      text += report.exchange.describe(nothing: "nothing new at \(report.exchange.remote)")
      text += Self.sentence(report, into: desk.workspace.branch) + "\n"
    }
    if report.conflicts > 0 { throw ExitCode(ExitStatus.doesNotHold.rawValue) }
  }

  private static func sentence(_ report: PullReport, into branch: String) -> String {
    let commit = report.commit.map(Words.short) ?? ""
    switch report.outcome {
    case .already: return "\(branch) has all of \(report.theirs) already"
    case .fastForward: return "\(commit)  \(branch) is where \(report.theirs) is"
    }
  }
}

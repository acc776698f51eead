import AnnotationEngine
import ArgumentParser

struct PullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: "Bring what others pushed into your branch; exit status 1 while conflicts wait for a reviewer.",
    discussion: "The same as gloss fetch, and then gloss merge REMOTE/BRANCH.")

  @OptionGroup var target: RemoteArgument

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var quietness: QuietOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let desk = try Desk.open(place, person)
    let bar = ExchangeBar(quiet: quietness.quiet, undone: "pull again to finish")
    defer { bar.clear() }
    let report = try desk.workspace.pull(desk.session, remote: target.remote) { try bar.show($0) }
    bar.clear()
    try answer.print(report.json) { text in
      text += report.exchange.describe(nothing: "nothing new at \(report.exchange.remote)")
      text += report.merge.sentence(into: desk.workspace.branch)
    }
    if report.merge.outcome == .waiting { throw ExitCode(ExitStatus.doesNotHold.rawValue) }
  }
}

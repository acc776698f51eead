import AnnotationEngine
import ArgumentParser

struct FetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Bring what others pushed, without touching your own branches.",
    discussion: "A branch of the remote is then called REMOTE/BRANCH, as in gloss diff main origin/main.")

  @OptionGroup var target: RemoteArgument

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var quietness: QuietOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let desk = try Desk.open(place, person)
    let bar = ExchangeBar(quiet: quietness.quiet, undone: "fetch again to finish")
    defer { bar.clear() }
    let report = try desk.workspace.fetch(desk.session, remote: target.remote) { try bar.show($0) }
    bar.clear()
    try answer.print(report.json) { text in text += report.describe(nothing: "nothing new at \(report.remote)") }
  }
}

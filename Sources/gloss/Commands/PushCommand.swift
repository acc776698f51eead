import AnnotationEngine
import ArgumentParser

struct PushCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Send versions to a remote, where others get them.",
    discussion: """
      Only what the remote lacks travels. A push that was interrupted is simply made again. Where others pushed \
      meanwhile it is refused: pull first.
      """)

  @OptionGroup var target: RemoteArgument

  @Argument(help: ArgumentHelp("The branches to send; the one you are on when left out.", valueName: "branch"))
  var branches: [String] = []

  @Flag(name: .long, help: "Also every tag.")
  var tags = false

  @Flag(
    name: .long, help: "Move a branch though that leaves commits behind, if nobody pushed since you fetched.")
  var forceWithLease = false

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var quietness: QuietOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let desk = try Desk.open(place, person)
    let bar = ExchangeBar(quiet: quietness.quiet, undone: "push again to finish; what arrived is not sent twice")
    defer { bar.clear() }
    let report = try desk.workspace.push(
      desk.session, remote: target.remote, branches: branches, tags: tags, forceWithLease: forceWithLease
    ) { try bar.show($0) }
    bar.clear()
    try answer.print(report.json) { text in
      text += report.describe(nothing: "\(report.remote) has everything already")
      if report.uncommitted > 0 {
        text += "not committed, so not pushed: \(Words.count(report.uncommitted, "change")) on "
        text += "\(desk.workspace.branch); gloss commit, then push again\n"
      }
    }
  }
}

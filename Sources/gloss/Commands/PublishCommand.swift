import AnnotationEngine
import ArgumentParser
import Interchange

struct PublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Upload a version's sealed snapshot to lakeFS, and commit it there.",
    discussion: """
      The commit's metadata carries gloss.commit, gloss.ref, the counts, and gloss.seal, the SHA-256 of SNAPSHOT.json. \
      Endpoint and credentials are those of lakectl: LAKECTL_SERVER_ENDPOINT_URL, LAKECTL_CREDENTIALS_ACCESS_KEY_ID, \
      LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY, or ~/.lakectl.yaml.
      """)

  @Argument(help: ArgumentHelp("lakefs://repository/branch/path", valueName: "address"))
  var address: String

  @Argument(
    help: ArgumentHelp(
      "A branch, a tag, a commit or the first digits of one, or REF~N; your branch when left out.", valueName: "ref"))
  var revision: String?

  @Option(name: .long, help: ArgumentHelp("The server, before what the environment says.", valueName: "url"))
  var endpoint: String?

  @Option(name: .long, help: "The format of the rows: jsonl, csv or tsv.")
  var format = SnapshotFormat.jsonl.rawValue

  @Flag(name: .long, help: "Also every annotator's answers.")
  var annotations = false

  @Option(name: .shortAndLong, help: "What the commit there says; the version's own message when left out.")
  var message: String?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var quietness: QuietOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws { try checkFormat(format, known: SnapshotFormat.allCases.map(\.rawValue)) }

  func run() throws {
    let desk = try Desk.open(place, person)
    let address = try LakeFSAddress(address)
    let client = LakeFSClient(try LakeFSSettings(endpoint: endpoint))
    let exporter = Exporter(workspace: desk.workspace, session: desk.session, isQuiet: quietness.quiet)
    let outcome = try Publisher(
      exporter: exporter, format: try SnapshotFormat.choose(format, path: ""), withAnnotations: annotations
    ).publish(revision, to: address, client, message: message)
    try answer.print(outcome.json(address)) { text in
      text += "\(Words.count(outcome.files, "file")), \(Words.bytes(outcome.byteCount)) in \(address.text)\n"
      text +=
        outcome.commit.map { "committed there as \(Table.visible($0))\n" } ?? "the branch held all of it already\n"
    }
  }
}

import AnnotationEngine
import ArgumentParser
import Interchange

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a version's samples with their labels: flat rows, the same bytes every time.",
    discussion: """
      A label that nobody gave is null. --annotations adds who answered what, and how each label was reached.

      SNAPSHOT.json beside the file seals it: the commit, counts, agreement, and the hash of each file, for gloss \
      verify. A path that ends in / gets the whole snapshot, with the project file and the guidelines.
      """)

  @Argument(
    help: ArgumentHelp(
      "A branch, a tag, a commit or the first digits of one, or REF~N; your branch when left out.", valueName: "ref"))
  var revision: String?

  @Option(name: .long, help: "jsonl, csv or tsv, where the file's ending does not tell.")
  var format: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file or DIR/ to write; - is standard output.", valueName: "path"))
  var output: String

  @Flag(name: .long, help: "Also every annotator's answers.")
  var annotations = false

  @Flag(name: .customLong("no-seal"), help: "Write no SNAPSHOT.json.")
  var isUnsealed = false

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var quietness: QuietOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    try checkFormat(format, known: SnapshotFormat.allCases.map(\.rawValue))
    if answer.json, output == "-" { throw ValidationError("--json and -o - both want standard output") }
  }

  func run() throws {
    try place.enter()
    let desk = try Desk.openHere(place, person)
    try WritableTarget.check(output, in: desk.workspace, takesDirectory: true)
    let exporter = Exporter(workspace: desk.workspace, session: desk.session, isQuiet: quietness.quiet)
    let outcome = try exporter.export(
      revision, to: output, format: format, withAnnotations: annotations, isSealed: !isUnsealed)
    guard output != "-" else { return }
    try answer.print(.object(outcome.members)) { text in
      text += "\(Words.count(outcome.rows, "row")) in \(Table.visible(outcome.path))\n"
      if let sealed = outcome.sealed { text += "sealed by \(Table.visible(sealed.sealPath))\n" }
    }
  }
}

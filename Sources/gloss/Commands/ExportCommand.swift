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

      --format dvc makes a directory that DVC takes for its own: the sealed snapshot under the project's name, a .dvc \
      file beside it, and the objects in the remote.
      """)

  @Argument(
    help: ArgumentHelp(
      "A branch, a tag, a commit or the first digits of one, or REF~N; your branch when left out.", valueName: "ref"))
  var revision: String?

  @Option(name: .long, help: "jsonl, csv or tsv, where the file's ending does not tell; or dvc.")
  var format: String?

  @Option(name: .customLong("data-format"), help: "With --format dvc, the format of the rows: jsonl, csv or tsv.")
  var dataFormat: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --format dvc, where the objects go: a directory or s3://bucket/prefix; inside of DIR when left out.",
      valueName: "url"))
  var remote: String?

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

  private static let dvc = "dvc"

  func validate() throws {
    let known = SnapshotFormat.allCases.map(\.rawValue)
    try checkFormat(format, known: known + [Self.dvc])
    try checkFormat(dataFormat, known: known)
    if format == Self.dvc {
      if output == "-" { throw ValidationError("--format dvc writes a directory; name one with -o DIR") }
      if isUnsealed { throw ValidationError("--format dvc is sealed; leave --no-seal out") }
    } else if remote != nil || dataFormat != nil {
      throw ValidationError("--remote and --data-format belong to --format dvc")
    }
    if answer.json, output == "-" { throw ValidationError("--json and -o - both want standard output") }
  }

  func run() throws {
    try place.enter()
    let desk = try Desk.openHere(place, person)
    try WritableTarget.check(output, in: desk.workspace, takesDirectory: true)
    let exporter = Exporter(workspace: desk.workspace, session: desk.session, isQuiet: quietness.quiet)
    if format == Self.dvc { return try exportToDVC(exporter) }
    let outcome = try exporter.export(
      revision, to: output, format: format, withAnnotations: annotations, isSealed: !isUnsealed)
    guard output != "-" else { return }
    try answer.print(.object(outcome.members)) { text in
      text += "\(Words.count(outcome.rows, "row")) in \(Table.visible(outcome.path))\n"
      if let sealed = outcome.sealed { text += "sealed by \(Table.visible(sealed.sealPath))\n" }
    }
  }

  private func exportToDVC(_ exporter: Exporter) throws {
    let format = dataFormat.flatMap(SnapshotFormat.init) ?? .jsonl
    var directory = output
    while directory.count > 1, directory.hasSuffix("/") { directory.removeLast() }
    let (snapshot, project) = try DVCExporter(exporter: exporter, format: format, withAnnotations: annotations)
      .export(revision, to: directory, remote: remote)
    if project.keptConfig, !quietness.quiet {
      StandardError.say("\(directory)/.dvc/config was there and is kept; name the remote in it, or use dvc remote add")
    }
    try answer.print(.object(snapshot.members + project.members)) { text in
      text += "\(Words.count(snapshot.rows, "row")) in \(Table.visible(snapshot.path))\n"
      text += "\(Table.visible(project.pointer)) names \(Words.count(project.files, "file")), "
      text += "\(Words.bytes(project.byteCount)): \(project.md5)\n"
    }
  }
}

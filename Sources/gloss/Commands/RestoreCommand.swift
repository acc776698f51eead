import AnnotationEngine
import ArgumentParser

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make the annotations and labels those of an earlier version, of all samples or of some.",
    discussion: """
      What is not committed is committed first; then the restored state is a version of its own, and gloss undo takes it \
      back. Samples, gloss.yaml and the guidelines stay as they are.
      """)

  @Argument(help: ArgumentHelp("A branch, a tag, a commit or the first digits of one, or REF~N.", valueName: "ref"))
  var revision: String

  @Option(
    name: .customLong("sample"), parsing: .upToNextOption,
    help: ArgumentHelp("Only these samples.", valueName: "id"))
  var samples: [String] = []

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let desk = try Desk.open(place, person)
    let report = try desk.workspace.restore(desk.session, revision: revision, samples: samples)
    try answer.print(report.json) { text in
      guard let commit = report.commit else {
        text += "nothing to restore: it is as it was in \(Words.short(report.from))\n"
        return
      }
      text += "\(Words.short(commit))  \(Words.count(report.samples, "sample")) as in \(Words.short(report.from)): "
      text +=
        Words.count(report.annotations, "annotation") + " and " + Words.count(report.labels, "label") + " changed\n"
    }
  }
}

import AnnotationEngine
import ArgumentParser
import Interchange

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check an exported snapshot by its SNAPSHOT.json; no workspace is needed.",
    discussion: """
      Says which file was changed, is missing, or does not belong, and whether the rows are as many as the seal says. \
      Exit status 1 where the snapshot does not hold.
      """)

  @Argument(
    help: ArgumentHelp("The directory of a snapshot, its SNAPSHOT.json, or one of its files.", valueName: "path"))
  var path: String

  @OptionGroup var place: PlaceOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    try place.enter()
    let check = try SealCheck.run(path)
    try answer.print(check.json) { text in
      let seal = check.seal
      text += "\(Table.visible(seal.project))  \(Words.short(seal.commit))  asked for as \(Table.visible(seal.ref))\n"
      text += Words.count(seal.samples, "sample") + ", " + Words.count(seal.annotations, "annotation") + ", "
      text += Words.count(seal.labels, "label") + "\n\n"
      var table = Table([("file", .left), ("", .left), ("", .left)])
      for file in check.files { table.add([file.name, file.status.rawValue, file.problem ?? ""]) }
      text += table.text + "\nseal \(check.digest.sha256)\n"
      let bad = check.files.count { $0.status != .ok }
      text +=
        bad == 0
        ? "the snapshot holds\n"
        : "the snapshot does not hold: \(Words.count(bad, "file")) differ\(bad == 1 ? "s" : "")\n"
    }
    guard check.holds else { throw ExitCode(ExitStatus.doesNotHold.rawValue) }
  }
}

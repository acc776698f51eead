import AnnotationEngine
import ArgumentParser

struct CommitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "commit", abstract: "Keep the samples, annotations and labels as they are now as a version.")

  @Option(name: .shortAndLong, help: "What this version is.")
  var message: String

  @Flag(name: [.customShort("S"), .long], help: "Sign it with your SSH key.")
  var sign = false

  @OptionGroup var signing: SigningOptions
  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if sign, signing.isRefused { throw ValidationError("-S and --no-sign exclude each other") }
    if message.allSatisfy(\.isWhitespace) { throw ValidationError("the message is empty; say what this version is") }
  }

  func run() throws {
    let desk = try Desk.open(place, person)
    desk.workspace.sign(with: try signing.signer(isAsked: sign))
    let report = try desk.workspace.commit(desk.session, message: message)
    try answer.print(report.json) { text in
      guard let commit = report.commit else {
        text +=
          "nothing to commit on \(report.branch): \(report.parents.isEmpty ? "nothing was imported yet" : "the last version holds it all")\n"
        return
      }
      text += "\(Words.short(commit))  \(Table.visible(message))\n"
      text += Words.count(report.samples, "sample") + ", " + Words.count(report.annotations, "annotation") + ", "
      text += Words.count(report.labels, "label") + "; \(Words.bytes(report.newBytes)) newly stored\n"
    }
  }
}

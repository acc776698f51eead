import AnnotationEngine
import ArgumentParser

struct SwitchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "switch", abstract: "Work on another branch from now on.",
    discussion: "What is not committed stays on the branch it was made on. Others stay on theirs.")

  @Argument(help: "The branch to go to.") var name: String

  @Flag(name: .customShort("c"), help: "Make it first, at the head of the branch you are on.")
  var create = false

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    try place.enter()
    let who = person.name ?? unixUser()
    if create {
      let here = try openBranch(place.branch, of: who, at: ".")
      try here.createBranch(try identify(person.name, in: here), name: name, at: nil)
    }
    let workspace = try openLoading(name, at: ".")
    try follow(workspace)
    try workspace.rememberSwitch(of: who)
    // Who is not known here may go there all the same.
    let status = try workspace.status(try? identify(person.name, in: workspace))
    let uncommitted = status.uncommitted
    let document = JSONValue.object(("branch", .string(name)), ("uncommitted", .int(uncommitted)))
    try answer.print(document) { text in
      text += "\(who) is on \(name) now"
      text +=
        uncommitted == 0 ? "\n" : ", where \(Words.changes(uncommitted, inTens: status.inTens)) are not committed\n"
      text += name == "main" ? "" : "its gloss.yaml is in \(Table.visible(workspace.projectPath))\n"
    }
  }
}

import AnnotationEngine
import ArgumentParser

struct BranchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "branch", abstract: "Make a branch; without a name, list the branches.",
    discussion: "Each branch has its own live work, gloss.yaml and guidelines. gloss switch NAME goes to one.")

  @Argument(help: "The branch's name.") var name: String?

  @Flag(name: .shortAndLong, help: "Delete it.")
  var delete = false

  @Flag(name: .long, help: "Delete it even with work on it that is not committed.")
  var force = false

  @Argument(help: ArgumentHelp("The version that it begins with; your branch when left out.", valueName: "ref"))
  var revision: String?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if delete, name == nil { throw ValidationError("name the branch to delete") }
    if delete, revision != nil { throw ValidationError("a branch is deleted by its name alone") }
    if force, !delete { throw ValidationError("--force goes with --delete") }
  }

  func run() throws {
    guard let name else { return try list(Reading.openAsItStands(place, person)) }
    let workspace = try openWorkspace(place, of: person.name)
    let session = try identify(person.name, in: workspace)
    if delete { return try remove(name, workspace, session) }
    let branch = try workspace.createBranch(session, name: name, at: revision)
    try answer.print(branch.json) { text in
      text += "\(name) begins at \(Words.short(branch.commit ?? ""))  \(Table.visible(branch.message ?? ""))\n"
      text += "go there with gloss switch \(name)\n"
    }
  }

  private func remove(_ name: String, _ workspace: Workspace, _ session: Session) throws {
    try workspace.deleteBranch(session, name: name, force: force)
    try answer.print(.object(("name", .string(name)), ("deleted", .bool(true)))) { text in
      text += "\(name) is deleted; gloss undo brings it back\n"
    }
  }

  private func list(_ reading: Reading) throws {
    let branches = try reading.workspace.branches(reading.session)
    try answer.print(.object(("branches", .list(branches) { $0.json }))) { text in
      var table = Table([
        ("", .left), ("branch", .left), ("commit", .left), ("when", .left), ("uncommitted", .right), ("what", .left),
      ])
      for branch in branches {
        table.add([
          branch.isCurrent ? "*" : "", branch.name, branch.commit.map(Words.short) ?? "–",
          branch.time.map(Moment.local) ?? "–",
          (branch.inTens && branch.uncommitted > 0 ? "up to " : "") + Words.grouped(branch.uncommitted),
          branch.message ?? "nothing committed yet",
        ])
      }
      text += table.text
    }
  }
}

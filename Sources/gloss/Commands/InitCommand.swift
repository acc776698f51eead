import AnnotationEngine
import ArgumentParser
import Foundation

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a workspace: a gloss.yaml from a sample project, unless one is there, and the .gloss folder.",
    discussion: "A gloss.yaml that is there is kept and checked. Templates: "
      + "\(Template.names.joined(separator: ", ")); \(Template.standard) when none is named.")

  @Argument(help: ArgumentHelp("The workspace's directory; made when it is not there.", valueName: "dir"))
  var directory: String

  @Option(name: .long, help: ArgumentHelp("The sample project whose questions to begin with.", valueName: "name"))
  var template: String?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions

  func run() throws {
    try place.enter()
    let chosen = try Template.named(template ?? Template.standard)
    if try isWorkspace() { return try checkAgain() }
    try makeDirectory()
    let written = try hasProjectFile() ? [] : chosen.write(to: directory)
    do {
      let workspace = try Workspace.create(at: directory, clock: Clock.wall)
      KnownWorkspaces.remember(workspace.path)
      try say(workspace, wroteProject: !written.isEmpty)
    } catch {
      // A workspace that could not be made leaves nothing of the template behind.
      for path in written { unlink(path) }
      throw error
    }
  }

  /// A second `init` takes a changed gloss.yaml into force, as any command of a lead does.
  private func checkAgain() throws {
    let workspace = try Workspace.open(at: directory, clock: Clock.wall)
    let session = try identify(person.name, in: workspace)
    try bringSchemaUpToDate(workspace, session)
    let project = try workspace.project()
    try StandardOutput.write(
      "\(workspace.path) is the workspace of \(Table.visible(project.name)) already; its gloss.yaml is sound and in force\n"
    )
  }

  private func say(_ workspace: Workspace, wroteProject: Bool) throws {
    let project = try workspace.project()
    var text = "\(workspace.path) is now the workspace of \(Table.visible(project.name))\n"
    text +=
      wroteProject
      ? "gloss.yaml says what is asked: change it as you like\n" : "the gloss.yaml that was there is kept\n"
    text += "next: gloss import FILE, then gloss label\n"
    try StandardOutput.write(text)
  }

  private func isWorkspace() throws -> Bool { access(directory + "/.gloss", F_OK) == 0 }

  private func hasProjectFile() throws -> Bool { access(directory + "/gloss.yaml", F_OK) == 0 }

  /// `mkdir -p`.
  private func makeDirectory() throws {
    var path = directory.hasPrefix("/") ? "" : "."
    for part in directory.split(separator: "/") {
      path += "/" + part
      guard mkdir(path, 0o777) != 0, errno != EEXIST else { continue }
      throw CommandFailure(errno: errno, action: "make the directory", path: path)
    }
  }
}

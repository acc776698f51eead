import AnnotationEngine
import ArgumentParser

struct TagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag", abstract: "Name a version forever; without a name, list the tags.")

  @Argument(help: "The tag's name, e.g. v1.") var name: String?

  @Argument(help: ArgumentHelp("The version to name; the newest when left out.", valueName: "ref"))
  var revision: String?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let workspace = try openWorkspace(place, of: person.name)
    guard let name else { return try list(workspace) }
    let session = try identify(person.name, in: workspace)
    let entry = try workspace.tag(session, name: name, revision: revision)
    try answer.print(entry.json) { text in
      text += "\(Table.visible(name)) names \(Words.short(entry.commit))  \(Table.visible(entry.message))\n"
    }
  }

  private func list(_ workspace: Workspace) throws {
    let tags = try workspace.tags()
    try answer.print(.object(("tags", .dictionary(tags) { .string($0) }))) { text in
      if tags.isEmpty { text += "no tags yet\n" }
      for name in tags.keys.sorted() { text += "\(Words.short(tags[name] ?? ""))  \(Table.visible(name))\n" }
    }
  }
}

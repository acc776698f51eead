import AnnotationEngine
import ArgumentParser

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Check gloss.yaml and take it into force; --rename carries answers over to new names.",
    discussion: """
      A question that got another name: --rename old=new. A value of a question: --rename question=old=new, with the \
      question's old name.
      """)

  @Option(name: .customLong("rename"), help: ArgumentHelp("A new name for an old one.", valueName: "old=new"))
  var names: [String] = []

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws { _ = try renames() }

  func run() throws {
    let workspace = try openWorkspace(place, of: person.name)
    let session = try identify(person.name, in: workspace)
    let before = try workspace.project()
    let change = try workspace.adoptSchema(session, renames: try renames())
    guard change.orphans.isEmpty else {
      try answer.print(json(change, taken: false)) { text in text += orphanTable(change) }
      throw EngineError.schemaChanged(change)
    }
    let isNew = try workspace.project() != before
    try answer.print(json(change, taken: isNew)) { text in
      text += isNew ? "gloss.yaml is in force\n" : "gloss.yaml is in force already\n"
    }
  }

  private func json(_ change: SchemaChange, taken: Bool) -> JSONValue {
    .object(
      ("taken", .bool(taken)),
      (
        "orphans",
        .list(change.orphans) { orphan in
          .object(
            ("question", .string(orphan.question)), ("value", .text(orphan.value)),
            ("annotations", .int(orphan.annotations)), ("renamed_to", .text(orphan.renamedTo)))
        }
      ))
  }

  /// `old=new` renames a question, `question=old=new` a value of it.
  private func renames() throws -> Renames {
    var renames = Renames()
    for name in names {
      let parts = name.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 || parts.count == 3, !parts.contains("") else {
        throw ValidationError("--rename \(name): write old=new for a question, question=old=new for a value")
      }
      if parts.count == 2 {
        renames.questions[parts[0]] = parts[1]
      } else {
        renames.values[parts[0], default: [:]][parts[1]] = parts[2]
      }
    }
    return renames
  }
}

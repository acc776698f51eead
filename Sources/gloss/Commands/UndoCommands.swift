import AnnotationEngine
import ArgumentParser

struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Take back what you did last to a branch or tag, or the operation of a number.",
    discussion: """
      A commit is taken back, the work in it stays and is not committed. A merge, a restore, a schema change or a pull goes \
      with all that it brought. gloss op log lists the numbers; gloss redo does it again.
      """)

  @Argument(help: ArgumentHelp("The operation's number.", valueName: "op"))
  var operation: Int?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let workspace = try openWorkspace(place, of: person.name)
    let report = try workspace.undo(try identify(person.name, in: workspace), operation: operation)
    try answer.print(report.json) { text in text += report.sentence(done: "taken back") }
  }
}

struct RedoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "redo", abstract: "Do again what you took back last with gloss undo.")

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let workspace = try openWorkspace(place, of: person.name)
    let report = try workspace.redo(try identify(person.name, in: workspace))
    try answer.print(report.json) { text in text += report.sentence(done: "done again") }
  }
}

extension UndoReport {
  fileprivate func sentence(done: String) -> String {
    var text = "\(done): \(operation)  \(Table.visible(what))\n"
    let name = ref.split(separator: "/").dropFirst().joined(separator: "/")
    text += commit.map { "\(name) is at \(Words.short($0)) now" } ?? "\(name) names no version now"
    if let uncommitted, uncommitted > 0 { text += "; \(Words.count(uncommitted, "change")) not committed" }
    return text + "\n"
  }
}

import AnnotationEngine
import ArgumentParser

struct OpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "op", abstract: "What was done to branches and tags.", subcommands: [OpLogCommand.self],
    defaultSubcommand: OpLogCommand.self)

  @OptionGroup var place: PlaceOptions
}

struct OpLogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Every move of a branch or tag, newest first: by whom, when, and what it was.")

  @Option(name: [.customShort("n"), .customLong("limit")], help: "At most this many.")
  var limit: Int?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is \(limit); it must be 1 or more") }
  }

  func run() throws {
    let workspace = try openWorkspace(place)
    let operations = try workspace.operations(limit: limit)
    try answer.print(.object(("operations", .list(operations) { $0.json }))) { text in
      if operations.isEmpty { text += "nothing was done to branches and tags yet\n" }
      var table = Table([
        ("", .right), ("when", .left), ("who", .left), ("where", .left), ("from", .left), ("to", .left),
        ("what", .left),
      ])
      for operation in operations {
        table.add([
          String(operation.number), Moment.local(operation.time), operation.author, name(of: operation.ref),
          operation.old.map(Words.short) ?? "–", operation.new.map(Words.short) ?? "–",
          operation.what + (operation.isUndone ? " (undone)" : ""),
        ])
      }
      if !table.isEmpty { text += table.text }
    }
  }

  /// "main" for "heads/main"; "tags/v1" and others as they are.
  private func name(of ref: String) -> String { ref.hasPrefix("heads/") ? String(ref.dropFirst(6)) : ref }
}

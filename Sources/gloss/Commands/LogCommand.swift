import AnnotationEngine
import ArgumentParser

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "log", abstract: "The versions, newest first.")

  @Option(name: [.customShort("n"), .customLong("limit")], help: "At most this many.")
  var limit: Int?

  @OptionGroup var place: PlaceOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is \(limit); it must be 1 or more") }
  }

  func run() throws {
    let entries = try openWorkspace(place).log(limit: limit)
    try answer.print(.object(("commits", .list(entries) { $0.json }))) { text in
      if entries.isEmpty { text += "nothing committed yet\n" }
      var table = Table([("commit", .left), ("when", .left), ("who", .left), ("what", .left)])
      for entry in entries {
        let refs = entry.refs.isEmpty ? "" : "[\(entry.refs.joined(separator: ", "))] "
        table.add([Words.short(entry.commit), Moment.local(entry.time), entry.author, refs + entry.message])
      }
      if !table.isEmpty { text += table.text }
    }
  }
}

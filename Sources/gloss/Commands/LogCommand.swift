import AnnotationEngine
import ArgumentParser
import Terminal
import Workstation

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "log", abstract: "The versions, newest first.")

  @Option(name: [.customShort("n"), .customLong("limit")], help: "At most this many.")
  var limit: Int?

  @Flag(name: .long, help: "Those of all branches and tags, not of this branch alone.")
  var all = false

  @Flag(name: .long, help: "Draw beside them how they follow from one another; takes all branches and tags.")
  var graph = false

  @OptionGroup var place: PlaceOptions
  @OptionGroup var answer: AnswerOptions

  /// Lines that run side by side at most; others share the last column.
  private static let lanes = 12

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is \(limit); it must be 1 or more") }
  }

  func run() throws {
    let workspace = try openWorkspace(place)
    let entries = try workspace.log(limit: limit, all: all || graph)
    let drawn = graph ? try drawing(of: entries, in: workspace) : []
    try answer.print(.object(("commits", .list(entries) { $0.json }))) { text in
      if entries.isEmpty { text += "nothing committed yet\n" }
      let columns: [(String, Table.Side)] = graph ? [("", .left)] : []
      var table = Table(columns + [("commit", .left), ("when", .left), ("who", .left), ("what", .left)])
      for (index, entry) in entries.enumerated() {
        let refs = entry.refs.isEmpty ? "" : "[\(entry.refs.joined(separator: ", "))] "
        let cells = [Words.short(entry.commit), Moment.local(entry.time), entry.author, refs + entry.message]
        table.add((graph ? [drawn[index]] : []) + cells)
      }
      if !table.isEmpty { text += table.text }
    }
  }

  /// A piece of the graph for each commit; the branch at hand stands leftmost.
  private func drawing(of entries: [LogEntry], in workspace: Workspace) throws -> [String] {
    let head = try workspace.log(limit: 1).first?.commit
    let trunk = entries.contains { $0.commit == head } ? head : nil
    return GraphLayout.rows(of: entries.map { ($0.commit, $0.parents) }, trunk: trunk)
      .map { Terminal.shapes($0.text(limit: Self.lanes)) }
  }
}

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

  @Flag(name: .long, help: "Check the signatures; exit status 1 where one is broken.")
  var verify = false

  @Option(name: .customLong("allowed-signers"), help: SignatureOptions.allowedHelp)
  var allowedSigners: String?

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
    let signatures = verify ? try check(entries, in: workspace) : [:]
    let document = JSONValue.list(entries) { entry in signatures[entry.commit].map { entry.json($0) } ?? entry.json }
    try answer.print(.object(("commits", document))) { text in
      if entries.isEmpty { text += "nothing committed yet\n" }
      let columns: [(String, Table.Side)] = graph ? [("", .left)] : []
      let checked: [(String, Table.Side)] = verify ? [("signature", .left)] : []
      var table = Table(
        columns + [("commit", .left), ("when", .left), ("who", .left)] + checked + [("what", .left)])
      for (index, entry) in entries.enumerated() {
        let refs = entry.refs.isEmpty ? "" : "[\(entry.refs.joined(separator: ", "))] "
        let cells = [Words.short(entry.commit), Moment.local(entry.time), entry.author, refs + entry.message]
        let signature = signatures[entry.commit].map { [$0.words(author: entry.author)] } ?? []
        table.add((graph ? [drawn[index]] : []) + cells.prefix(3) + signature + cells.suffix(1))
      }
      if !table.isEmpty { text += table.text }
    }
    if signatures.values.contains(where: \.isBroken) { throw ExitCode(ExitStatus.doesNotHold.rawValue) }
  }

  /// What each commit's signature is worth.
  private func check(_ entries: [LogEntry], in workspace: Workspace) throws -> [String: SignatureFinding] {
    let allowed = try AllowedSigners.file(allowedSigners, UserConfig.load(), in: workspace)
    var findings: [String: SignatureFinding] = [:]
    for entry in entries {
      findings[entry.commit] = try SSHKeygen.check(try workspace.signedCommit(entry.commit), allowed: allowed)
    }
    if allowed == nil, findings.values.contains(where: { $0.status == .unknown }) {
      StandardError.say("there is no file of allowed signers, so that nobody is known; name one with --allowed-signers")
    }
    return findings
  }

  /// A piece of the graph for each commit; the branch at hand stands leftmost.
  private func drawing(of entries: [LogEntry], in workspace: Workspace) throws -> [String] {
    let head = try workspace.log(limit: 1).first?.commit
    let trunk = entries.contains { $0.commit == head } ? head : nil
    return GraphLayout.rows(of: entries.map { ($0.commit, $0.parents) }, trunk: trunk)
      .map { Terminal.shapes($0.text(limit: Self.lanes)) }
  }
}

import AnnotationEngine
import ArgumentParser
import Interchange

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Check gloss.yaml and take it into force; carry answers over to new names as a version of its own.",
    discussion: """
      A question that got another name: --rename old=new. A value of a question: --rename question=old=new, with the \
      question's old name; several old values may become one. A value that became several: --split \
      question=old=new1,new2 --by FILE.csv, a file with the columns sample and value; --rest says what samples get that \
      it does not name.

      Once something is committed, such a change is a version: it can be undone, and a merge carries it over to a \
      branch that has the old names still.
      """)

  @Option(name: .customLong("rename"), help: ArgumentHelp("A new name for an old one.", valueName: "old=new"))
  var names: [String] = []

  @Option(name: .long, help: ArgumentHelp("A value that became several.", valueName: "question=old=new1,new2"))
  var split: String?

  @Option(name: .customLong("by"), help: ArgumentHelp("Which value each sample gets.", valueName: "file"))
  var assignments: String?

  @Option(name: .long, help: ArgumentHelp("What other samples get.", valueName: "value"))
  var rest: String?

  @Flag(name: .customLong("dry-run"), help: "Only say what would become of what.")
  var isTrial = false

  @Flag(name: .customLong("yes"), help: "Do not ask.")
  var isSure = false

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    _ = try renames()
    _ = try splits()
    if split == nil, assignments != nil || rest != nil { throw ValidationError("--by and --rest go with --split") }
    if split != nil, assignments == nil, rest == nil {
      throw ValidationError("--split needs --by FILE, --rest VALUE, or both, to say which sample gets what")
    }
  }

  func run() throws {
    let workspace = try openWorkspace(place)
    let session = try identify(person.name, in: workspace)
    let request = SchemaRequest(
      renames: try renames(), splits: try splits(), assignments: try assignments.map(SchemaAssignments.read) ?? [:])
    guard isTrial || !names.isEmpty || split != nil else { return try adopt(workspace, session) }
    var report = try workspace.changeSchema(session, request, isTrial: true)
    try stop(ifOrphaned: report)
    if !isTrial {
      if !isSure, !answer.json, StandardInput.isTerminal {
        try StandardOutput.write(changeTable(report))
        guard StandardInput.confirm("Do it?") else { throw CommandFailure(what: "nothing was changed") }
      }
      report = try workspace.changeSchema(session, request)
      try stop(ifOrphaned: report)
    }
    try answer.print(report.json) { text in
      text += changeTable(report)
      if let commit = report.commit {
        text += "\(Words.short(commit))  gloss.yaml is in force; gloss undo takes it back\n"
      } else {
        text += isTrial ? "nothing was changed\n" : "gloss.yaml is in force\n"
      }
    }
  }

  private func adopt(_ workspace: Workspace, _ session: Session) throws {
    let before = try workspace.project()
    let change = try workspace.adoptSchema(session, renames: Renames())
    var report = SchemaChangeReport(change)
    try stop(ifOrphaned: report)
    report.isTaken = try workspace.project() != before
    try answer.print(report.json) { text in
      text += report.isTaken ? "gloss.yaml is in force\n" : "gloss.yaml is in force already\n"
    }
  }

  private func stop(ifOrphaned report: SchemaChangeReport) throws {
    guard !report.change.orphans.isEmpty else { return }
    try answer.print(report.json) { text in text += orphanTable(report.change) }
    throw EngineError.schemaChanged(report.change)
  }

  private func changeTable(_ report: SchemaChangeReport) -> String {
    var table = Table([
      ("question", .left), ("from", .left), ("to", .left), ("annotations", .right), ("labels", .right),
    ])
    for row in report.rows {
      table.add([
        row.question, row.from ?? "", row.to, Words.grouped(row.annotations), Words.grouped(row.labels),
      ])
    }
    return table.isEmpty ? "" : table.text
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

  private func splits() throws -> [ValueSplit] {
    guard let split else { return [] }
    let parts = split.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    let into = parts.last?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []
    guard parts.count == 3, !parts.contains(""), into.count > 1, !into.contains("") else {
      throw ValidationError("--split \(split): write question=old=new1,new2")
    }
    return [ValueSplit(question: parts[0], value: parts[1], into: into, rest: rest)]
  }
}

extension SchemaChangeReport {
  /// Of a change that gives nothing another name.
  fileprivate init(_ change: SchemaChange) { self.init(rows: [], change: change, isTaken: false, commit: nil) }

  /// `gloss schema --json`.
  fileprivate var json: JSONValue {
    .object(
      ("taken", .bool(isTaken)), ("commit", .text(commit)),
      (
        "changes",
        .list(rows) { row in
          .object(
            ("question", .string(row.question)), ("from", .text(row.from)), ("to", .string(row.to)),
            ("annotations", .int(row.annotations)), ("labels", .int(row.labels)))
        }
      ),
      (
        "orphans",
        .list(change.orphans) { orphan in
          .object(
            ("question", .string(orphan.question)), ("value", .text(orphan.value)),
            ("annotations", .int(orphan.annotations)), ("renamed_to", .text(orphan.renamedTo)))
        }
      ))
  }
}

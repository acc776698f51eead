import AnnotationEngine
import ArgumentParser

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One version: who, when, why, what it holds, and what it changed.",
    discussion: """
      A signature can be checked without Gloss: gloss show REF --signature > REF.sig, then gloss show REF --payload | \
      ssh-keygen -Y verify -n gloss -f allowed_signers -I WHO -s REF.sig
      """)

  @Argument(
    help: ArgumentHelp(
      "A branch, a tag, a commit or the first digits of one, or REF~N; your branch when left out.", valueName: "ref"))
  var revision: String?

  @OptionGroup var checking: SignatureOptions
  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let reading = try Reading.openAsItStands(place, person)
    let workspace = reading.workspace
    let signed = try workspace.signedCommit(revision)
    if try checking.writeRaw(signed, "this commit") { return }
    let signature = try checking.remark(signed, in: workspace)
    let shown = try workspace.show(reading.session, revision)
    let report = shown.value
    let project = try workspace.project()
    try answer.print(report.json(in: project, signature)) { text in
      text += veil(shown)
      let entry = report.entry
      text += "commit   \(entry.commit)\n"
      if !entry.parents.isEmpty { text += "parents  \(entry.parents.map(Words.short).joined(separator: " "))\n" }
      if !entry.refs.isEmpty { text += "refs     \(entry.refs.joined(separator: ", "))\n" }
      text += "who      \(Table.visible(entry.author))\nwhen     \(Moment.local(entry.time))\n"
      if signature.status != .unsigned {
        text += "signed   \(Table.visible(signature.words(author: entry.author)))\n"
      }
      text += "what     \(Table.visible(entry.message))\n\n"
      text += Words.count(report.samples, "sample") + ", " + Words.count(report.annotations, "annotation") + ", "
      text += Words.count(report.labels, "label") + "\n" + labels(report, in: project) + "\n"
      text += entry.parents.isEmpty ? "The first version.\n" : "Since its parent:\n" + changeTable(report.changes)
    }
  }

  private func labels(_ report: ShowReport, in project: Project) -> String {
    guard !report.labelCounts.isEmpty else { return "" }
    var table = Table([("question", .left), ("label", .left), ("samples", .right)])
    for name in sortedNames(report.labelCounts.keys, order: project.questions.map(\.name)) {
      let counts = report.labelCounts[name] ?? [:]
      let values = project.questions.first { $0.name == name }?.inOrder(counts.keys) ?? counts.keys.sorted()
      for (index, value) in values.enumerated() {
        table.add([index == 0 ? name : "", value, Words.grouped(counts[value] ?? 0)])
      }
    }
    return table.isEmpty ? "" : "\n" + table.text
  }
}

/// Rows added, removed and changed, a line a table.
func changeTable(_ changes: DiffReport) -> String {
  var table = Table([("", .left), ("added", .right), ("removed", .right), ("changed", .right)])
  for (name, counts) in [
    ("samples", changes.samples), ("annotations", changes.annotations), ("labels", changes.labels),
  ] {
    table.add([name, Words.grouped(counts.added), Words.grouped(counts.removed), Words.grouped(counts.changed)])
  }
  return table.text
}

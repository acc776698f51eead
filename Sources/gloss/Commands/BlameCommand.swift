import AnnotationEngine
import ArgumentParser

struct BlameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame", abstract: "Who made a sample's labels, when, what they were before, and what is behind them.",
    discussion: """
      A label by posterior rests on all answers of a commit: it is the last commit's, until the next one makes it anew.

      Annotators see others' answers to a sample once they have answered it; where the queue has gold or repeats, their \
      own alone.
      """)

  @Argument(help: "The sample's id.") var sample: String

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let reading = try Reading.openAsItStands(place, person)
    let workspace = reading.workspace
    let shown = try workspace.blame(reading.session, sample)
    let report = shown.value
    try answer.print(report.json) { text in
      text += veil(shown)
      for (index, entry) in report.questions.enumerated() {
        if index > 0 { text += "\n" }
        describe(entry, isVeiled: shown.isVeiled, &text)
      }
    }
  }

  private func describe(_ entry: BlameReport.Entry, isVeiled: Bool, _ text: inout String) {
    let label = entry.label.map(Words.answer) ?? "no label"
    let reached = [entry.by.map { "by \($0)" }, entry.confidence.map { Words.percent($0) }].compactMap { $0 }
    let state = entry.isUncommitted ? ["not committed yet"] : []
    let words = isVeiled ? "" : ": " + ([label] + reached + state).joined(separator: ", ")
    text += Table.visible(entry.question + words) + "\n"
    if !entry.changes.isEmpty { text += indented(changes(entry)) }
    if !entry.annotations.isEmpty { text += indented(annotations(entry)) }
    if let resolution = entry.resolution {
      let reason = resolution.reason.map { ": \($0)" } ?? ""
      text += "  " + Table.visible("resolved by \(resolution.reviewer)\(reason)") + "\n"
    }
  }

  private func changes(_ entry: BlameReport.Entry) -> String {
    var table = Table([("commit", .left), ("when", .left), ("who", .left), ("label", .left), ("what", .left)])
    for change in entry.changes {
      let after = change.after.map(Words.answer) ?? "none"
      let before = change.before.map { Words.answer($0) + " → " } ?? ""
      let reviewer = change.reviewer.map { " (\($0))" } ?? ""
      table.add([
        Words.short(change.commit), Moment.local(change.time), change.author, before + after + reviewer, change.message,
      ])
    }
    return table.text
  }

  private func annotations(_ entry: BlameReport.Entry) -> String {
    var table = Table([("annotator", .left), ("answer", .left), ("comment", .left)])
    for annotation in entry.annotations {
      let answer = annotation.status == .skipped ? "skipped" : annotation.answers[entry.question].map(Words.answer)
      table.add([annotation.annotator, answer ?? "–", annotation.comment ?? annotation.reason ?? ""])
    }
    return table.text
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)\n" }.joined()
  }
}

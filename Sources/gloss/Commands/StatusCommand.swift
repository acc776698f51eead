import AnnotationEngine
import ArgumentParser

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Samples, annotations by status and annotator, what waits, what is uncommitted.")

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let reading = try Reading.open(place, person)
    let (workspace, session) = (reading.workspace, reading.session)
    let status = try workspace.status(session)
    let role = session?.role
    let project = try workspace.project()
    let merge = try workspace.waitingMerge()
    try answer.print(status.json(merge: merge)) { text in
      text += summary(status)
      if let merge {
        text +=
          Table.visible(
            "      the merge of \(merge.branch) waits: \(Words.count(merge.conflicts, "conflict")) to decide in gloss review, "
              + "or gloss merge --abort") + "\n"
      }
      for annotator in status.annotators where annotator.pausedSince != nil {
        guard role == .lead else {
          text += Table.visible("      " + project.pausedWords) + "\n"
          continue
        }
        text += Table.visible("      the queue of \(annotator.name) is paused: gloss gold report says why, ")
        text += Table.visible("gloss resume \(annotator.name) lets them go on") + "\n"
      }
      if !status.annotators.isEmpty { text += "\n" + annotators(status) }
    }
  }

  private func summary(_ status: StatusReport) -> String {
    var lines = [
      "\(status.project): \(Words.count(status.samples, "sample")), "
        + "\(wanted(status.round)) wanted for each",
      "",
      "complete       \(Words.grouped(status.complete))",
      "started        \(Words.grouped(status.started))",
      "untouched      \(Words.grouped(status.untouched))",
      "disagreements  \(Words.grouped(status.disagreements)) open, \(Words.grouped(status.resolved)) resolved",
      "flagged        \(Words.grouped(status.flagged))",
      "",
    ]
    if status.conflicts > 0 {
      let waiting = "conflicts      \(Words.grouped(status.conflicts)) of a merge that waits: decide with gloss review"
      lines.insert(waiting, at: lines.count - 2)
    }
    if status.inTens { lines.insert("               \(Words.inTens)", at: lines.count - 1) }
    if let head = status.head {
      let name = head.tag.map { "\($0) (\(Words.short(head.commit)))" } ?? Words.short(head.commit)
      lines.append(
        "\(status.branch)  \(name)  \(Moment.local(head.time))  \(Words.count(head.labels, "label"))  \(head.message)")
    } else {
      lines.append("\(status.branch)  nothing committed yet")
    }
    lines.append(
      status.uncommitted == 0
        ? "      everything is committed"
        : "      \(Words.changes(status.uncommitted, inTens: status.inTens)) not committed")
    return lines.map(Table.visible).joined(separator: "\n") + "\n"
  }

  /// "3 annotations", "2 to 5 annotations".
  private func wanted(_ round: Round) -> String {
    guard let least = round.adaptive?.least, least < round.overlap else {
      return Words.count(round.overlap, "annotation")
    }
    return "\(Words.grouped(least)) to \(Words.count(round.overlap, "annotation"))"
  }

  private func annotators(_ status: StatusReport) -> String {
    var table = Table([
      ("annotator", .left), ("role", .left), ("submitted", .right), ("skipped", .right), ("drafts", .right),
      ("sent back", .right), ("waiting", .right), ("s/sample", .right),
    ])
    for person in status.annotators {
      table.add([
        person.name, person.role?.rawValue ?? "–", Words.grouped(person.submitted), Words.grouped(person.skipped),
        Words.grouped(person.drafts), Words.grouped(person.sentBack), Words.grouped(person.waiting),
        person.secondsPerSample.map { Words.fixed($0, 1) } ?? "–",
      ])
    }
    return table.text
  }
}

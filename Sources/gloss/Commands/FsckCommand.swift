import AnnotationEngine
import ArgumentParser

struct FsckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fsck",
    abstract: "Read and verify everything that is stored; exit status 1 when something is damaged.")

  @OptionGroup var place: PlaceOptions
  @OptionGroup var quietness: QuietOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let workspace = try openWorkspace(place)
    var bar = ProgressBar(quiet: quietness.quiet)
    let summary = try workspace.fsck { done, total in
      bar.show("verifying", done: done, of: total, unit: "objects")
    }
    bar.clear()
    try answer.print(summary.json) { text in
      for damage in summary.damage { text += describe(damage) }
      text += Words.count(summary.objects, "object") + " in " + Words.count(summary.packs, "pack") + ", "
      text += Words.count(summary.commits, "commit") + ", " + Words.count(summary.events, "event") + ": "
      text += summary.damage.isEmpty ? "all sound\n" : "\(Words.grouped(summary.damage.count)) damaged\n"
      if summary.promised > 0 {
        text += "the content of \(Words.count(summary.promised, "sample")) is still at the remote, as it should be\n"
      }
    }
    if !summary.damage.isEmpty { throw ExitCode(ExitStatus.doesNotHold.rawValue) }
  }

  private func describe(_ damage: FsckDamage) -> String {
    var parts = [damage.object.map { "object \($0)" } ?? "", damage.pack.map { "in pack \($0)" } ?? ""]
    parts.append(damage.commit.map { "reached from commit \(Words.short($0))" } ?? "")
    parts.append(damage.path ?? "")
    let place = parts.filter { !$0.isEmpty }.joined(separator: ", ")
    return Table.visible("\(damage.kind): \(place.isEmpty ? "" : place + ": ")\(damage.detail)") + "\n"
  }
}

import AnnotationEngine
import ArgumentParser

struct GcCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Remove from the store what nobody can reach any more, and put small packs together.",
    discussion: """
      In use is what branches, tags, live work and the operations of the last 90 days lead to. A pack without anything \
      in use is condemned first; when the grace period has passed and it is still not in use, the next gc removes it. \
      It is safe while others work.
      """)

  @Option(
    help: ArgumentHelp("How long a condemned pack stays, and how old a pack must be: 0s, 10m, 1h …", valueName: "time"))
  var grace = "1h"

  @Option(
    help: ArgumentHelp("How far back operations can be undone: 90d, 12h …", valueName: "time"))
  var keep = "90d"

  @Flag(name: .customLong("dry-run"), help: "Only say what would be done.")
  var isDryRun = false

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var quietness: QuietOptions
  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    _ = try seconds(grace, "--grace")
    _ = try seconds(keep, "--keep")
  }

  func run() throws {
    let desk = try Desk.open(place, person)
    var bar = ProgressBar(quiet: quietness.quiet)
    let summary = try desk.workspace.collectGarbage(
      desk.session, grace: seconds(grace, "--grace"), keep: seconds(keep, "--keep"), isDryRun: isDryRun
    ) { phase, done, total in
      bar.show(phase, done: done, of: total, unit: "objects")
    }
    bar.clear()
    try answer.print(summary.json(isDryRun: isDryRun)) { text in text += describe(summary) }
  }

  private func describe(_ summary: CollectSummary) -> String {
    var text = Words.count(summary.objects, "object") + " in use\n"
    let would = isDryRun ? "would be " : ""
    if summary.rewritten > 0 {
      text +=
        "\(Words.count(summary.rewritten, "pack")) \(would)written anew into \(Words.grouped(summary.written)): "
        + "\(Words.bytes(summary.writtenBytes))\n"
    }
    if summary.removed > 0 {
      text += "\(Words.count(summary.removed, "pack")) \(would)removed: \(Words.bytes(summary.removedBytes))\n"
    }
    if summary.condemned > 0 {
      let packs = Words.count(summary.condemned, "pack")
      text += "\(packs) \(would)condemned: \(Words.bytes(summary.condemnedBytes)) go with a gc after the grace period\n"
    }
    return text
  }

  private func seconds(_ text: String, _ option: String) throws -> Int {
    guard let seconds = WrittenTime.seconds(in: text) else {
      throw ValidationError("\(option) is \(text); write a number with its unit: 90s, 10m, 1h or 30d")
    }
    return seconds
  }
}

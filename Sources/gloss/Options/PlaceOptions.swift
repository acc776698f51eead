import AnnotationEngine
import ArgumentParser

/// Where the work is: `-C DIR` and `--branch NAME`, before or after the command's name.
struct PlaceOptions: ParsableArguments {
  @Option(
    name: .customShort("C"),
    help: ArgumentHelp(
      "Run as if started in DIR: the workspace is there or above, and other paths count from there.", valueName: "dir"))
  var directories: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Work on this branch, whichever gloss switch chose; GLOSS_BRANCH names one too.", valueName: "name"))
  var branch: String?

  /// Goes to the directory that was asked for; several `-C` follow one another, as git's do.
  func enter() throws(CommandFailure) {
    for directory in directories { try changeDirectory(to: directory) }
  }
}

/// `--json` of every reading command.
struct AnswerOptions: ParsableArguments {
  @Flag(name: .long, help: "Answer with one JSON document on standard output.")
  var json = false

  /// Prints `human` or, when asked for, `document`.
  func print(_ document: @autoclosure () -> JSONValue, human: (inout String) -> Void) throws(CommandFailure) {
    var text = ""
    if json { text = document().line } else { human(&text) }
    try StandardOutput.write(text)
  }
}

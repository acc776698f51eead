import AnnotationEngine
import ArgumentParser
import Foundation
import Terminal

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "See it work: a sample project in a temporary directory, ready to label.",
    discussion: "Without a terminal it plays a tour: scripted keys into the real screens, each frame printed as text.")

  @Option(name: .long, help: ArgumentHelp("Which sample project.", valueName: "name"))
  var project = Template.standard

  @Flag(name: .long, help: "Play the tour, also on a terminal.")
  var tour = false

  @OptionGroup var look: LookOptions

  func run() throws {
    let isInteractive = !tour && isatty(STDIN_FILENO) == 1 && StandardOutput.isTerminal
    if isInteractive { Terminal.blockSignals() }
    let sample = try DemoWorkspace.make(of: project)
    if isInteractive {
      let settings = try Settings.load(look)
      try WorkstationSession.open(
        try sample.desk(as: sample.annotator), person: sample.annotator, settings: settings, at: .label)
      try StandardOutput.write(sample.whatNext)
    } else {
      try Tour(of: sample).tell()
    }
  }
}

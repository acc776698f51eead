import AnnotationEngine
import ArgumentParser
import Workstation

struct HomeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "home", abstract: "Projects, progress, what waits for you; what opens without a command.")

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var look: LookOptions

  func run() throws { try WorkstationSession.open(place, person, look, at: .home) }
}

struct LabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label", abstract: "The label screen: one key an answer, saved as you go.")

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var look: LookOptions

  func run() throws { try WorkstationSession.open(place, person, look, at: .label) }
}

struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review", abstract: "The review screen: disagreements side by side, and what to make of them.",
    discussion: """
      --order value shows first what a reviewer's minute is best spent on: the samples whose labels are most probably \
      wrong for the seconds that a look takes. The filter on the screen changes the order too.
      """)

  @Option(
    name: .long,
    help: ArgumentHelp("queue, as the samples are labeled, or value, the most wrong labels a minute first."))
  var order: ReviewFilter.Order = .queue

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var look: LookOptions

  func run() throws {
    try WorkstationSession.open(place, person, look, at: .review, filter: ReviewFilter(order: order))
  }
}

extension ReviewFilter.Order: ExpressibleByArgument {}

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "The history screen: all versions as a graph, what each changed, samples as they were.")

  @OptionGroup var place: PlaceOptions
  @OptionGroup var person: PersonOptions
  @OptionGroup var look: LookOptions

  func run() throws { try WorkstationSession.open(place, person, look, at: .history) }
}

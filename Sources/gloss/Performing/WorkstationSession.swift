import AnnotationEngine
import Foundation
import Terminal
import Workstation

/// One sitting at the screens: opens what they need, runs them on the terminal, and remembers the workspace.
enum WorkstationSession {
  enum Screen { case home, label, review, history, dashboard }

  /// - Parameter filter: What the review screen begins with.
  static func open(
    _ place: PlaceOptions, _ person: PersonOptions, _ look: LookOptions, at screen: Screen,
    filter: ReviewFilter = ReviewFilter()
  ) throws {
    // Before anything can start a thread, which would take a signal that the loop has to see.
    Terminal.blockSignals()
    try place.enter()
    let desk = try openDesk(place, person, needed: screen != .home)
    try open(desk, person: person.name ?? unixUser(), settings: try Settings.load(look), at: screen, filter: filter)
  }

  static func open(
    _ desk: Desk?, person: String, settings: Settings, at screen: Screen, filter: ReviewFilter = ReviewFilter()
  ) throws {
    let known = workspaces(beside: desk)
    let program = Workstation(bindings: settings.bindings, saysWords: Terminal.isPlain(), now: Clock.wall)
    let start: Workstation.Place
    switch (screen, desk) {
    case (.label, let desk?): start = .label(try desk.workplace())
    case (.review, let desk?):
      // Said in the shell: an empty screen would only stand in the way of it.
      try desk.workspace.permitReview(desk.session)
      start = .review(try desk.workplace(), filter)
    case (.history, let desk?): start = .history(try desk.workplace())
    case (.dashboard, let desk?): start = .dashboard(try desk.workplace())
    default: start = .home(person: person)
    }
    let lanes = Lanes(
      foreground: Performer(person: person, known: known, desk: desk),
      background: Performer(person: person, known: known, besides: desk))
    var (state, effects) = program.begin(start)
    _ = run(
      program, state: &state, effects: effects, on: try Terminal(theme: settings.theme),
      lane: { $0.isBackground ? .background : .foreground }, perform: { lanes.perform($0) })
    if let desk { KnownWorkspaces.remember(desk.workspace.path) }
  }

  /// The workspace at hand. Home does without one as long as others are known.
  private static func openDesk(_ place: PlaceOptions, _ person: PersonOptions, needed: Bool) throws -> Desk? {
    do {
      return try Desk.openHere(place, person)
    } catch EngineError.notAWorkspace where !needed && !KnownWorkspaces.paths().isEmpty {
      return nil
    }
  }

  private static func workspaces(beside desk: Desk?) -> [String] {
    let known = KnownWorkspaces.paths()
    guard let here = desk?.workspace.path else { return known }
    return [here] + known.filter { $0 != here }
  }
}

/// The two lanes of effects, each with its performer.
private struct Lanes: Sendable {
  let foreground: Performer
  let background: Performer
  let log = EffectLog.named(by: Terminal.environment("GLOSS_LOG"))

  func perform(_ effect: Effect) -> Outcome? {
    let performer = effect.isBackground ? background : foreground
    // The loop suspends and redraws on these signals, which it reads in its own time.
    if effect == .suspend { kill(getpid(), SIGTSTP) }
    if effect == .redraw { kill(getpid(), SIGWINCH) }
    guard let log else { return performer.perform(effect) }
    let start = Clock.monotonic()
    let outcome = performer.perform(effect)
    log.note(effect, outcome, milliseconds: Clock.monotonic() - start)
    return outcome
  }
}

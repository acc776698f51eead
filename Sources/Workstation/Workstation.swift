import AnnotationEngine
import Terminal

/// The workstation: home, label, review, history and dashboard as one program for Terminal's loop.
///
/// It does no input or output: `update` gives effects, whose outcomes come back as events (see `Effect`).
///
/// ```swift
/// let program = Workstation(bindings: bindings, now: clock)
/// let (state, effects) = program.begin(.label(workplace))
/// ```
public struct Workstation: Program, Sendable {
  /// What comes back for an effect.
  public typealias Answer = Outcome

  /// Where the program opens. Leaving that screen ends the program.
  public enum Place: Equatable, Sendable {
    case home(person: String)
    case label(Workplace)
    case review(Workplace, ReviewFilter = ReviewFilter())
    case history(Workplace)
    case dashboard(Workplace)
  }

  let keys: KeyMap
  let saysWords: Bool
  let now: @Sendable () -> Int64

  /// - Parameters:
  ///   - bindings: The person's own keys, laid over the defaults. See `problems(in:)`.
  ///   - saysWords: "alpha" instead of its sign, and so on: for a terminal that has ASCII alone.
  ///   - now: The time in milliseconds since 1970, UTC: for seconds a sample and "2 days ago".
  public init(
    bindings: KeyBindings = KeyBindings(), saysWords: Bool = false, now: @escaping @Sendable () -> Int64
  ) {
    keys = KeyMap(bindings)
    self.saysWords = saysWords
    self.now = now
  }

  /// Command ids by section, as `KeyBindings.parse` wants them.
  public static var commandIDs: [String: Set<String>] {
    Dictionary(grouping: Command.table, by: \.section.rawValue).mapValues { Set($0.map(\.id)) }
  }

  /// What is wrong with `bindings`, in sentences that name section, command and key: a key that two commands of a
  /// screen would have, or a lower-case letter or digit, which belong to the labels. Empty when all is well.
  public static func problems(in bindings: KeyBindings) -> [String] { KeyMap.problems(in: bindings) }

  /// The first state, and the effects that fill it.
  public func begin(_ place: Place) -> (state: State, effects: [Effect]) {
    var state = State()
    var desk = Desk(now: now(), size: state.size, keys: keys)
    switch place {
    case .home(let person):
      state.home = HomeScreen(person: person)
      state.stack = [.home]
      state.home.modify { $0.ask(&desk) }
    case .label(let workplace): state.push(.label, workplace, &desk)
    case .review(let workplace, let filter): state.push(.review, workplace, filter: filter, &desk)
    case .history(let workplace): state.push(.history, workplace, &desk)
    case .dashboard(let workplace): state.push(.dashboard, workplace, &desk)
    }
    state.settle(&desk)
    return (state, desk.effects)
  }

  /// Takes an event and gives what has to be done outside. Nothing in it waits.
  public func update(_ state: inout State, _ event: Event<Outcome>) -> [Effect] {
    Signs.$areWords.withValue(saysWords) { answer(&state, event) }
  }

  private func answer(_ state: inout State, _ event: Event<Outcome>) -> [Effect] {
    var desk = Desk(now: now(), size: state.size, keys: keys)
    state.take(event, &desk)
    state.settle(&desk)
    while !state.isOver, !state.isHolding, let key = state.nextHeld() {
      state.press(key, &desk)
      state.settle(&desk)
    }
    return desk.effects
  }

  /// The frame of a state, whatever the size.
  public func view(_ state: State, size: Size) -> Frame {
    guard size.rows >= SampleLayout.least.rows, size.columns >= SampleLayout.least.columns else {
      return .tooSmall(size)
    }
    return Signs.$areWords.withValue(saysWords) {
      var frame = Frame(size: size)
      if size == state.size {
        state.draw(in: &frame, keys: keys)
      } else {
        var fitted = state
        fitted.size = size
        fitted.fit()
        fitted.draw(in: &frame, keys: keys)
      }
      return frame
    }
  }

  /// Whether the last screen was left.
  public func isOver(_ state: State) -> Bool { state.isOver }
}

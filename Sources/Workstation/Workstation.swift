import AnnotationEngine
import Terminal

/// The workstation: home, label and review as one program for Terminal's loop.
///
/// It does no input or output: `update` gives effects, whose outcomes come back as events (see `Effect`).
///
/// ```swift
/// let program = Workstation(bindings: bindings, now: clock)
/// let (state, effects) = program.begin(.label(workplace))
/// ```
public struct Workstation: Program, Sendable {
  public typealias Answer = Outcome

  /// Where the program opens. Leaving that screen ends the program.
  public enum Place: Equatable, Sendable {
    case home(person: String)
    case label(Workplace)
    case review(Workplace)
  }

  public struct State: Sendable {}

  let now: @Sendable () -> Int64

  /// - Parameters:
  ///   - bindings: The person's own keys, laid over the defaults. See `problems(in:)`.
  ///   - now: A clock in milliseconds, for seconds a sample; any zero.
  public init(bindings: KeyBindings = KeyBindings(), now: @escaping @Sendable () -> Int64) {
    self.now = now
  }

  /// Command ids by section, as `KeyBindings.parse` wants them.
  public static var commandIDs: [String: Set<String>] { [:] }

  /// What is wrong with `bindings`, in words that name section, command and key: a key that two commands of a screen
  /// would have, or a lower-case letter or digit, which belong to the labels. Empty when all is well.
  public static func problems(in bindings: KeyBindings) -> [String] { [] }

  /// The first state, and the effects that fill it.
  public func begin(_ place: Place) -> (state: State, effects: [Effect]) { (State(), []) }

  public func update(_ state: inout State, _ event: Event<Outcome>) -> [Effect] { [] }
  public func view(_ state: State, size: Size) -> Frame { Frame(size: size) }
  public func isOver(_ state: State) -> Bool { true }
}

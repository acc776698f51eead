/// What the outside tells a screen.
public enum Input: Equatable, Sendable {
  case key(Key)
  /// Text pasted in one piece (bracketed paste).
  case paste(String)
  /// The size of the screen: once at the start, then whenever it changes.
  case resize(Size)
  /// Nothing happened for a while (about two seconds): time to look whether others changed something.
  case idle
  /// SIGHUP, SIGTERM or end of input: save what is open, then leave.
  case hangUp
}

/// A program in the manner of bubbletea: a state, a pure `update` and a pure `view`.
public protocol Program {
  associatedtype State
  associatedtype Answer: Sendable
  associatedtype Effect: Sendable

  /// The next state, and what is to be done outside.
  func update(_ state: inout State, _ event: Event<Answer>) -> [Effect]
  func view(_ state: State, size: Size) -> Frame
  /// True when the loop should end (after effects already given have been performed).
  func isOver(_ state: State) -> Bool
}

public enum Event<Answer: Sendable>: Sendable {
  case input(Input)
  case answer(Answer)
}

/// One key press as a program sees it.
public enum Key: Hashable, Sendable {
  /// A printable character: letters, digits, signs; a space is `.space`.
  case character(Character)
  /// Ctrl with a letter: `.control("r")`.
  case control(Character)
  /// Alt (or Escape quickly before) with a character.
  case alt(Character)
  case space, enter, tab, backTab, backspace, delete, escape
  case up, down, left, right, pageUp, pageDown, home, end, insert
  case function(Int)

  /// Reads the form people write in a key file: "x", "Ctrl-R", "Alt-x", "Enter", "PgUp", "F5", "Space".
  public init?(name: String) { fatalError() }

  /// The form people read and write: the inverse of `init(name:)`.
  public var name: String { fatalError() }
}

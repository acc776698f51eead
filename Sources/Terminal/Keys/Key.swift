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
  ///
  /// Names and the letter after Ctrl are read in either case; a character and the one after Alt as written.
  public init?(name: String) {
    if let only = name.first, name.count == 1 {
      self = only == " " ? .space : .character(only)
      guard !Key.isControl(only) else { return nil }
      return
    }
    let lower = name.lowercased()
    if let key = Key.named[lower] {
      self = key
    } else if lower.hasPrefix("ctrl-"), name.count == 6, let letter = lower.last, letter.isASCII, letter != " " {
      self = .control(letter)
    } else if lower.hasPrefix("alt-"), name.count == 5, let letter = name.last, !Key.isControl(letter) {
      self = .alt(letter)
    } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...24).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }

  /// The form people read and write: the inverse of `init(name:)`.
  public var name: String {
    switch self {
    case .character(let character): String(character)
    case .control(let letter): "Ctrl-\(String(letter).uppercased())"
    case .alt(let letter): "Alt-\(letter)"
    case .function(let number): "F\(number)"
    case .space: "Space"
    case .enter: "Enter"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Delete"
    case .escape: "Esc"
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .home: "Home"
    case .end: "End"
    case .insert: "Insert"
    }
  }

  private static let named: [String: Key] = [
    "space": .space, "enter": .enter, "return": .enter, "tab": .tab, "shift-tab": .backTab, "backtab": .backTab,
    "backspace": .backspace, "delete": .delete, "del": .delete, "esc": .escape, "escape": .escape,
    "up": .up, "down": .down, "left": .left, "right": .right, "pgup": .pageUp, "pageup": .pageUp,
    "pgdn": .pageDown, "pagedown": .pageDown, "home": .home, "end": .end, "insert": .insert, "ins": .insert,
  ]

  private static func isControl(_ character: Character) -> Bool {
    character.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
  }
}

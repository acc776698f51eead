/// What a cell means. A theme turns a role into colours and attributes; nothing else in the program knows a colour.
public enum Role: UInt8, Sendable, CaseIterable {
  case text, dim, rule, title, heading
  /// The key in a hint or before a value ("1", "Backspace").
  case key
  case hint
  /// Where the cursor or focus is: drawn in reverse in every theme.
  case focus
  /// A chosen value, beside its ● or ✓.
  case chosen
  case suggestion, saved, warning, error, conflict
  /// A visible stand-in for a control character or another hostile character.
  case glyph
  /// A match of a search.
  case match
  case input
  case barFilled, barEmpty
  /// The eight value colours that gloss.yaml may name: red … grey.
  case red, orange, yellow, green, cyan, blue, magenta, grey

  /// The name in a theme file: `bar-filled`.
  public var name: String {
    switch self {
    case .barFilled: "bar-filled"
    case .barEmpty: "bar-empty"
    default: "\(self)"
    }
  }

  static let byName = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0.name, $0) })
}

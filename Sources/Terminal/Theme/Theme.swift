/// Colours and attributes for every role, read from one TOML file.
public struct Theme: Equatable, Sendable {
  public var name: String

  /// Parses a theme file. Every role must be there; an unknown one is an error that names the line.
  public static func parse(_ toml: String, file: String) throws(TerminalError) -> Theme { fatalError() }

  /// The theme that needs no file: terminal's own colours, bold, dim and reverse only.
  public static let plain = Theme(name: "plain")

  init(name: String) { self.name = name }
}

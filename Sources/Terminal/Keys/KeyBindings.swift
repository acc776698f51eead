/// Which keys run which command, a section a screen ("label", "review", "home", "all").
///
/// Read from a TOML file such as
/// ```toml
/// [label]
/// "label.skip" = ["-", "Ctrl-K"]
/// ```
/// A clash of two commands on one key, an unknown command or an unknown key is an error that names the line.
public struct KeyBindings: Equatable, Sendable {
  /// Keys by command id, by section.
  public var sections: [String: [String: [Key]]]
  public init(sections: [String: [String: [Key]]] = [:]) { self.sections = sections }

  /// Parses `toml`, allowing only `commands` (ids by section). `file` is for messages.
  public static func parse(_ toml: String, file: String, commands: [String: Set<String>]) throws(TerminalError)
    -> KeyBindings
  { fatalError() }
}

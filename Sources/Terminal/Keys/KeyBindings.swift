import TOMLKit

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
  ///
  /// A key is a name or a list of names; an empty list takes the command's keys away. The same key may stand in two
  /// sections: that of the screen goes before "all".
  public static func parse(_ toml: String, file: String, commands: [String: Set<String>]) throws(TerminalError)
    -> KeyBindings
  {
    let source = TOMLSource(toml)
    func fail(_ place: (line: Int, column: Int), _ problem: String, _ remedy: String) -> TerminalError {
      .keys(file: file, line: place.line, column: place.column, problem: problem, remedy: remedy)
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: toml)
    } catch {
      let (place, problem) = TOMLSource.explain(error)
      throw fail(place, problem, "Correct the file at that place; a command or key with a sign in it stands in quotes.")
    }
    var bindings = KeyBindings()
    for name in table.keys.sorted(by: { source.place(of: $0) < source.place(of: $1) }) {
      guard let known = commands[name], let section = table[name]?.table else {
        throw fail(
          source.place(of: name), "there is no screen “\(name)”.",
          "Use a section for one of \(commands.keys.sorted().joined(separator: ", ")), such as [\(commands.keys.min() ?? "all")]."
        )
      }
      bindings.sections[name] = try parse(section, name: name, known: known, source: source, fail: fail)
    }
    return bindings
  }

  private static func parse(
    _ table: TOMLTable, name: String, known: Set<String>, source: TOMLSource,
    fail: ((line: Int, column: Int), String, String) -> TerminalError
  ) throws(TerminalError) -> [String: [Key]] {
    var section: [String: [Key]] = [:]
    var owner: [Key: String] = [:]
    for command in table.keys.sorted(by: { source.place(of: $0, in: name) < source.place(of: $1, in: name) }) {
      guard known.contains(command) else {
        throw fail(
          source.place(of: command, in: name), "[\(name)] has no command “\(command)”.",
          nearest(to: command, in: known).map { "Perhaps \($0) is meant; put it in quotes." }
            ?? "Use one of \(known.sorted().joined(separator: ", ")).")
      }
      var keys: [Key] = []
      for written in names(table[command]) {
        guard let written, let key = Key(name: written) else {
          throw fail(
            written.map { source.place(of: $0, in: name) } ?? source.place(of: command, in: name),
            written.map { "“\($0)” is no key." } ?? "“\(command)” has something that is no key.",
            "Write a character, Ctrl-R, Alt-x, F5, Enter, Tab, Space, Esc, Backspace, Up, PgDn and the like, in quotes."
          )
        }
        if let other = owner[key], other != command {
          throw fail(
            source.place(of: written, in: name, after: 1),
            "\(key.name) in [\(name)] runs both “\(other)” and “\(command)”.", "Give one of them another key.")
        }
        owner[key] = command
        if !keys.contains(key) { keys.append(key) }
      }
      section[command] = keys
    }
    return section
  }

  /// What stands for keys: a string or a list of strings; nil for anything else.
  private static func names(_ value: (any TOMLValueConvertible)?) -> [String?] {
    guard let list = value?.array else { return [value?.string] }
    return list.map { $0.string }
  }

  /// The known command most like a mistyped one.
  private static func nearest(to command: String, in known: Set<String>) -> String? {
    let rated = known.compactMap { name in FuzzyMatch(command, in: name).map { ($0.score, name) } }
    return rated.max { ($0.0, $1.1) < ($1.0, $0.1) }?.1
      ?? known.sorted().first { $0.hasSuffix("." + command) || command.hasSuffix("." + $0) }
  }
}

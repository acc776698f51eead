import Foundation
import Terminal
import Workstation

/// A person's own look and keys, from `gloss/` under `XDG_CONFIG_HOME` (`~/.config`):
///
/// - `config.toml`: `theme = "light"`; see `UserConfig`
/// - `keys.toml`: other keys for commands, a section a screen
/// - `themes/NAME.toml`: themes of their own
struct Settings {
  var theme: Theme
  var bindings: KeyBindings

  /// The theme that `--theme`, then `GLOSS_THEME`, then the config file names.
  static func load(_ look: LookOptions) throws -> Settings {
    let folder = UserConfig.folder()
    let name = look.theme ?? Terminal.environment("GLOSS_THEME").flatMap { $0.isEmpty ? nil : $0 }
    let configured = try name ?? UserConfig.load().theme
    return Settings(
      theme: try ThemeFiles.theme(named: configured ?? ThemeFiles.standard, own: folder.map { $0 + "/themes" }),
      bindings: try folder.map { try bindings(inFile: $0 + "/keys.toml") } ?? KeyBindings())
  }

  private static func bindings(inFile file: String) throws -> KeyBindings {
    guard let text = try readText(file) else { return KeyBindings() }
    let bindings = try KeyBindings.parse(text, file: file, commands: Workstation.commandIDs)
    if let problem = Workstation.problems(in: bindings).first {
      throw CommandFailure(place: file, what: problem, remedy: "give one of them another key")
    }
    return bindings
  }

}

/// The text of a file; nil where there is none.
func readText(_ path: String) throws(CommandFailure) -> String? {
  guard let file = fopen(path, "r") else {
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw CommandFailure(errno: errno, action: "read", path: path)
  }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 16384)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { break }
    bytes += buffer[..<count]
  }
  guard ferror(file) == 0 else { throw CommandFailure(errno: errno, action: "read", path: path) }
  return String(decoding: bytes, as: UTF8.self)
}

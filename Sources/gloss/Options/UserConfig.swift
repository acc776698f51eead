import Foundation
import TOMLKit
import Terminal

/// A person's own settings: `config.toml` in `gloss/` under `XDG_CONFIG_HOME` (`~/.config`).
///
/// ```toml
/// theme = "light"
/// signing-key = "~/.ssh/id_ed25519"
/// sign = true
/// allowed-signers = "~/.ssh/allowed_signers"
/// ```
struct UserConfig {
  var theme: String?
  /// The key that commits and tags are signed with; the public one where an agent keeps it.
  var signingKey: String?
  /// Whether every commit, and every tag that has a message, is signed.
  var signs = false
  var allowedSigners: String?

  /// Where the person's own files are; nil where there is no home.
  static func folder() -> String? {
    if let config = Terminal.environment("XDG_CONFIG_HOME"), config.hasPrefix("/") { return config + "/gloss" }
    guard let home = Terminal.environment("HOME"), home.hasPrefix("/") else { return nil }
    return home + "/.config/gloss"
  }

  static func load() throws -> UserConfig {
    guard let file = folder().map({ $0 + "/config.toml" }), let text = try readText(file) else { return UserConfig() }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let place = error.source.begin
      throw CommandFailure(
        place: "\(file):\(place.line):\(place.column)", what: error.description, remedy: "correct the file there")
    }
    let known = ["theme", "signing-key", "sign", "allowed-signers"]
    for (key, _) in table where !known.contains(key) {
      throw CommandFailure(
        place: file, what: "“\(key)” means nothing here", remedy: "only \(known.joined(separator: ", ")) may be set")
    }
    func setting(_ key: String, _ example: String) throws -> String? {
      guard let value = table[key] else { return nil }
      guard let text = value.string else {
        throw CommandFailure(place: file, what: "\(key) is no text", remedy: "write \(key) = \"\(example)\"")
      }
      return text
    }
    var config = UserConfig()
    config.theme = try setting("theme", "light")
    config.signingKey = try setting("signing-key", "~/.ssh/id_ed25519")
    config.allowedSigners = try setting("allowed-signers", "~/.ssh/allowed_signers")
    if let value = table["sign"] {
      guard let signs = value.bool else {
        throw CommandFailure(place: file, what: "sign is neither true nor false", remedy: "write sign = true")
      }
      config.signs = signs
    }
    return config
  }

  /// `path` with the home directory for the ~ that it begins with.
  static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = Terminal.environment("HOME") else { return path }
    return home + path.dropFirst()
  }
}

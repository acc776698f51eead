import Foundation
import Terminal

/// Where themes are found by name: among the person's own, in the folder that comes with the program, and in the
/// program itself.
enum ThemeFiles {
  /// The window's own 16 colours: right on light and dark windows alike.
  static let standard = "terminal"

  private static let embedded = [
    "colour-blind": PackageResources.colour_blind_toml,
    "high-contrast": PackageResources.high_contrast_toml, "light": PackageResources.light_toml,
    "terminal": PackageResources.terminal_toml,
  ]

  /// The theme `name`, or of the file that it is the path of: with a slash in it, or ending in .toml.
  static func theme(named name: String, own: String?) throws -> Theme {
    if name == "plain" { return .plain }
    if name.contains("/") || name.hasSuffix(".toml") {
      guard let text = try readText(name) else { throw CommandFailure(errno: ENOENT, action: "read", path: name) }
      return try Theme.parse(text, file: name)
    }
    for folder in [own, SharedFiles.folder("Themes")].compactMap({ $0 }) {
      let file = "\(folder)/\(name).toml"
      if let text = try readText(file) { return try Theme.parse(text, file: file) }
    }
    if name == "dark" { return .dark }
    guard let bytes = embedded[name] else { throw TerminalError.unknownTheme(name, known: names(own: own)) }
    return try Theme.parse(String(decoding: bytes, as: UTF8.self), file: "\(name).toml")
  }

  private static func names(own: String?) -> [String] {
    let files = own.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
    let others = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    return Set(others + embedded.keys + ["dark", "plain"]).sorted()
  }
}

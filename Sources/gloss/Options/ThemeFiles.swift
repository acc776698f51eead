import Foundation
import Terminal

/// Where themes are found by name: among the person's own, then among those that come with the program.
enum ThemeFiles {
  static let standard = "dark"

  /// The theme `name`; the standard one when nobody named one, and the terminal's own colours where the program stands
  /// alone without its files.
  static func theme(named name: String?, own: String?) throws -> Theme {
    if name == "plain" { return .plain }
    let folders = [own, SharedFiles.folder("Themes")].compactMap { $0 }
    for folder in folders {
      let file = "\(folder)/\(name ?? standard).toml"
      if let text = try readText(file) { return try Theme.parse(text, file: file) }
    }
    guard let name else { return .plain }
    throw TerminalError.unknownTheme(name, known: names(in: folders))
  }

  private static func names(in folders: [String]) -> [String] {
    var names: Set = ["plain"]
    for folder in folders {
      for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where file.hasSuffix(".toml") {
        names.insert(String(file.dropLast(5)))
      }
    }
    return names.sorted()
  }
}

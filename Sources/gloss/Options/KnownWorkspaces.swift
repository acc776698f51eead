import Foundation

/// The workspaces that this user has worked in: what home lists beside the one it was started in.
///
/// A file of absolute paths, one a line, under `XDG_STATE_HOME` (`~/.local/state/gloss/workspaces`). Losing it loses
/// nothing but the list, so that a file that cannot be read or written is no error.
enum KnownWorkspaces {
  /// Those that still are workspaces, oldest first.
  static func paths() -> [String] {
    guard let file, let text = try? String(contentsOfFile: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").map(String.init).filter { access($0 + "/.gloss", F_OK) == 0 }
  }

  static func remember(_ path: String) {
    guard let file, !path.contains("\n"), !paths().contains(path) else { return }
    makeDirectories(above: file)
    // Opened for appending: two programs that remember at once both keep their line.
    guard let stream = fopen(file, "a") else { return }
    fputs(path + "\n", stream)
    fclose(stream)
  }

  private static var file: String? {
    let environment = ProcessInfo.processInfo.environment
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/gloss/workspaces" }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.local/state/gloss/workspaces"
  }

  private static func makeDirectories(above file: String) {
    var path = ""
    for part in file.split(separator: "/").dropLast() {
      path += "/" + part
      mkdir(path, 0o700)
    }
  }
}

import Foundation

/// The folders that come with the program, `SampleProjects` and `Themes`: beside the binary, in `share/gloss` of the
/// place where it is installed, or in the repository it was built in.
enum SharedFiles {
  /// The folder's path, or nil where the program stands alone.
  static func folder(_ name: String) -> String? {
    for directory in directories() {
      let path = directory + "/" + name
      if access(path, R_OK | X_OK) == 0 { return path }
    }
    return nil
  }

  /// Where to look, nearest first: the binary's directory, then each above it and its `share/gloss`.
  private static func directories() -> [String] {
    guard var directory = parent(of: executable()) else { return [] }
    var directories: [String] = []
    // A build stands four levels below the repository: .build/x86_64-unknown-linux-gnu/release/gloss.
    for _ in 0..<5 {
      directories += [directory, directory + "/share/gloss"]
      guard let next = parent(of: directory) else { break }
      directory = next
    }
    return directories
  }

  private static func executable() -> String {
    guard let path = realpath("/proc/self/exe", nil) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }

  private static func parent(of path: String) -> String? {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
    return String(path[..<slash])
  }
}

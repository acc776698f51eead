import Glibc
import TOMLKit

extension Theme {
  /// The theme to use: what `option` (of the command line), GLOSS_THEME or `theme = "…"` in the person's
  /// `gloss/config.toml` names, in this order, else `dark` (or `light`, where COLORFGBG tells of a light window).
  ///
  /// A name with a slash or ending in `.toml` is a path; any other is looked for as NAME.toml in the person's
  /// `gloss/themes`, then in `directories`; `dark` and `plain` need no file. Reads no file where nothing is named.
  public static func find(
    option: String? = nil, environment: (String) -> String? = Terminal.environment, directories: [String] = []
  ) throws(TerminalError) -> Theme {
    let home = configDirectory(environment)
    let all = (home.map { [$0 + "/themes"] } ?? []) + directories
    var wanted = [option, environment("GLOSS_THEME")].compactMap { $0 }.first { !$0.isEmpty }
    if wanted == nil, let home { wanted = try configured(in: home + "/config.toml") }
    if let wanted { return try load(wanted, directories: all) }
    let ground = environment("COLORFGBG")?.split(separator: ";").last
    guard ground == "7" || ground == "15" else { return .dark }
    return (try? load("light", directories: all)) ?? .dark
  }

  /// Where the themes that come with the program are, for a program at `executable`: `share/gloss/themes` beside its
  /// `bin`, or `Themes` in a folder above it, as in a clone of the source.
  public static func directories(executable: String) -> [String] {
    var found: [String] = []
    var folder = executable
    for depth in 0..<6 {
      guard let slash = folder.lastIndex(of: "/") else { break }
      folder = String(folder[..<slash])
      if depth == 1 { found.append(folder + "/share/gloss/themes") }
      if access(folder + "/Themes/dark.toml", R_OK) == 0 { found.append(folder + "/Themes") }
    }
    return found
  }

  /// The names that `find` knows, in order.
  public static func names(in directories: [String]) -> [String] {
    var names: Set<String> = ["dark", "plain"]
    for directory in directories {
      guard let folder = opendir(directory) else { continue }
      defer { closedir(folder) }
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name.hasSuffix(".toml") { names.insert(String(name.dropLast(5))) }
      }
    }
    return names.sorted()
  }

  private static func load(_ wanted: String, directories: [String]) throws(TerminalError) -> Theme {
    if wanted.contains("/") || wanted.hasSuffix(".toml") {
      return try parse(try read(wanted), file: wanted)
    }
    for path in directories.map({ "\($0)/\(wanted).toml" }) where access(path, F_OK) == 0 {
      return try parse(try read(path), file: path)
    }
    switch wanted {
    case "dark": return .dark
    case "plain": return .plain
    default: throw .unknownTheme(wanted, known: names(in: directories))
    }
  }

  private static func configDirectory(_ environment: (String) -> String?) -> String? {
    if let home = environment("XDG_CONFIG_HOME"), home.hasPrefix("/") { return home + "/gloss" }
    return environment("HOME").flatMap { $0.isEmpty ? nil : $0 + "/.config/gloss" }
  }

  /// `theme` in the person's settings; nil without the file or the key.
  private static func configured(in path: String) throws(TerminalError) -> String? {
    guard access(path, F_OK) == 0 else { return nil }
    let text = try read(path)
    do {
      return try TOMLTable(string: text)["theme"]?.string
    } catch {
      let (place, problem) = TOMLSource.explain(error)
      throw .theme(
        file: path, line: place.line, column: place.column, problem: problem, remedy: "Correct the file at that place.")
    }
  }

  private static func read(_ path: String) throws(TerminalError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .io(errno: errno, action: "read", path: path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw .io(errno: errno, action: "read", path: path) }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(contentsOf: buffer[..<count])
    }
  }
}

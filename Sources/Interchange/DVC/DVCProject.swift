import AnnotationEngine
import Foundation

/// A directory that DVC takes for a project of its own: the sealed snapshot in `NAME/`, `NAME.dvc` that names its
/// content, and `.dvc/config` with the remote that holds the objects.
public struct DVCProject {
  /// Of the project.
  public let directory: String
  /// Of the tracked directory, made of the project's name.
  public let name: String
  /// nil: the project's own cache, so that the whole can be copied elsewhere.
  private let remote: DVCRemote?
  private let environment: [String: String]

  /// What was written.
  public struct Outcome: Equatable, Sendable {
    /// Path of `NAME.dvc`.
    public var pointer: String
    /// The hash in it.
    public var md5: String
    public var files: Int
    public var byteCount: Int
    /// Whether `.dvc/config` was somebody's own and is as it was.
    public var keptConfig: Bool
  }

  public init(
    in directory: String, of facts: SnapshotFacts, remote: DVCRemote?,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.directory = directory
    self.remote = remote
    self.environment = environment
    name = Self.name(facts.project.name)
  }

  /// Where the sealed snapshot goes.
  public var snapshotPath: String { directory + "/" + name }

  /// DVC's cache, from `.dvc/`: laid out as a remote is.
  private static let cache = "cache"

  /// Names of files everywhere: letters and digits of ASCII, and . _ -.
  private static func name(_ project: String) -> String {
    let letters = project.map { letter in
      letter.isASCII && (letter.isLetter || letter.isNumber || "._-".contains(letter)) ? letter : "-"
    }
    let name = String(letters.drop { "-.".contains($0) })
    return name.contains { $0 != "-" } ? name : "snapshot"
  }

  /// Names the snapshot in `snapshotPath`, which stands there already, and writes its objects: these first, so that
  /// what is named is always there.
  public func write() throws(EngineError) -> Outcome {
    let tree = try DVCTree(of: snapshotPath)
    try remote?.write(tree, from: snapshotPath, environment: environment)
    // What stands in the directory is also in the cache, as after dvc pull: dvc status has nothing to say.
    try DVCRemote.directory(directory + "/.dvc/" + Self.cache)
      .write(tree, from: snapshotPath, environment: environment)
    try SealedSnapshot.makeDirectory(directory + "/.dvc")
    let keptConfig = try !writeConfig(remote?.config(environment: environment) ?? Self.ownConfig)
    try writeWhereMissing("/config.local\n/tmp\n/cache\n", to: "/.dvc/.gitignore")
    try ignoreSnapshot()
    try write(tree.pointer(named: name), to: "/\(name).dvc")
    return Outcome(
      pointer: directory + "/\(name).dvc", md5: tree.id, files: tree.files.count, byteCount: tree.byteCount,
      keptConfig: keptConfig)
  }

  /// DVC counts a path from the directory of its config file.
  private static let ownConfig = DVCRemote.directory(cache).config(environment: [:])

  /// False where the file is not one that this wrote.
  private func writeConfig(_ text: String) throws(EngineError) -> Bool {
    let old = self.text("/.dvc/config")
    let own = Self.ownConfig.prefix { $0 != "=" }
    if let old, !old.allSatisfy(\.isWhitespace), !old.hasPrefix(own + "= gloss\n['remote \"gloss\"']\n") {
      return old == text
    }
    try write(text, to: "/.dvc/config")
    return true
  }

  /// The data is DVC's to keep, not git's.
  private func ignoreSnapshot() throws(EngineError) {
    let line = "/" + name
    let old = text("/.gitignore") ?? ""
    if old.split(separator: "\n").contains(Substring(line)) { return }
    try write(old + (old.isEmpty || old.hasSuffix("\n") ? "" : "\n") + line + "\n", to: "/.gitignore")
  }

  private func text(_ path: String) -> String? { try? String(contentsOfFile: directory + path, encoding: .utf8) }

  private func writeWhereMissing(_ text: String, to path: String) throws(EngineError) {
    if self.text(path) == nil { try write(text, to: path) }
  }

  private func write(_ text: String, to path: String) throws(EngineError) {
    let output = try OutputFile(path: directory + path)
    try output.write(Array(text.utf8))
    try output.finish()
  }
}

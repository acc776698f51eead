import AnnotationEngine
import Foundation
import Interchange

/// Exports versions of a workspace: what `gloss export` and the demo do.
struct Exporter {
  /// What an export has written.
  struct Outcome {
    var rows: Int
    /// The file with the rows; - is standard output.
    var path: String
    /// nil where it was left unsealed.
    var sealed: SealedSnapshot?
  }

  let workspace: Workspace
  let session: Session
  var isQuiet = true

  /// Writes `revision` to `path` (- is standard output) with its seal. A path that ends in a slash or is a directory
  /// gets the whole snapshot: the rows as data.FORMAT, the project file, the guidelines. An export that is interrupted or
  /// fails leaves no file of rows, and no seal.
  func export(
    _ revision: String?, to path: String, format name: String?, withAnnotations: Bool, isSealed: Bool = true
  ) throws -> Outcome {
    let directory = Self.directory(path, hasFormat: name != nil)
    let format =
      (path == "-" || directory != nil) && name == nil ? .jsonl : try SnapshotFormat.choose(name, path: path)
    guard isSealed, path != "-", directory != nil || Self.mayBeSealed(path) else {
      let file = directory.map { $0 + "/data.\(format.rawValue)" } ?? path
      try directory.map { try makeDirectories($0) }
      let writer = try format.writer(to: file, withAnnotations: withAnnotations)
      let rows = try write(revision, to: writer, withAnnotations: withAnnotations, isPiped: path == "-")
      return Outcome(rows: rows, path: file, sealed: nil)
    }
    let facts = try workspace.snapshotFacts(of: revision)
    let sealed = try SealedSnapshot(
      to: directory.map { .directory($0) } ?? .file(path), format, withAnnotations: withAnnotations, facts: facts,
      ref: revision ?? workspace.branch)
    // By its id: the branch may be moved while the facts are gathered.
    let rows = try write(facts.commit, to: sealed, withAnnotations: withAnnotations)
    return Outcome(rows: rows, path: sealed.dataPath, sealed: sealed)
  }

  func write(
    _ revision: String?, to writer: any SnapshotWriter, withAnnotations: Bool, isPiped: Bool = false
  ) throws -> Int {
    let interruption = isPiped ? nil : Interruption.shared
    var bar = ProgressBar(quiet: isQuiet)
    defer { bar.clear() }
    var (done, total) = (0, 0)
    try workspace.export(session, revision: revision, withAnnotations: withAnnotations) { project, rows in
      total = rows
      try writer.begin(project)
    } row: { row in
      try writer.write(row)
      done += 1
      guard done.isMultiple(of: 1024) else { return }
      try interruption?.check("no file is written")
      bar.show("writing", done: done, of: total, unit: "rows")
    } finish: {
      try writer.finish()
    }
    return done
  }

  /// The directory that `path` asks for, without the slash at its end; nil where it is a file's.
  static func directory(_ path: String, hasFormat: Bool) -> String? {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    // A name without an ending tells no format: it is a directory that is not there yet.
    let isBare = !exists && !hasFormat && path != "-" && (path as NSString).pathExtension.isEmpty
    guard path.hasSuffix("/") || exists && isDirectory.boolValue || isBare else { return nil }
    var directory = path
    while directory.count > 1, directory.hasSuffix("/") { directory.removeLast() }
    return directory
  }

  /// Whether a file can lie there with a seal beside it: no pipe and no device.
  private static func mayBeSealed(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
  }

  private func makeDirectories(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandFailure(errno: EACCES, action: "make the directory", path: path)
    }
  }
}

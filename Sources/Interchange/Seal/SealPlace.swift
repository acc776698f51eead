import AnnotationEngine
import Foundation

/// Where the seal of an export goes, and what becomes of the one that stands there.
///
/// - A directory holds one snapshot. An export of the same commit adds its file, one of another takes the snapshot's
///   place.
/// - A single file is sealed by `SNAPSHOT.json` beside it; files of one commit share it. Where that seals files of
///   another commit, or is somebody else's, `FILE.SNAPSHOT.json` seals this file alone.
struct SealPlace {
  /// The seal's own path.
  let path: String
  /// What the names in the seal count from.
  let directory: String
  let scope: Seal.Scope
  /// Files sealed there before that stay.
  let kept: [Seal.File]
  /// Names of sealed files that the new snapshot does not have.
  let outdated: [String]

  /// For a directory that is to hold the snapshot of `commit` with the files `names`. Throws where it holds anything
  /// else.
  static func inside(_ directory: String, commit: String, names: [String]) throws(EngineError) -> SealPlace {
    let path = directory + "/" + Seal.fileName
    let old = try Seal.read(path)
    let sealed = old?.files ?? []
    let others = try FolderListing.files(in: directory).filter { name in
      name != Seal.fileName && !names.contains(name) && !sealed.contains { $0.name == name }
    }
    if let first = others.first {
      throw .snapshot(
        place: directory, problem: "this directory holds \(first), which is no part of a snapshot",
        remedy: "Name an empty directory, or a file in this one.")
    }
    let rest = sealed.filter { !names.contains($0.name) }
    if let old, old.commit == commit {
      return SealPlace(path: path, directory: directory, scope: .directory, kept: rest, outdated: [])
    }
    for file in rest {
      let place = directory + "/" + file.name
      guard FileManager.default.fileExists(atPath: place) else { continue }
      guard try FileDigest(ofFile: place) == file.digest else {
        throw .snapshot(
          place: place, problem: "this file of an older snapshot was changed, and the new one would not have it",
          remedy: "Move it elsewhere, or name an empty directory.")
      }
    }
    return SealPlace(path: path, directory: directory, scope: .directory, kept: [], outdated: rest.map(\.name))
  }

  /// For the single file `file`, exported from `commit`.
  static func beside(_ file: String, commit: String) -> SealPlace {
    let directory = Self.directory(of: file)
    let name = Self.name(of: file)
    let path = file.contains("/") ? directory + "/" + Seal.fileName : Seal.fileName
    let own = SealPlace(
      path: file + "." + Seal.fileName, directory: directory, scope: .files, kept: [], outdated: [])
    // Another program's file of that name is left alone.
    guard let found = try? Seal.read(path) else {
      return FileManager.default.fileExists(atPath: path)
        ? own : SealPlace(path: path, directory: directory, scope: .files, kept: [], outdated: [])
    }
    let others = found.files.filter { $0.name != name }
    if found.commit == commit {
      return SealPlace(path: path, directory: directory, scope: found.scope, kept: others, outdated: [])
    }
    if others.isEmpty {
      return SealPlace(path: path, directory: directory, scope: .files, kept: [], outdated: [])
    }
    return own
  }

  static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func name(of path: String) -> String {
    String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
  }
}

/// The files below a directory.
enum FolderListing {
  /// Paths from `directory`, in order of their bytes; directories only as parts of them. None where it is not there.
  static func files(in directory: String) throws(EngineError) -> [String] {
    var found: [String] = []
    try list(directory, "", &found)
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func list(_ root: String, _ prefix: String, _ found: inout [String]) throws(EngineError) {
    let folder = prefix.isEmpty ? root : root + "/" + prefix
    var status = stat()
    guard stat(folder, &status) == 0 else {
      if errno == ENOENT { return }
      throw .io(errno: errno, action: "look into the directory", path: folder)
    }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw .io(errno: EACCES, action: "look into the directory", path: folder)
    }
    for name in names {
      let path = prefix.isEmpty ? name : prefix + "/" + name
      let isFolder = lstat(root + "/" + path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      if isFolder { try list(root, path, &found) } else { found.append(path) }
    }
  }
}

import AnnotationEngine
import Foundation

/// A file that a command is asked to write. What Gloss itself lives on is never written over.
enum WritableTarget {
  /// Throws where `path` is a directory, one of `inputs` or in one of them, or a file of the workspace that is not
  /// there to be written. `takesDirectory`: a directory is fine, but for the workspace's own.
  static func check(
    _ path: String, in workspace: Workspace, inputs: [String] = [], takesDirectory: Bool = false
  ) throws {
    guard path != "-" else { return }
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists && status.st_mode & S_IFMT == S_IFDIR {
      guard takesDirectory else {
        throw CommandFailure(place: path, what: "this is a directory", remedy: "name a file")
      }
      if isSame(status, workspace.path) || isBelow(workspace.path + "/.gloss", path + "/") {
        throw CommandFailure(
          place: path, what: "the workspace itself is kept there", remedy: "name another directory, as in snapshot/")
      }
      return
    }
    if isBelow(workspace.path + "/.gloss", path) {
      throw CommandFailure(place: path, what: "the workspace itself is kept there", remedy: "name another file")
    }
    for input in inputs where Importer.isDirectory(input) && isBelow(input, path) {
      throw CommandFailure(
        place: path, what: "the directory \(input) is being read", remedy: "name a file outside of it")
    }
    let guidelines = try workspace.project().guidelines.map { workspace.projectPath + "/" + $0 }
    let own = [workspace.projectPath + "/gloss.yaml"] + (guidelines.map { [$0] } ?? [])
    for other in own + inputs where exists && isSame(status, other) {
      let what = inputs.contains(other) ? "this file is being read" : "the project needs this file"
      throw CommandFailure(place: path, what: what, remedy: "name another file to write")
    }
  }

  private static func isSame(_ status: stat, _ path: String) -> Bool {
    var other = stat()
    return stat(path, &other) == 0 && other.st_dev == status.st_dev && other.st_ino == status.st_ino
  }

  /// Whether the directory of `path` is `folder` or below it.
  private static func isBelow(_ folder: String, _ path: String) -> Bool {
    let parent = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    guard let folder = resolved(folder), let parent = resolved(parent) else { return false }
    return parent == folder || parent.hasPrefix(folder + "/")
  }

  private static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}

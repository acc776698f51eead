import AnnotationEngine
import Foundation
import VersionStore

/// Where DVC keeps objects: a directory, or a prefix of a bucket. What is there already is kept: its name is its hash.
public enum DVCRemote: Sendable {
  case directory(String)
  case s3(String)

  /// `text` is a path, `file:///path` or `s3://bucket/prefix`.
  ///
  /// - Throws: `EngineError.snapshot` for anything else: DVC knows more kinds, and `dvc push` takes the objects there.
  public init(_ text: String) throws(EngineError) {
    if text.hasPrefix("s3://") {
      self = .s3(text)
      return
    }
    var path = text
    if text.hasPrefix("file://") {
      path = String(text.dropFirst(7))
      guard path.hasPrefix("/"), let decoded = path.removingPercentEncoding else { throw DVCRemote.refuse(text) }
      path = decoded
    } else if text.contains("://") {
      throw DVCRemote.refuse(text)
    }
    let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    self = .directory((absolute as NSString).standardizingPath)
  }

  private static func refuse(_ text: String) -> EngineError {
    .snapshot(
      place: text, problem: "objects of DVC cannot be written there",
      remedy: "Name a directory or s3://bucket/prefix; to another remote, export without --remote and use dvc push -r.")
  }

  /// Writes the files of `tree`, which are in `directory`, and then the list that names them.
  func write(_ tree: DVCTree, from directory: String, environment: [String: String]) throws(EngineError) {
    switch self {
    case .directory(let path):
      for file in tree.files {
        try DVCRemote.copy(directory + "/" + file.name, to: path + "/" + DVCTree.key(file.md5), file.digest)
      }
      try DVCRemote.write(tree.list, to: path + "/" + DVCTree.key(tree.id))
    case .s3(let url):
      do throws(StoreError) {
        let objects = try S3Objects(url: url, environment: environment)
        for file in tree.files {
          let key = DVCTree.key(file.md5)
          if try objects.contains(key) { continue }
          let source = directory + "/" + file.name
          guard let open = FileHandle(forReadingAtPath: source) else {
            throw .io(errno: errno, action: "read", path: source)
          }
          defer { try? open.close() }
          let descriptor = open.fileDescriptor
          try objects.put(key, byteCount: file.digest.byteCount, sha256: file.digest.sha256) { offset, buffer in
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            return count < 0 ? nil : count
          }
        }
        let list = tree.list
        let key = DVCTree.key(tree.id)
        if try objects.contains(key) { return }
        try objects.put(key, byteCount: list.count, sha256: FileDigest(list).sha256) { offset, buffer in
          let count = min(buffer.count, list.count - offset)
          buffer.copyBytes(from: list[offset..<offset + count])
          return count
        }
      } catch {
        throw .store(error)
      }
    }
  }

  // MARK: Directories

  private static func copy(_ source: String, to target: String, _ digest: FileDigest) throws(EngineError) {
    if FileManager.default.fileExists(atPath: target) { return }
    try SealedSnapshot.makeDirectory(SealPlace.directory(of: target))
    let output = try OutputFile(path: target)
    _ = try FilePieces.read(source) { (bytes) throws(EngineError) in try output.write(Array(bytes)) }
    // Under this name only what it says.
    guard try output.flushed() == digest else {
      throw .snapshot(place: source, problem: "this file was changed meanwhile", remedy: "Export the version again.")
    }
    try output.finish()
  }

  private static func write(_ bytes: [UInt8], to target: String) throws(EngineError) {
    if FileManager.default.fileExists(atPath: target) { return }
    try SealedSnapshot.makeDirectory(SealPlace.directory(of: target))
    let output = try OutputFile(path: target)
    try output.write(bytes)
    try output.finish()
  }

  /// The sections of `.dvc/config` that make it the default remote.
  func config(environment: [String: String]) -> String {
    var lines = ["[core]", "    remote = gloss", "['remote \"gloss\"']"]
    switch self {
    case .directory(let path): lines.append("    url = \(path)")
    case .s3(let url):
      lines.append("    url = \(url)")
      if let objects = try? S3Objects(url: url, environment: environment), let endpoint = objects.endpoint {
        lines += ["    endpointurl = \(endpoint)", "    region = \(objects.region)"]
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

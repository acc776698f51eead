import AnnotationEngine
import Crypto

/// A directory as DVC 3 tracks it: each file an object named by its MD5, and a list of them, the `.dir` object, that is
/// named by its own.
struct DVCTree: Equatable {
  struct File: Equatable {
    /// Path from the directory.
    var name: String
    var md5: String
    var digest: FileDigest
  }

  /// By name, in the order of code points.
  let files: [File]

  /// Reads every file of `directory`.
  init(of directory: String) throws(EngineError) {
    var files: [File] = []
    for name in try FolderListing.files(in: directory) {
      var (md5, sha256) = (Insecure.MD5(), SHA256())
      let byteCount = try FilePieces.read(directory + "/" + name) {
        md5.update(bufferPointer: $0)
        sha256.update(bufferPointer: $0)
      }
      files.append(
        File(
          name: name, md5: hexadecimal(md5.finalize()),
          digest: FileDigest(byteCount: byteCount, sha256: sha256.finalize())))
    }
    self.init(files)
  }

  init(_ files: [File]) { self.files = files.sorted { PythonJSON.precedes($0.name, $1.name) } }

  /// The bytes of the `.dir` object.
  var list: [UInt8] { PythonJSON.list(files.map { [("md5", $0.md5), ("relpath", $0.name)] }) }

  /// What the directory is called by its content, with the ending that tells it from a file.
  var id: String { hexadecimal(Insecure.MD5.hash(data: list)) + ".dir" }

  var byteCount: Int { files.reduce(0) { $0 + $1.digest.byteCount } }

  /// `files/md5/<2>/<30>` of a hash.
  static func key(_ md5: String) -> String { "files/md5/\(md5.prefix(2))/\(md5.dropFirst(2))" }

  /// The text of `NAME.dvc`, as DVC writes it.
  func pointer(named name: String) -> String {
    """
    outs:
    - md5: \(id)
      size: \(byteCount)
      nfiles: \(files.count)
      hash: md5
      path: \(DVCTree.scalar(name))

    """
  }

  /// A name in YAML, in quotes where it could be read as something else than text.
  private static func scalar(_ name: String) -> String {
    let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
    let isPlain = name.first.map { $0.isASCII && $0.isLetter } ?? false
    return isPlain && !words.contains(name.lowercased()) ? name : "'\(name)'"
  }
}

import AnnotationEngine
import Foundation

/// Checks a sealed snapshot by itself, without the store that it came from: what `gloss verify` says.
public struct SealCheck: Equatable, Sendable {
  public struct Finding: Equatable, Sendable {
    public enum Status: String, Sendable {
      case ok
      /// Its bytes are not those that were sealed.
      case changed
      case missing
      /// It stands in a sealed directory, and the seal does not name it.
      case extra
      /// Its bytes are those that were sealed, and they do not hold what the seal says.
      case miscounted
    }
    /// Path from the directory of the seal.
    public var name: String
    public var status: Status
    /// In words; nil where all is well.
    public var problem: String?
  }

  /// Path of the seal.
  public var path: String
  public var seal: Seal
  /// Of the seal itself: whoever was told it beforehand knows that this is the snapshot that was meant.
  public var digest: FileDigest
  /// By name.
  public var files: [Finding]

  public var holds: Bool { files.allSatisfy { $0.status == .ok } }

  /// Checks what `path` names: the directory of a snapshot, its seal, or one of its files, which is then checked alone.
  ///
  /// - Throws: `EngineError.snapshot` where there is no seal, `io`.
  public static func run(_ path: String) throws(EngineError) -> SealCheck {
    let (sealPath, only) = try place(of: path)
    guard let seal = try Seal.read(sealPath) else { throw noSeal(path) }
    let directory = SealPlace.directory(of: sealPath)
    var findings: [Finding] = []
    for file in seal.files where only == nil || file.name == only {
      findings.append(try finding(file, seal, in: directory))
    }
    if only == nil, seal.scope == .directory {
      let own = SealPlace.name(of: sealPath)
      for name in try FolderListing.files(in: directory)
      where name != own && !seal.files.contains(where: { $0.name == name }) {
        findings.append(Finding(name: name, status: .extra, problem: "the seal does not name this file"))
      }
    }
    return SealCheck(
      path: sealPath, seal: seal, digest: try FileDigest(ofFile: sealPath),
      files: findings.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
  }

  /// The seal, and the name of the file that is asked about where it is one.
  private static func place(of path: String) throws(EngineError) -> (seal: String, only: String?) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .io(errno: ENOENT, action: "read", path: path)
    }
    if isDirectory.boolValue {
      let directory = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      return (directory + "/" + Seal.fileName, nil)
    }
    if path.hasSuffix(Seal.fileName) { return (path, nil) }
    let own = path + "." + Seal.fileName
    if FileManager.default.fileExists(atPath: own) { return (own, nil) }
    let shared = path.contains("/") ? SealPlace.directory(of: path) + "/" + Seal.fileName : Seal.fileName
    let name = SealPlace.name(of: path)
    guard let seal = try Seal.read(shared), seal.files.contains(where: { $0.name == name }) else { throw noSeal(path) }
    return (shared, name)
  }

  private static func noSeal(_ path: String) -> EngineError {
    .snapshot(
      place: path, problem: "there is no \(Seal.fileName) that seals this",
      remedy: "Export it with gloss export, without --no-seal.")
  }

  private static func finding(_ file: Seal.File, _ seal: Seal, in directory: String) throws(EngineError) -> Finding {
    func finding(_ status: Finding.Status, _ problem: String) -> Finding {
      Finding(name: file.name, status: status, problem: problem)
    }
    // A seal may come from anybody: it must not make this read elsewhere.
    guard !file.name.hasPrefix("/"), !file.name.split(separator: "/").contains("..") else {
      return finding(.missing, "the seal names a file outside of the snapshot")
    }
    let path = directory + "/" + file.name
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return finding(.missing, "this file is not there")
    }
    guard Int(status.st_size) == file.digest.byteCount else {
      return finding(.changed, "it has \(status.st_size) bytes, and \(file.digest.byteCount) were sealed")
    }
    guard try FileDigest(ofFile: path) == file.digest else {
      return finding(.changed, "its SHA-256 is not the one that was sealed")
    }
    return try disagreement(file, seal, path).map { finding(.miscounted, $0) } ?? Finding(name: file.name, status: .ok)
  }

  /// How a file whose bytes are right differs from what the seal says of it.
  private static func disagreement(_ file: Seal.File, _ seal: Seal, _ path: String) throws(EngineError) -> String? {
    switch file.content {
    case .schema: return file.digest.sha256 == seal.schema.sha256 ? nil : "it is not the schema that the seal names"
    case .guidelines:
      return file.digest.sha256 == seal.guidelines?.sha256 ? nil : "these are not the guidelines that the seal names"
    case .data(let format, let rows, let annotations):
      let tally = try DataCount.count(path, format, questions: seal.questions)
      guard tally.rows == rows, rows == seal.samples else {
        return "it has \(tally.rows) rows, and the seal says \(rows == seal.samples ? rows : seal.samples)"
      }
      if let annotations, tally.annotations != annotations {
        return "it holds \(tally.annotations) annotations, and the seal says \(annotations)"
      }
      for (found, said) in zip(tally.questions, seal.questions) where found != said {
        return "its labels of \(said.name) are not as many as the seal says"
      }
      return nil
    }
  }
}

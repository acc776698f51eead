import AnnotationEngine
import Foundation

/// Writes a snapshot and its seal: the data in one of the formats, into a directory also the project file and the
/// guidelines, and at last `SNAPSHOT.json`. Until that is there, what stands there is no snapshot: an export that was
/// cut short does not pass `SealCheck`.
public final class SealedSnapshot: SnapshotWriter {
  public enum Target: Equatable, Sendable {
    case file(String)
    /// Made where it is missing.
    case directory(String)
  }

  private struct Text {
    var name: String
    var content: Seal.File.Content
    var text: String
  }

  private let facts: SnapshotFacts
  private let ref: String
  private let format: SnapshotFormat
  private let withAnnotations: Bool
  private let place: SealPlace
  private let name: String
  private let texts: [Text]
  private let writer: any SnapshotWriter
  private var tally: SnapshotTally

  /// Path of the file with the rows.
  public let dataPath: String
  /// Path of the seal.
  public var sealPath: String { place.path }
  /// What was written as the seal, once `finish` has returned.
  public private(set) var seal: Seal?
  /// Size and hash of the seal itself, once `finish` has returned.
  public private(set) var digest = FileDigest([])

  /// `ref`: the revision as it was asked for, which is kept in the seal.
  ///
  /// - Throws: `EngineError.snapshot` where the directory holds something else, `io`.
  public init(
    to target: Target, _ format: SnapshotFormat, withAnnotations: Bool, facts: SnapshotFacts, ref: String
  ) throws(EngineError) {
    self.facts = facts
    self.ref = ref
    self.format = format
    self.withAnnotations = withAnnotations
    tally = SnapshotTally(facts.project)
    switch target {
    case .file(let path):
      name = SealPlace.name(of: path)
      texts = []
      place = SealPlace.beside(path, commit: facts.commit)
      dataPath = path
    case .directory(let path):
      name = "data.\(format.rawValue)"
      texts = Self.texts(facts)
      dataPath = path + "/" + name
      place = try SealPlace.inside(path, commit: facts.commit, names: [name] + texts.map(\.name))
      try Self.makeDirectory(path)
      for name in [name, Seal.fileName] + texts.map(\.name) { Self.removeLink(path + "/" + name) }
    }
    writer = try format.writer(to: dataPath, withAnnotations: withAnnotations)
  }

  private static func texts(_ facts: SnapshotFacts) -> [Text] {
    var texts = [Text(name: "gloss.yaml", content: .schema, text: facts.schema)]
    if let guidelines = facts.guidelines {
      texts.append(Text(name: guidelinesName(facts), content: .guidelines, text: guidelines))
    }
    return texts
  }

  /// Where the project names them, unless something of the snapshot's own is called so.
  private static func guidelinesName(_ facts: SnapshotFacts) -> String {
    let taken = ["gloss.yaml", Seal.fileName] + SnapshotFormat.allCases.map { "data.\($0.rawValue)" }
    guard let name = facts.project.guidelines.map({ ($0 as NSString).standardizingPath }), !taken.contains(name) else {
      return "guidelines.md"
    }
    return name
  }

  /// A file of a snapshot may be a link into another tool's cache, which must not be written through.
  private static func removeLink(_ path: String) {
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK { unlink(path) }
  }

  static func makeDirectory(_ path: String) throws(EngineError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .io(errno: access(path, F_OK) == 0 ? ENOTDIR : EACCES, action: "make the directory", path: path)
    }
  }

  // MARK: Rows

  public func begin(_ project: Project) throws(EngineError) { try writer.begin(project) }

  public func write(_ row: ExportedRow) throws(EngineError) {
    tally.add(row)
    try writer.write(row)
  }

  public func finish() throws(EngineError) {
    try writer.finish()
    let data = Seal.File.Content.data(
      format, rows: tally.rows, annotations: withAnnotations ? tally.annotations : nil)
    var files = place.kept + [Seal.File(name: name, content: data, digest: writer.digest)]
    for text in texts {
      let path = place.directory + "/" + text.name
      try Self.makeDirectory(SealPlace.directory(of: path))
      let digest = try Self.write(text.text, to: path)
      files.append(Seal.File(name: text.name, content: text.content, digest: digest))
    }
    for name in place.outdated { unlink(place.directory + "/" + name) }
    let seal = Seal(
      scope: place.scope, project: facts.project.name, commit: facts.commit, ref: ref,
      schema: Seal.TextHash(file: "gloss.yaml", sha256: FileDigest(Array(facts.schema.utf8)).sha256),
      guidelines: facts.guidelines.map {
        Seal.TextHash(file: Self.guidelinesName(facts), sha256: FileDigest(Array($0.utf8)).sha256)
      },
      samples: tally.rows, annotations: facts.annotations, questions: tally.questions,
      agreement: facts.agreement.sealed(facts.project),
      files: files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
    digest = try Self.write(seal.text, to: place.path)
    self.seal = seal
  }

  private static func write(_ text: String, to path: String) throws(EngineError) -> FileDigest {
    let output = try OutputFile(path: path)
    try output.write(Array(text.utf8))
    try output.finish()
    return output.digest
  }
}

import AnnotationEngine

/// A file format that snapshots are written in.
public enum SnapshotFormat: String, CaseIterable, Sendable {
  case jsonl, csv, tsv

  /// The format by name, or (nil) by the ending of the file's name. Throws `unknownFormat` with the known names.
  public static func choose(_ name: String?, path: String) throws(EngineError) -> SnapshotFormat {
    let known = allCases.map(\.rawValue)
    if let name {
      guard let format = SnapshotFormat(rawValue: name) else { throw .unknownFormat(name, known: known) }
      return format
    }
    guard let format = (try? SampleFormat.choose(nil, path: path)).flatMap({ SnapshotFormat(rawValue: $0.rawValue) })
    else { throw .unknownFormat(path == "-" ? "standard output" : path, known: known) }
    return format
  }

  /// A writer of this format to `path`, or to standard output for "-".
  public func writer(to path: String, withAnnotations: Bool) throws(EngineError) -> any SnapshotWriter {
    let output = try OutputFile(path: path)
    return switch self {
    case .jsonl: JSONLinesSnapshot(output, withAnnotations: withAnnotations)
    case .csv: DelimitedSnapshot(output, delimiter: 0x2C, withAnnotations: withAnnotations)
    case .tsv: DelimitedSnapshot(output, delimiter: 0x09, withAnnotations: withAnnotations)
    }
  }
}

/// Writes the rows of a snapshot to a file.
///
/// A row is flat, as a training script wants it: the id, the fields, the metadata, and each question's label (null, in
/// tables an empty cell, where there is none); with annotations also `annotations` and `_labels`. Metadata named like
/// one of the other columns gets "meta." before its name. The same rows give the same bytes.
///
/// The file appears under its name whole, when `finish` returns, or not at all: a writer that goes away unfinished
/// leaves nothing behind. Only standard output is written as the rows come.
public protocol SnapshotWriter: AnyObject {
  /// Called once, before the first row.
  func begin(_ project: Project) throws(EngineError)
  func write(_ row: ExportedRow) throws(EngineError)
  /// Makes the file durable under its name.
  func finish() throws(EngineError)
  /// Size and hash of the file, once `finish` has returned.
  var digest: FileDigest { get }
}

/// The columns of a row beside its metadata.
struct SnapshotColumns {
  let fields: [String]
  let questions: [String]
  private let taken: Set<String>

  init(_ project: Project) {
    fields = project.fields.map(\.name)
    questions = project.questions.map(\.name)
    taken = Set(["id", "annotations", "_labels"] + fields + questions)
  }

  func metadataName(_ name: String) -> String { ClashingNames.exported(name) { taken.contains($0) } }
}

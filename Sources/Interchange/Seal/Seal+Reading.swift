import AnnotationEngine
import Foundation

extension Seal {
  /// The seal at `path`; nil where there is no such file.
  ///
  /// - Throws: `EngineError.snapshot` for a file that is no seal of this format, `io`.
  static func read(_ path: String) throws(EngineError) -> Seal? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    var bytes: [UInt8] = []
    _ = try FilePieces.read(path) { bytes.append(contentsOf: $0) }
    guard let json = try? JSONValue(parsing: bytes) else {
      throw .snapshot(
        place: path, problem: "this is no seal of a snapshot: it is no JSON",
        remedy: "Name the directory of a snapshot that gloss export has written.")
    }
    if let found = json["format"]?.int, found > format {
      throw .snapshot(
        place: path, problem: "a newer Gloss has sealed this snapshot (its format is \(found))",
        remedy: "Check it with that Gloss; this one knows format \(format).")
    }
    guard let seal = Seal(json) else {
      throw .snapshot(
        place: path, problem: "this is no seal of a snapshot: what a seal must say is missing or changed",
        remedy: "Export the version again.")
    }
    return seal
  }

  private init?(_ json: JSONValue) {
    guard json["format"]?.int == Seal.format, let scope = json["sealed"]?.string.flatMap(Scope.init),
      let project = json["project"]?.string, let commit = json["commit"]?.string, let ref = json["ref"]?.string,
      let schema = json["schema"].flatMap(TextHash.init), let guidelines = json["guidelines"],
      let samples = json["counts"]?["samples"]?.int, let annotations = json["counts"]?["annotations"]?.int,
      let labels = json["counts"]?["labels"]?.int,
      let questions = json["questions"]?.members?.compactMap(QuestionCounts.init),
      questions.count == json["questions"]?.members?.count, let agreement = json["agreement"],
      let files = json["files"]?.array?.compactMap(File.init), files.count == json["files"]?.array?.count
    else { return nil }
    self.init(
      scope: scope, project: project, commit: commit, ref: ref, schema: schema, guidelines: TextHash(guidelines),
      samples: samples, annotations: annotations, questions: questions, agreement: agreement, files: files)
    guard self.labels == labels, guidelines == .null || self.guidelines != nil else { return nil }
  }
}

extension Seal.TextHash {
  fileprivate init?(_ json: JSONValue) {
    guard let file = json["file"]?.string, let sha256 = json["sha256"]?.string else { return nil }
    self.init(file: file, sha256: sha256)
  }
}

extension Seal.QuestionCounts {
  fileprivate init?(_ member: JSONMember) {
    guard let kind = member.value["kind"]?.string.flatMap(Question.Kind.init), let labels = member.value["labels"]?.int,
      let values = member.value["values"]?.members
    else { return nil }
    self.init(name: member.name, kind: kind, labels: labels, values: [])
    for value in values {
      guard let count = value.value.int else { return nil }
      self.values.append(Value(name: value.name, count: count))
    }
  }
}

extension Seal.File {
  fileprivate init?(_ json: JSONValue) {
    guard let name = json["name"]?.string, let bytes = json["bytes"]?.int, let sha256 = json["sha256"]?.string else {
      return nil
    }
    let content: Content
    switch json["content"]?.string {
    case "schema": content = .schema
    case "guidelines": content = .guidelines
    case "data":
      guard let format = json["format"]?.string.flatMap(SnapshotFormat.init), let rows = json["rows"]?.int else {
        return nil
      }
      content = .data(format, rows: rows, annotations: json["annotations"]?.int)
    default: return nil
    }
    self.init(name: name, content: content, digest: FileDigest(byteCount: bytes, sha256: sha256))
  }
}

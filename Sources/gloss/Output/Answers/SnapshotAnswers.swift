import AnnotationEngine
import Interchange

extension SealCheck {
  /// `gloss verify --json`.
  var json: JSONValue {
    .object(
      ("holds", .bool(holds)),
      ("project", .string(seal.project)),
      ("commit", .string(seal.commit)),
      ("ref", .string(seal.ref)),
      ("samples", .int(seal.samples)),
      ("annotations", .int(seal.annotations)),
      ("labels", .int(seal.labels)),
      ("seal", .object(("path", .string(path)), ("sha256", .string(digest.sha256)))),
      (
        "files",
        .list(files) { file in
          .object(
            ("name", .string(file.name)), ("status", .string(file.status.rawValue)), ("problem", .text(file.problem)))
        }
      ))
  }
}

extension Exporter.Outcome {
  /// `gloss export --json`. `seal` is null where there is none.
  var members: [JSONMember] {
    let seal: JSONValue =
      sealed.map { .object(("path", .string($0.sealPath)), ("sha256", .string($0.digest.sha256))) } ?? .null
    return [
      JSONMember("rows", .int(rows)), JSONMember("path", .string(path)),
      JSONMember("commit", .text(sealed?.seal?.commit)), JSONMember("seal", seal),
    ]
  }
}

extension DVCProject.Outcome {
  /// What `gloss export --format dvc --json` says besides.
  var members: [JSONMember] {
    [
      JSONMember(
        "dvc",
        .object(
          ("path", .string(pointer)), ("md5", .string(md5)), ("files", .int(files)), ("bytes", .int(byteCount)),
          ("kept_config", .bool(keptConfig))))
    ]
  }
}

extension Publisher.Outcome {
  /// `gloss publish --json`. `lakefs.commit` is null where the branch held all of it already.
  func json(_ address: LakeFSAddress) -> JSONValue {
    .object(
      ("rows", .int(snapshot.rows)), ("commit", .string(seal.commit)),
      ("seal", .object(("sha256", .text(snapshot.sealed?.digest.sha256)))), ("files", .int(files)),
      ("bytes", .int(byteCount)),
      (
        "lakefs",
        .object(
          ("repository", .string(address.repository)), ("branch", .string(address.branch)),
          ("path", .string(address.path)), ("commit", .text(commit)))
      ))
  }
}

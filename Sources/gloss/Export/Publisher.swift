import AnnotationEngine
import Foundation
import Interchange

/// Publishes a version to lakeFS: what `gloss publish` does. The snapshot is made whole here first, so that a version
/// that cannot be exported leaves nothing there.
struct Publisher {
  struct Outcome {
    var snapshot: Exporter.Outcome
    var seal: Seal
    var files: Int
    var byteCount: Int
    /// lakeFS's id of the commit; nil where the branch held all of this already.
    var commit: String?
  }

  let exporter: Exporter
  let format: SnapshotFormat
  let withAnnotations: Bool

  func publish(
    _ revision: String?, to address: LakeFSAddress, _ client: LakeFSClient, message: String?
  ) throws -> Outcome {
    let facts = try exporter.workspace.snapshotFacts(of: revision)
    let folder = try TemporaryFolder()
    let sealed = try SealedSnapshot(
      to: .directory(folder.path), format, withAnnotations: withAnnotations, facts: facts,
      ref: revision ?? exporter.workspace.branch)
    let rows = try exporter.write(facts.commit, to: sealed, withAnnotations: withAnnotations)
    guard let seal = sealed.seal else { preconditionFailure("a finished snapshot is sealed") }
    // The seal last, as in a directory: what has one is whole.
    let names = seal.files.map(\.name) + [Seal.fileName]
    var bar = ProgressBar(quiet: exporter.isQuiet)
    defer { bar.clear() }
    for (done, name) in names.enumerated() {
      try Interruption.shared.check("what was uploaded stands uncommitted in the branch")
      bar.show("uploading", done: done, of: names.count, unit: "files")
      try client.upload(
        folder.path + "/" + name, to: (address.path.isEmpty ? "" : address.path + "/") + name, of: address)
    }
    let commit = try client.commit(
      message ?? "\(seal.project) \(seal.ref): \(facts.message)", metadata: seal.metadata(seal: sealed.digest),
      to: address)
    return Outcome(
      snapshot: Exporter.Outcome(rows: rows, path: address.text, sealed: sealed), seal: seal, files: names.count,
      byteCount: seal.files.reduce(sealed.digest.byteCount) { $0 + $1.digest.byteCount }, commit: commit)
  }
}

import AnnotationEngine
import Foundation
import Interchange

/// Exports a version as a directory of DVC: what `gloss export --format dvc` does.
struct DVCExporter {
  let exporter: Exporter
  let format: SnapshotFormat
  let withAnnotations: Bool

  func export(
    _ revision: String?, to directory: String, remote: String?
  ) throws -> (snapshot: Exporter.Outcome, project: DVCProject.Outcome) {
    let remote = try remote.map { try DVCRemote($0) }
    let facts = try exporter.workspace.snapshotFacts(of: revision)
    let project = DVCProject(in: directory, of: facts, remote: remote)
    let sealed = try SealedSnapshot(
      to: .directory(project.snapshotPath), format, withAnnotations: withAnnotations, facts: facts,
      ref: revision ?? exporter.workspace.branch)
    let rows = try exporter.write(facts.commit, to: sealed, withAnnotations: withAnnotations)
    let outcome = try project.write()
    return (Exporter.Outcome(rows: rows, path: sealed.dataPath, sealed: sealed), outcome)
  }
}

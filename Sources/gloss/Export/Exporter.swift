import AnnotationEngine
import Interchange

/// Exports versions of a workspace: what `gloss export` and the demo do.
struct Exporter {
  let workspace: Workspace
  let session: Session
  var isQuiet = true

  /// Writes `revision` to `path` (- is standard output) and gives the number of rows. An export that is interrupted or
  /// fails leaves no file.
  func export(_ revision: String?, to path: String, format: String?, withAnnotations: Bool) throws -> Int {
    let format = path == "-" && format == nil ? .jsonl : try SnapshotFormat.choose(format, path: path)
    let writer = try format.writer(to: path, withAnnotations: withAnnotations)
    let interruption = path == "-" ? nil : Interruption.shared
    var bar = ProgressBar(quiet: isQuiet)
    defer { bar.clear() }
    var (done, total) = (0, 0)
    try workspace.export(session, revision: revision, withAnnotations: withAnnotations) { project, rows in
      total = rows
      try writer.begin(project)
    } row: { row in
      try writer.write(row)
      done += 1
      guard done.isMultiple(of: 1024) else { return }
      try interruption?.check("no file is written")
      bar.show("writing", done: done, of: total, unit: "rows")
    } finish: {
      try writer.finish()
    }
    return done
  }
}

import AnnotationEngine
import Foundation
import Interchange

/// Imports files into a workspace: what `gloss import` and the demo do.
struct Importer {
  let workspace: Workspace
  let session: Session
  /// By name; by each file's ending when nil.
  var format: String?
  var map = ColumnMap()
  var table = TableLayout()
  /// Whether samples that are there get the content that the files have.
  var replaces = false
  var quarantine: String?
  var isQuiet = true
  /// nil where a signal ends the program, or is somebody else's to read.
  var interruption: Interruption?

  func samples(from paths: [String]) throws -> ImportReport {
    let project = try workspace.project()
    let (format, map, table, stop) = (format, map, table, interruption?.descriptor)
    let seen = try seenFiles(paths, project)
    var report = try perform(paths) { path, lines throws(EngineError) in
      if Self.isDirectory(path) {
        let reader = try SampleReader.open(directory: path, project: project, seen: seen?.files) {
          lines.begin(file: $0, atLine: $1)
        }
        return Part(source: reader, numbersItself: true)
      }
      return Part(
        source: try SampleReader.open(
          path: path, format: try SampleFormat.choose(format, path: path), project: project, map: map, table: table,
          stop: stop))
    } land: { source, quarantine, progress in
      try workspace.importSamples(
        session, from: &source, replaces: replaces, quarantine: quarantine, progress: progress)
    }
    if let seen {
      report.read += seen.files.skipped
      report.unchanged += seen.files.skipped
      // What was seen holds for the samples that were there when the walk began, and all of it must have been taken.
      let holds = report.quarantined == 0 && report.states?.before == seen.state
      if holds { seen.files.keep(state: report.states?.after) } else { seen.files.discard() }
    }
    return report
  }

  /// What helps importing a directory once more. Not beside other files, which may say something else of a sample.
  private func seenFiles(_ paths: [String], _ project: Project) throws -> (files: SeenFiles, state: String?)? {
    guard paths.count == 1, Self.isDirectory(paths[0]) else { return nil }
    let state = try workspace.samplesState()
    let files = SeenFiles(
      memory: workspace.importMemoryPath, directory: paths[0], project: project, state: state)
    return (files, state)
  }

  func annotations(from paths: [String]) throws -> ImportReport {
    let project = try workspace.project()
    let (format, map, table, stop) = (format, map, table, interruption?.descriptor)
    return try perform(paths) { path, _ throws(EngineError) in
      Part(
        source: try AnnotationReader.open(
          path: path, format: try SampleFormat.choose(format, path: path), project: project, map: map, table: table,
          stop: stop))
    } land: { source, quarantine, progress in
      try workspace.importAnnotations(session, from: &source, quarantine: quarantine, progress: progress)
    }
  }

  private func perform<Source: RecordSource>(
    _ paths: [String], open: @escaping (String, LineNumbers) throws(EngineError) -> Part<Source>,
    land: (inout ChainedSource<Source>, ((BadRecord) throws -> Void)?, (ImportProgress) throws -> Void) throws ->
      ImportReport
  ) throws -> ImportReport where Source.Record: NumberedRecord {
    let lines = LineNumbers()
    var bar = ProgressBar(quiet: isQuiet)
    defer { bar.clear() }
    if let quarantine { try WritableTarget.check(quarantine, in: workspace, inputs: paths) }
    let kept = try quarantine.map { path in try Quarantine(path: path, lines: lines) }
    do {
      var source = try ChainedSource(paths, lines: lines, open: open)
      let report = try land(&source, kept.map { kept in { try kept.take($0) } }) { progress in
        try interruption?.check(Self.undone)
        bar.show(
          progress.phase, done: progress.bytesRead, of: progress.byteCount,
          detail: Words.count(progress.records, "record"))
      }
      try kept?.keep()
      return report
    } catch {
      kept?.discard()
      // A read that was stopped fails; why it was is what counts.
      try interruption?.check(Self.undone)
      guard let error = error as? EngineError else { throw error }
      throw lines.inItsFile(error)
    }
  }

  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static let undone = "nothing of it is kept; import again when you like"
}

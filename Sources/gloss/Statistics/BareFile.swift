import AnnotationEngine
import Foundation

/// What a bare file gives. Where it cannot be read, the remedies are those of somebody who imports nothing.
///
/// - Parameter takesMap: Whether the command has --map for it.
func ofBareFile<Result>(_ path: String, takesMap: Bool = true, _ read: () throws -> Result) throws -> Result {
  var isDirectory: ObjCBool = false
  if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
    throw CommandFailure(place: path, what: "it is a directory", remedy: "name a file of answers")
  }
  do {
    return try read()
  } catch EngineError.badRecords(let file, let first, let count) {
    var failure = CommandFailure(EngineError.badRecords(file: file, first: first, count: count))
    failure.remedy = "correct the file; nothing was computed"
    throw failure
  } catch EngineError.unknownColumn(let column, let known, let file) {
    var failure = CommandFailure(EngineError.unknownColumn(column, known: known, file: file))
    let end = takesMap ? "Name one with --map, as --map sample=COLUMN annotator=COLUMN value=COLUMN" : ""
    failure.remedy = failure.remedy?.replacing("Name one with --map or --id.", with: end)
    if takesMap, let hint = FileMethod.hint(columns: known) { failure.remedy = (failure.remedy ?? "") + "; \(hint)" }
    throw failure
  } catch EngineError.unknownFormat(let name, _) {
    throw CommandFailure(
      place: name, what: "its name does not say what it is",
      remedy: "files of answers are read by their ending: .csv, .tsv, .tab, .jsonl or .ndjson")
  }
}

/// Opens the workspace that asks the question `name`. Where there is none, whoever named a file has mistyped its path.
func orMissingFile<Opened>(_ name: String?, _ open: () throws -> Opened) throws -> Opened {
  do {
    return try open()
  } catch EngineError.notAWorkspace(let path) {
    guard let name else { throw EngineError.notAWorkspace(path: path) }
    throw CommandFailure(
      place: name, what: "there is no file of this name, and no Gloss workspace here that asks a question of it",
      remedy: "check the path, or name the directory of a workspace with -C DIR")
  }
}

/// Refuses a file without answers, as every command does that makes figures or labels of them.
func requireAnswers(_ count: Int, in file: String) throws(CommandFailure) {
  if count == 0 {
    throw CommandFailure(place: file, what: "there are no answers in it", remedy: "name a file with a row an answer")
  }
}

extension FileMethod {
  /// Which methods and kinds are meant for a file with these columns, where they look like comparisons or spans.
  static func hint(columns: [String]) -> String? {
    let names = Set(columns.map { $0.lowercased() })
    if names.isSuperset(of: ["left", "right"]) {
      return
        "its columns look like comparisons: gloss aggregate --method bradley-terry, gloss agreement --kind pairwise"
    }
    if names.contains("ann") || names.isSuperset(of: ["tokens", "gold"]) {
      return "its members look like spans: gloss aggregate --method rover, gloss agreement --kind spans"
    }
    return nil
  }
}

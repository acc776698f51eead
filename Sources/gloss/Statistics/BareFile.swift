import AnnotationEngine
import Foundation

/// What a bare file gives. Where it cannot be read, the remedies are those of somebody who imports nothing.
func ofBareFile<Result>(_ path: String, _ read: () throws -> Result) throws -> Result {
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
  }
}

import AnnotationEngine
import Foundation

/// The file that takes bad records: a JSON line each, with file, line, column, reason and the bytes as they stood.
///
/// It is written under another name, and gets its own when the import is done: an import that fails leaves it as it was.
final class Quarantine {
  private let path: String
  private let partial: String
  private let file: UnsafeMutablePointer<FILE>
  private let lines: LineNumbers

  init(path: String, lines: LineNumbers) throws(CommandFailure) {
    self.path = path
    self.lines = lines
    partial = path + ".partial"
    guard let file = fopen(partial, "w") else { throw CommandFailure(errno: errno, action: "write", path: path) }
    self.file = file
  }

  func take(_ bad: BadRecord) throws(CommandFailure) {
    let (name, record) = lines.inItsFile(bad)
    let line = JSONValue.object(
      ("file", .string(name)), ("line", .int(record.line)), ("column", record.column.map(JSONValue.int) ?? .null),
      ("reason", .string(record.reason)), ("raw", .string(String(decoding: record.raw, as: UTF8.self)))
    ).line
    guard fputs(line, file) >= 0 else { throw CommandFailure(errno: errno, action: "write", path: path) }
  }

  func keep() throws(CommandFailure) {
    guard fclose(file) == 0, rename(partial, path) == 0 else {
      throw CommandFailure(errno: errno, action: "write", path: path)
    }
  }

  func discard() {
    fclose(file)
    unlink(partial)
  }
}

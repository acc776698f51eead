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
  private var isOpen = true

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

  /// Makes the file durable under its name. The import has landed by now: where the name cannot be given, the records
  /// stay under the other name, which the error says.
  func keep() throws(CommandFailure) {
    let isWritten = fflush(file) == 0 && fsync(fileno(file)) == 0
    let problem = errno
    isOpen = false
    fclose(file)
    guard isWritten else { throw CommandFailure(errno: problem, action: "write", path: partial) }
    guard rename(partial, path) == 0 else {
      throw CommandFailure(
        place: path, what: "the file could not be written: \(String(cString: strerror(errno)))",
        remedy: "the import is done, and its bad records are in \(partial)")
    }
  }

  /// Drops it, unless it is kept already.
  func discard() {
    guard isOpen else { return }
    isOpen = false
    fclose(file)
    unlink(partial)
  }
}

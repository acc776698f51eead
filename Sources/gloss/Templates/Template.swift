import Foundation

/// The schema of a sample project: its gloss.yaml and the guidelines beside it.
struct Template {
  /// The one that `gloss init` takes when none is named.
  static let standard = "sentiment"

  /// The names of all, the standard one first.
  static var names: [String] { all.map(\.name) }

  let name: String
  /// File name → bytes.
  let files: [(name: String, bytes: [UInt8])]

  static func named(_ name: String) throws(CommandFailure) -> Template {
    if let template = all.first(where: { $0.name == name }) { return template }
    throw CommandFailure(
      what: "there is no template \(name)", remedy: "choose one of \(names.joined(separator: ", "))",
      status: .wrongUsage)
  }

  /// Writes the files into `directory`, none over another; gives their paths.
  func write(to directory: String) throws(CommandFailure) -> [String] {
    var written: [String] = []
    for file in files {
      let path = directory + "/" + file.name
      guard access(path, F_OK) != 0 else { continue }
      do {
        try writeFile(file.bytes, to: path)
      } catch {
        for path in written { unlink(path) }
        throw error
      }
      written.append(path)
    }
    return written
  }
}

/// Writes a file anew, whole.
func writeFile(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
  guard let file = fopen(path, "wx") else { throw CommandFailure(errno: errno, action: "write", path: path) }
  let count = fwrite(bytes, 1, bytes.count, file)
  let code = errno
  guard fclose(file) == 0, count == bytes.count else {
    unlink(path)
    throw CommandFailure(errno: code, action: "write", path: path)
  }
}

/// Writes a file in place of the one that may be there: whole, or not at all.
func replaceFile(_ bytes: [UInt8], at path: String) throws(CommandFailure) {
  let partial = "\(path).partial-\(getpid())"
  unlink(partial)
  try writeFile(bytes, to: partial)
  guard rename(partial, path) == 0 else {
    let code = errno
    unlink(partial)
    throw CommandFailure(errno: code, action: "write", path: path)
  }
}

import Foundation

/// The program that was built beside these tests.
enum BuiltProgram {
  static let path: String = {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appendingPathComponent("gloss").path
  }()

  /// What a run sees of this machine: nothing of the user's own settings, and no colour.
  static func environment(in scratch: Scratch, _ more: [String: String] = [:]) -> [String: String] {
    var environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": scratch.path, "XDG_STATE_HOME": scratch.path + "/state", "XDG_CONFIG_HOME": scratch.path + "/config",
      "LANG": "C.UTF-8", "TZ": "UTC", "SWIFT_BACKTRACE": "enable=no",
    ]
    environment.merge(more) { $1 }
    return environment
  }

  /// Runs a command to its end, with `input` on standard input.
  static func run(
    _ arguments: [String], in scratch: Scratch, input: String = "", environment: [String: String] = [:]
  ) throws -> Finished {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    process.environment = Self.environment(in: scratch, environment)
    // Files instead of pipes: a run that prints much never waits for a reader.
    let names = ["in", "out", "err"].map { scratch.path + "/.std\($0)-\(UUID().uuidString)" }
    try Data(input.utf8).write(to: URL(fileURLWithPath: names[0]))
    for name in names.dropFirst() { try Data().write(to: URL(fileURLWithPath: name)) }
    defer { for name in names { unlink(name) } }
    process.standardInput = FileHandle(forReadingAtPath: names[0])
    process.standardOutput = FileHandle(forWritingAtPath: names[1])
    process.standardError = FileHandle(forWritingAtPath: names[2])
    try process.run()
    process.waitUntilExit()
    return Finished(
      status: process.terminationStatus, output: try String(contentsOfFile: names[1], encoding: .utf8),
      error: try String(contentsOfFile: names[2], encoding: .utf8))
  }
}

/// What a run left.
struct Finished {
  var status: Int32
  var output: String
  var error: String

  /// Standard output as the one JSON document that it has to be.
  func json() throws -> JSON { try JSON(parsing: output) }
}

/// A directory of one test's own, removed with it.
final class Scratch {
  let path: String

  init() throws {
    var template = Array((FileManager.default.temporaryDirectory.path + "/gloss-test-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    return file
  }

  func read(_ name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

  /// The files under a folder with their sizes, to see that nothing was left behind.
  func files(under name: String) -> [String] {
    (FileManager.default.enumerator(atPath: path + "/" + name)?.allObjects as? [String] ?? []).sorted()
  }
}

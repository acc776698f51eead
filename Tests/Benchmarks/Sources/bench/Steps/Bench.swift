import CMeasure
import Foundation

/// One run: where it works, what it runs, and what it has found.
final class Bench {
  let options: Options
  let directory: String
  let gloss: Program
  /// Programs of other people, and the fixtures, with the same environment.
  let environment: [String: String]
  private(set) var measurements: [Measurement] = []
  private(set) var table = Table()

  init(_ options: Options) throws {
    self.options = options
    directory = try Self.makeDirectory(options)
    let scratch = directory + "/scratch"
    for path in [scratch, directory + "/home/.config", directory + "/project"] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    let inherited = ProcessInfo.processInfo.environment
    var environment = [
      "PATH": inherited["PATH"] ?? "/usr/bin:/bin",
      "HOME": directory + "/home", "XDG_CONFIG_HOME": directory + "/home/.config", "TMPDIR": scratch,
      "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "USER": "bench", "LOGNAME": "bench",
      "SWIFT_BACKTRACE": "enable=no", "DVC_NO_ANALYTICS": "1",
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
      "GIT_AUTHOR_NAME": "bench", "GIT_AUTHOR_EMAIL": "bench@example.org",
      "GIT_COMMITTER_NAME": "bench", "GIT_COMMITTER_EMAIL": "bench@example.org",
    ]
    environment["LD_LIBRARY_PATH"] = inherited["LD_LIBRARY_PATH"]
    self.environment = environment
    let path = URL(fileURLWithPath: options.gloss).path
    gloss = Program(path: path, environment: environment, scratch: scratch)
    guard FileManager.default.isExecutableFile(atPath: path) else { throw Failure("\(path) is no program") }
  }

  var samplesFile: String { directory + "/samples.jsonl" }
  var project: String { directory + "/project" }
  var store: String { project + "/.gloss/store" }
  /// The directory of small files, and the project whose samples they are.
  var notes: String { directory + "/notes" }
  var notesProject: String { directory + "/notes-project" }

  func program(_ path: String) -> Program {
    Program(path: path, environment: environment, scratch: directory + "/scratch")
  }

  /// A program that was built beside this one.
  func fixture(_ name: String) -> Program {
    let own = Bundle.main.executablePath ?? CommandLine.arguments[0]
    return program((own as NSString).deletingLastPathComponent + "/" + name)
  }

  func say(_ words: String) {
    FileHandle.standardError.write(Data("· \(words)\n".utf8))
  }

  func found(_ measurement: Measurement) {
    measurements.append(measurement)
    table.add(measurement)
  }

  /// Does what belongs to one measurement; where it fails, the report says why and the run goes on.
  func attempt(_ name: String, beside peers: [Measurement.Peer] = [], _ body: () throws -> Void) {
    do { try body() } catch {
      say("\(name): \(error)")
      let words = "\(error)".split(separator: "\n").first.map(String.init) ?? "no reason given"
      found(Measurement(notRun: name, why: words, beside: peers))
    }
  }

  func peer(_ name: String, _ body: () throws -> Quantity) -> Measurement.Peer {
    guard options.peers else { return Measurement.Peer(name, why: "left out") }
    do { return Measurement.Peer(name, try body()) } catch {
      say("\(name): \(error)")
      return Measurement.Peer(name, why: "\(error)".split(separator: "\n").first.map(String.init) ?? "")
    }
  }

  /// Lets the disk finish what an earlier step left to it, so that no step pays for another.
  func settle() { sync() }

  func cleanUp() {
    if options.keep == nil { try? FileManager.default.removeItem(atPath: directory) }
  }

  private static func makeDirectory(_ options: Options) throws -> String {
    if let keep = options.keep {
      try FileManager.default.createDirectory(atPath: keep, withIntermediateDirectories: true)
      return URL(fileURLWithPath: keep).resolvingSymlinksInPath().path
    }
    var template = Array((options.directory + "/gloss-bench-XXXXXX").utf8CString)
    let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!).map { String(cString: $0) } }
    guard let made else { throw Failure("no directory can be made in \(options.directory)") }
    return made
  }
}

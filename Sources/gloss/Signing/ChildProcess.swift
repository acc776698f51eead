import Foundation

/// One run of another program, found on the PATH and started without a shell.
///
/// It stays in the foreground: a program that asks for a passphrase asks on the terminal that Gloss was started from.
struct ChildProcess {
  var status: Int32
  var output: [UInt8]
  var error: String

  /// Runs `arguments`, whose first is the program, to its end. `input` is its standard input; `variables` are put into
  /// its environment. Where `speaks`, its remarks go to a terminal that Gloss's own go to.
  ///
  /// - Throws: `CommandFailure` where it cannot be started.
  static func run(
    _ arguments: [String], input: [UInt8] = [], variables: [String: String] = [:], speaks: Bool = false
  ) throws(CommandFailure) -> ChildProcess {
    // Files instead of pipes: however much there is, nobody waits for a reader.
    let folder = try TemporaryFolder()
    let files = try ["in", "out", "err"].map { (name) throws(CommandFailure) in
      try folder.write(name == "in" ? input : [], to: name)
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, files[0], O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, files[1], O_WRONLY, 0)
    if !(speaks && StandardError.isTerminal) {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, files[2], O_WRONLY, 0)
    }
    let pid = try start(arguments, &actions, ProcessInfo.processInfo.environment.merging(variables) { $1 })
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 {
      if errno != EINTR { throw CommandFailure(errno: errno, action: "wait for", path: arguments[0]) }
    }
    let ended = status & 0x7F == 0
    return ChildProcess(
      status: ended ? status >> 8 & 0xFF : -1, output: Array(FileManager.default.contents(atPath: files[1]) ?? Data()),
      error: String(decoding: FileManager.default.contents(atPath: files[2]) ?? Data(), as: UTF8.self))
  }

  private static func start(
    _ arguments: [String], _ actions: inout posix_spawn_file_actions_t, _ environment: [String: String]
  ) throws(CommandFailure) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A long command of Gloss blocks the signals that it waits for; the child has them as usual.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let words = arguments.map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, arguments[0], &actions, &attributes, words, variables)
    guard code == 0 else {
      throw CommandFailure(
        place: arguments[0], what: "this program could not be started: \(String(cString: strerror(code)))",
        remedy: code == ENOENT ? "install it, or put it on the PATH" : nil)
    }
    return pid
  }
}

/// A directory of this process alone, gone with the object.
final class TemporaryFolder {
  let path: String

  init() throws(CommandFailure) {
    var template = Array((NSTemporaryDirectory() + "/gloss-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(errno: errno, action: "make a directory", path: NSTemporaryDirectory())
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Gives the path of the new file.
  func write(_ bytes: [UInt8], to name: String) throws(CommandFailure) -> String {
    let file = path + "/" + name
    guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else {
      throw CommandFailure(errno: errno, action: "write", path: file)
    }
    return file
  }
}

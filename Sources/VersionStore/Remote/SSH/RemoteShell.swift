import Glibc

/// `gloss serve-store` on another machine, reached through ssh.
///
/// Its messages for people, and ssh's questions about passwords and host keys, go to the terminal as ever: only its
/// standard input and output are ours.
final class RemoteShell {
  let stream: FrameStream
  private let descriptor: Int32
  private let process: pid_t
  /// Whether the process has been waited for: its number may be another's by now.
  private var isReaped = false

  /// `patience` is how many seconds the other end may say nothing, or take nothing, before a call fails.
  ///
  /// - Throws: `StreamFailure` where the program cannot be started.
  init(
    destination: String, port: Int?, path: String, environment: [String: String], patience: Int
  ) throws(StreamFailure) {
    let remoteCommand = "gloss serve-store " + RemoteShell.quoted(path)
    // A network that is gone is found out about within a minute.
    var arguments = ["-T", "-o", "ServerAliveInterval=15"]
    if let port { arguments += ["-p", String(port)] }
    arguments += [destination, remoteCommand]
    if let command = environment["GLOSS_SSH"], !command.isEmpty {
      arguments = ["/bin/sh", "-c", "exec " + command + " \"$@\"", "gloss-ssh"] + arguments
    } else {
      arguments.insert("ssh", at: 0)
    }
    // A socket instead of pipes: a write to one whose other end is gone gives an error and no signal.
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw StreamFailure(problem: String(cString: strerror(errno)))
    }
    defer { close(ends[1]) }
    // A server that hangs keeps its connection, which is why ssh sees nothing wrong.
    var limit = timeval(tv_sec: patience, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(ends[0], SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    var process = pid_t()
    let code = RemoteShell.start(arguments, environment, end: ends[1], &process)
    guard code == 0 else {
      close(ends[0])
      throw StreamFailure(problem: "\(arguments[0]) cannot be started: \(String(cString: strerror(code)))")
    }
    self.process = process
    descriptor = ends[0]
    stream = FrameStream(input: ends[0], output: ends[0])
  }

  deinit {
    // Without input the server ends, and ssh with it. One that hangs is not waited for.
    close(descriptor)
    if isReaped || waitForEnd() != nil { return }
    kill(process, SIGTERM)
    if waitForEnd() != nil { return }
    kill(process, SIGKILL)
    var status: Int32 = 0
    _ = retrying { waitpid(process, &status, 0) }
  }

  /// The status that the program ended with, once the stream is at its end; nil where it runs on, or a signal ended it.
  func endStatus() -> Int32? {
    shutdown(descriptor, Int32(SHUT_RDWR))
    // It has closed its output, so that it is about to end.
    guard let status = waitForEnd() else { return nil }
    isReaped = true
    return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
  }

  /// What `waitpid` says of the program when it ends within a second.
  private func waitForEnd() -> Int32? {
    var status: Int32 = 0
    for _ in 0..<200 {
      if waitpid(process, &status, WNOHANG) == process { return status }
      usleep(5000)
    }
    return nil
  }

  private static func start(
    _ arguments: [String], _ environment: [String: String], end: Int32, _ process: inout pid_t
  ) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, end, 0)
    posix_spawn_file_actions_adddup2(&actions, end, 1)
    // A screen has signals blocked; ssh must hear of them all the same.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0.key + "=" + $0.value) } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    return posix_spawnp(&process, arguments[0], &actions, &attributes, &words, &variables)
  }

  /// `text` as one word of a shell.
  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}

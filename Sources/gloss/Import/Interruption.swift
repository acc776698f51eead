import Foundation

/// Ctrl-C and its kin while a long command runs. They stay blocked, and the command asks between two steps whether one
/// has come: so that it stops where nothing is half done.
struct Interruption {
  static let signals: [(number: Int32, name: String)] = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP")]

  /// Blocks the signals for this thread and those it starts.
  init() {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in Self.signals { sigaddset(&set, signal.number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Throws when one of the signals waits; `undone` says what that leaves behind.
  func check(_ undone: String) throws(CommandFailure) {
    var pending = sigset_t()
    sigpending(&pending)
    for signal in Self.signals where sigismember(&pending, signal.number) == 1 {
      throw CommandFailure(what: "interrupted by \(signal.name)", remedy: undone)
    }
  }
}

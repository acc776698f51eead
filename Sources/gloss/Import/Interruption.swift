import Foundation
import Synchronization

/// Ctrl-C and its kin while a long command runs. The command asks between two steps whether one has come, so that it
/// stops where nothing is half done. A second signal does not wait for that: it ends the process at once, as a crash
/// would, which what is on the disk is made to stand.
final class Interruption: Sendable {
  private static let signals = [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM"), (SIGHUP, "SIGHUP")]

  /// Readable from the first signal on: for what waits for input meanwhile.
  let descriptor: Int32
  private let wake: Int32
  private let name = Mutex<String?>(nil)

  /// The one of this process, which takes over the signals with its first use. Not for the screens: their loop reads
  /// the signals itself.
  static let shared = Interruption()

  private init() {
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    (descriptor, wake) = (ends[0], ends[1])
    var set = sigset_t()
    sigemptyset(&set)
    for signal in Self.signals { sigaddset(&set, signal.0) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    let blocked = set
    Thread.detachNewThread { [self] in wait(for: blocked) }
  }

  private func wait(for set: sigset_t) {
    var set = set
    var number: Int32 = 0
    guard sigwait(&set, &number) == 0 else { return }
    name.withLock { $0 = Self.signals.first { $0.0 == number }?.1 }
    var byte: UInt8 = 1
    write(wake, &byte, 1)
    // The first was not enough: the command may be waiting for a server.
    guard sigwait(&set, &number) == 0 else { return }
    signal(number, SIG_DFL)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
  }

  /// Whether a signal has come: for what ends by itself then, and throws afterwards.
  var hasCome: Bool { name.withLock { $0 != nil } }

  /// Throws when a signal has come; `undone` says what that leaves behind.
  func check(_ undone: String) throws(CommandFailure) {
    guard let name = name.withLock({ $0 }) else { return }
    throw CommandFailure(what: "interrupted by \(name)", remedy: undone)
  }
}

import CTerminal
import Glibc

/// The terminal's descriptor and its modes.
///
/// Opened anew rather than taken from standard input: reads and writes must not block, and that flag belongs to the
/// open file, which the shell shares.
struct TerminalDevice {
  let descriptor: Int32
  /// The modes as they were found.
  private let before: termios

  init() throws(TerminalError) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    var name = [CChar](repeating: 0, count: 256)
    let flags = O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    var opened: Int32 = -1
    if ttyname_r(STDIN_FILENO, &name, name.count) == 0 { opened = open(name, flags) }
    if opened < 0 { opened = open("/dev/tty", flags) }
    guard opened >= 0 else { throw .io(errno: errno, action: "opened", path: "") }
    var mode = termios()
    guard tcgetattr(opened, &mode) == 0 else {
      let reason = errno
      Glibc.close(opened)
      throw .io(errno: reason, action: "asked for its modes", path: "")
    }
    descriptor = opened
    before = mode
  }

  func close() { Glibc.close(descriptor) }

  /// Every byte as it is typed: no line editing, no echo, no signals from keys, no ^S and ^Q.
  func enterRaw(restoring bytes: [UInt8]) {
    var mode = before
    gloss_guard_hold(descriptor, bytes, bytes.count, &mode)
    cfmakeraw(&mode)
    withUnsafeMutableBytes(of: &mode.c_cc) { characters in
      characters[Int(VMIN)] = 1
      characters[Int(VTIME)] = 0
    }
    tcsetattr(descriptor, TCSANOW, &mode)
  }

  /// The size the terminal says it has; 24 × 80 where it says nothing, as over some SSH connections.
  var size: Size {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0 else {
      return Size(rows: 24, columns: 80)
    }
    return Size(rows: Int(window.ws_row), columns: Int(window.ws_col))
  }

  enum Reading: Equatable {
    case bytes([UInt8])
    /// Nothing more at the moment.
    case empty
    /// The other side is gone.
    case ended
  }

  func read() -> Reading {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count > 0 { return .bytes(Array(buffer[..<count])) }
      if count == 0 { return .ended }
      if errno == EINTR { continue }
      return errno == EAGAIN || errno == EWOULDBLOCK ? .empty : .ended
    }
  }

  /// Writes as much as the terminal takes now; gives how many bytes that was, nil when the other side is gone.
  func write(_ bytes: ArraySlice<UInt8>) -> Int? {
    while true {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { return count }
      if errno == EINTR { continue }
      return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : nil
    }
  }
}

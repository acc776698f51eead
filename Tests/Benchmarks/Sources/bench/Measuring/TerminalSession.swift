import CMeasure
import CVTerm
import Foundation

/// A program on a pseudo-terminal, with a terminal emulator that reads what it writes.
final class TerminalSession {
  /// What came until a condition held on the screen and the line was quiet again.
  struct Answer {
    /// When the last byte had been read.
    var at: Int64
    var bytes: Int
  }

  let process: pid_t
  let rows: Int
  let columns: Int
  private let master: Int32
  private let terminal: OpaquePointer
  private let screen: OpaquePointer
  private var chunk = [UInt8](repeating: 0, count: 65536)
  private var ended = false

  /// Time at which the program was started.
  let started: Int64

  init(_ program: Program, _ arguments: [String], in directory: String, rows: Int = 24, columns: Int = 80) throws {
    self.rows = rows
    self.columns = columns
    guard let terminal = vterm_new(Int32(rows), Int32(columns)), let screen = vterm_obtain_screen(terminal) else {
      throw Failure("no terminal emulator")
    }
    self.terminal = terminal
    self.screen = screen
    vterm_set_utf8(terminal, 1)
    vterm_screen_enable_altscreen(screen, 1)
    vterm_screen_reset(screen, 1)
    var process: pid_t = 0
    var started: Int64 = 0
    master = withCStrings([program.path] + arguments) { argv in
      withCStrings(program.environment.map { "\($0.key)=\($0.value)" }) { envp in
        started = measure_now()
        return measure_spawn_on_terminal(
          program.path, argv, envp, directory, Int32(rows), Int32(columns), &process)
      }
    }
    self.process = process
    self.started = started
    if master < 0 { throw Failure("\(program.path): \(String(cString: strerror(errno)))") }
  }

  deinit {
    if master >= 0 { close(master) }
    if !ended, process > 0 {
      kill(process, SIGKILL)
      var status: Int32 = 0
      _ = measure_wait(process, 2000, &status)
    }
    vterm_free(terminal)
  }

  /// Types a key; gives the time just before.
  func type(_ key: String) throws -> Int64 {
    let bytes = Array(key.utf8)
    let now = measure_now()
    guard write(master, bytes, bytes.count) == bytes.count else { throw Failure("the terminal takes no keys") }
    return now
  }

  /// Reads until `shown` holds on the screen and nothing more came for `quiet` milliseconds. Whatever is there is read
  /// before the emulator sees it, so that its own work is in no time.
  func answer(quiet: Double, within limit: Double = 10_000, _ shown: (TerminalSession) -> Bool) throws -> Answer {
    var answer = Answer(at: 0, bytes: 0)
    var holds = false
    let deadline = measure_now() + Int64(limit * 1e6)
    while true {
      var at: Int64 = 0
      var count = measure_read(master, &chunk, chunk.count, holds ? quiet : 100, &at)
      if count == 0 {
        if holds { return answer }
        if measure_now() > deadline { throw Failure("no answer on the terminal; it shows:\n" + text) }
        continue
      }
      var pending: [UInt8] = []
      while count > 0 {
        answer.at = at
        answer.bytes += count
        pending += chunk[0..<count]
        count = measure_read(master, &chunk, chunk.count, 0, &at)
      }
      feed(pending)
      holds = shown(self)
      if count < 0, !holds { throw Failure("the program ended; the terminal shows:\n" + text) }
      if count < 0 { return answer }
    }
  }

  /// What a row of the screen shows, without blanks at its end.
  func row(_ row: Int) -> String {
    var bytes = [CChar](repeating: 0, count: columns * 24)
    let area = VTermRect(start_row: Int32(row), end_row: Int32(row + 1), start_col: 0, end_col: Int32(columns))
    let count = vterm_screen_get_text(screen, &bytes, bytes.count, area)
    return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  var text: String { (0..<rows).map(row).joined(separator: "\n") }

  /// Types a key that ends the program, and waits for it.
  func leave(_ key: String) throws {
    _ = try type(key)
    var at: Int64 = 0
    while measure_read(master, &chunk, chunk.count, 2000, &at) > 0 {}
    var status: Int32 = 0
    guard measure_wait(process, 5000, &status) == 1 else { throw Failure("it does not end; it shows:\n" + text) }
    ended = true
    if status != 0 { throw Failure("it ended with status \(status); it shows:\n" + text) }
  }

  /// Ends the program as a power cut would.
  func killNow() {
    kill(process, SIGKILL)
    var status: Int32 = 0
    ended = measure_wait(process, 5000, &status) == 1
  }

  private func feed(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { raw in
      _ = vterm_input_write(terminal, raw.bindMemory(to: CChar.self).baseAddress, raw.count)
    }
    var reply = [CChar](repeating: 0, count: 256)
    let count = vterm_output_read(terminal, &reply, reply.count)
    if count > 0 { _ = write(master, reply, count) }
  }
}

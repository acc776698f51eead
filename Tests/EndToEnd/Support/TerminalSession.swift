import CPseudoTerminal
import CVTerm
import Foundation
import Testing

/// A program on a real pseudo-terminal, with a real terminal emulator reading what it draws.
///
/// ```swift
/// let t = try TerminalSession(["gloss", "label"], rows: 24, columns: 80, directory: workspace)
/// try t.wait { $0.contains("sentiment") }
/// t.type("1")
/// ```
/// Wait on conditions of the screen, never on time.
final class TerminalSession {
  private(set) var rows: Int
  private(set) var columns: Int
  /// All that the program wrote, in bytes.
  private(set) var bytesReceived = 0
  /// The last bytes the program wrote, for tests of what is sent; `forgetOutput` empties it.
  private(set) var output: [UInt8] = []
  let process: pid_t
  private let master: Int32
  private let emulator: OpaquePointer
  private let screen: OpaquePointer
  private let properties: Properties
  private var exitStatus: ExitStatus?
  private var ended = false
  private var isOpen = true

  /// How a program ended.
  enum ExitStatus: Equatable {
    case code(Int32)
    case signal(Int32)
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// What the emulator tells by callbacks.
  private final class Properties {
    var master: Int32 = -1
    var isOnAlternateScreen = false
    var isCursorVisible = true
    var cursor = (row: 0, column: 0)
    var callbacks = VTermScreenCallbacks()
  }

  /// How long to wait for anything before the program is held to be stuck.
  static let limit: TimeInterval = 30

  /// Starts `command`: its first word is a program of this package, or one found in PATH, or a path.
  ///
  /// `environment` is added to a small fixed one (xterm-256color, C.UTF-8); nil takes a variable away.
  init(
    _ command: [String], rows: Int = 24, columns: Int = 80, environment: [String: String?] = [:],
    directory: String? = nil
  ) throws {
    self.rows = rows
    self.columns = columns
    var variables: [String: String] = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", "GLOSS_THEME": "dark",
      "XDG_CONFIG_HOME": "/nonexistent",
    ]
    for name in ["PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR", "USER"] {
      variables[name] = ProcessInfo.processInfo.environment[name]
    }
    for (name, value) in environment { variables[name] = value }
    let file = TerminalSession.find(command[0])
    var started: pid_t = 0
    var descriptor: Int32 = -1
    let failure = withCStrings(command) { arguments in
      withCStrings(variables.map { "\($0)=\($1)" }) { environment in
        pseudo_terminal_start(
          file, arguments, environment, directory, Int32(rows), Int32(columns), &descriptor, &started)
      }
    }
    guard failure == 0 else {
      throw Failure(description: "\(file) did not start: \(String(cString: strerror(failure)))")
    }
    guard let emulator = vterm_new(Int32(rows), Int32(columns)), let screen = vterm_obtain_screen(emulator) else {
      throw Failure(description: "libvterm gave no terminal")
    }
    process = started
    master = descriptor
    self.emulator = emulator
    self.screen = screen
    properties = Properties()
    properties.master = descriptor
    setUpEmulator()
  }

  deinit {
    if exitStatus == nil {
      Glibc.kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    vterm_free(emulator)
    closeTerminal()
  }

  private func setUpEmulator() {
    vterm_set_utf8(emulator, 1)
    let user = Unmanaged.passUnretained(properties).toOpaque()
    vterm_output_set_callback(
      emulator,
      { bytes, count, user in
        guard let user else { return }
        _ = write(Unmanaged<Properties>.fromOpaque(user).takeUnretainedValue().master, bytes, count)
      }, user)
    properties.callbacks.settermprop = { property, value, user in
      guard let user, let value else { return 1 }
      let properties = Unmanaged<Properties>.fromOpaque(user).takeUnretainedValue()
      if property == VTERM_PROP_ALTSCREEN { properties.isOnAlternateScreen = value.pointee.boolean != 0 }
      if property == VTERM_PROP_CURSORVISIBLE { properties.isCursorVisible = value.pointee.boolean != 0 }
      return 1
    }
    properties.callbacks.movecursor = { position, _, _, user in
      guard let user else { return 1 }
      Unmanaged<Properties>.fromOpaque(user).takeUnretainedValue().cursor = (Int(position.row), Int(position.col))
      return 1
    }
    withUnsafePointer(to: &properties.callbacks) { vterm_screen_set_callbacks(screen, $0, user) }
    vterm_screen_enable_altscreen(screen, 1)
    vterm_screen_reset(screen, 1)
  }

  /// The path of a program of this package, beside the running test; else `name` as it is.
  static func find(_ name: String) -> String {
    if name.contains("/") { return name }
    let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let product = folder.appendingPathComponent(name).path
    return FileManager.default.isExecutableFile(atPath: product) ? product : name
  }

  // MARK: Doing

  /// Sends text as if it were typed.
  func type(_ text: String) { send(Array(text.utf8)) }

  func press(_ keys: KeyPress...) { for key in keys { send(key.bytes) } }

  /// Sends text as a terminal sends a paste.
  func paste(_ text: String) { send(Array("\u{1B}[200~\(text)\u{1B}[201~".utf8)) }

  /// Sends bytes, reading what the program writes while it takes none, so that neither waits for the other. Bytes for
  /// a program that has ended are dropped.
  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    let end = Date().addingTimeInterval(TerminalSession.limit)
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
        continue
      }
      if errno == EINTR { continue }
      guard errno == EAGAIN, !ended else { return }
      guard Date() < end else {
        Issue.record("\(rest.count) bytes could not be sent. \(report("room for them"))")
        return
      }
      var watched = pollfd(fd: master, events: Int16(POLLIN | POLLOUT), revents: 0)
      guard poll(&watched, 1, 250) > 0 else { continue }
      if watched.revents & Int16(POLLIN) != 0 { pump(for: 0) }
    }
  }

  func resize(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    vterm_set_size(emulator, Int32(rows), Int32(columns))
    _ = pseudo_terminal_resize(master, Int32(rows), Int32(columns))
  }

  func signal(_ number: Int32) { Glibc.kill(process, number) }

  func kill() { signal(SIGKILL) }

  /// Closes the terminal, as when a window is closed or a connection drops: the program gets SIGHUP.
  func hangUp() throws -> ExitStatus {
    closeTerminal()
    ended = true
    return try waitForExit()
  }

  /// Once only: the number of a closed descriptor soon belongs to somebody else.
  private func closeTerminal() {
    guard isOpen else { return }
    isOpen = false
    close(master)
  }

  func forgetOutput() { output = [] }

  // MARK: Seeing

  /// The screen, a line a row, without trailing blanks.
  var lines: [String] {
    (0..<rows).map { row in
      var line = ""
      var column = 0
      while column < columns {
        let cell = cell(row, column)
        line += cell.text
        column += max(1, cell.width)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }

  var text: String { lines.joined(separator: "\n") }

  struct Cell: Equatable {
    /// A blank where nothing stands.
    var text: String
    var width: Int
    var isBold: Bool
    var isUnderlined: Bool
    var isReverse: Bool
    var foreground: Colour
    var background: Colour
  }

  enum Colour: Equatable {
    case own
    case index(Int)
    case rgb(Int)

    init(_ value: Int32) {
      self = value < 0 ? .own : value < 256 ? .index(Int(value)) : .rgb(Int(value) & 0xFFFFFF)
    }
  }

  func cell(_ row: Int, _ column: Int) -> Cell {
    var raw = GlossCell()
    _ = gloss_cell(screen, Int32(row), Int32(column), &raw)
    var text = ""
    withUnsafeBytes(of: raw.characters) { bytes in
      for scalar in bytes.bindMemory(to: UInt32.self) {
        guard scalar != 0, let scalar = Unicode.Scalar(scalar) else { break }
        text.unicodeScalars.append(scalar)
      }
    }
    return Cell(
      text: text.isEmpty ? " " : text, width: Int(raw.width), isBold: raw.bold != 0, isUnderlined: raw.underline != 0,
      isReverse: raw.reverse != 0, foreground: Colour(raw.foreground), background: Colour(raw.background))
  }

  /// Where `text` stands first, row by row.
  func find(_ text: String) -> (row: Int, column: Int)? {
    for (row, line) in lines.enumerated() {
      guard let range = line.range(of: text) else { continue }
      var column = 0
      var seen = ""
      while seen.count < line.distance(from: line.startIndex, to: range.lowerBound) && column < columns {
        let cell = cell(row, column)
        seen += cell.text
        column += max(1, cell.width)
      }
      return (row, column)
    }
    return nil
  }

  var cursor: (row: Int, column: Int) { properties.cursor }
  var isCursorVisible: Bool { properties.isCursorVisible }
  var isOnAlternateScreen: Bool { properties.isOnAlternateScreen }

  /// The terminal edits and echoes lines, as a shell expects it.
  var isLineMode: Bool { pseudo_terminal_is_in_line_mode(master) != 0 }

  // MARK: Waiting

  /// Reads what the program writes until the screen meets `condition`; throws with the screen when it never does.
  @discardableResult
  func wait(
    _ what: String = "what was waited for", limit: TimeInterval = TerminalSession.limit,
    until condition: (String) throws -> Bool
  ) throws -> TerminalSession {
    let end = Date().addingTimeInterval(limit)
    while true {
      if try condition(text) { return self }
      if ended || Date() > end { throw Failure(description: report(what)) }
      _ = pump(for: 0.25)
    }
  }

  /// Waits until `text` stands on the screen.
  @discardableResult
  func wait(for text: String) throws -> TerminalSession { try wait("“\(text)”") { $0.contains(text) } }

  /// Waits until the program has ended, reading what it still writes (or leaving it, as a frozen client does).
  /// `key` is pressed once more where the screen says that it was dropped, as a person would.
  func waitForExit(reading: Bool = true, after key: String? = nil) throws -> ExitStatus {
    if let exitStatus { return exitStatus }
    var again = key
    let end = Date().addingTimeInterval(TerminalSession.limit)
    while true {
      var status: Int32 = 0
      if pseudo_terminal_wait(process, 10, &status) != 0 {
        while !ended && pump(for: 0) {}
        let signal = status & 0x7F
        let found: ExitStatus = signal == 0 ? .code(status >> 8 & 0xFF) : .signal(signal)
        exitStatus = found
        return found
      }
      if Date() > end { throw Failure(description: report("the end of the program")) }
      if let key = again, text.contains("typed ahead dropped") {
        again = nil
        type(key)
      }
      if reading && !ended { _ = pump(for: 0) }
    }
  }

  /// Waits until there is something to read, and leaves it, as a frozen client does.
  func waitForUnreadOutput() throws {
    var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&watched, 1, Int32(TerminalSession.limit * 1000)) > 0 else {
      throw Failure(description: report("any output"))
    }
  }

  /// Reads once if anything comes within so many seconds; false when nothing did.
  @discardableResult
  func pump(for seconds: TimeInterval) -> Bool {
    guard !ended else { return false }
    var watched = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&watched, 1, Int32(seconds * 1000)) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = read(master, &buffer, buffer.count)
    guard count > 0 else {
      // EIO: nobody has the terminal open any more.
      if count == 0 || errno == EIO { ended = true }
      return false
    }
    bytesReceived += count
    output += buffer[..<count]
    buffer.withUnsafeBytes { bytes in
      _ = vterm_input_write(emulator, bytes.bindMemory(to: CChar.self).baseAddress, count)
    }
    return true
  }

  private func report(_ what: String) -> String {
    let ruler = String(repeating: "─", count: columns)
    return "\(what) never came\(ended ? "; the program has ended" : ""). The screen:\n\(ruler)\n\(text)\n\(ruler)"
  }
}

/// A key as a terminal of today sends it.
enum KeyPress {
  case enter, escape, tab, backTab, backspace, delete
  case up, down, left, right, home, end, pageUp, pageDown
  case control(Character)
  case alt(Character)
  case function(Int)

  var bytes: [UInt8] {
    switch self {
    case .enter: [0x0D]
    case .escape: [0x1B]
    case .tab: [0x09]
    case .backTab: Array("\u{1B}[Z".utf8)
    case .backspace: [0x7F]
    case .delete: Array("\u{1B}[3~".utf8)
    case .up: Array("\u{1B}[A".utf8)
    case .down: Array("\u{1B}[B".utf8)
    case .right: Array("\u{1B}[C".utf8)
    case .left: Array("\u{1B}[D".utf8)
    case .home: Array("\u{1B}[H".utf8)
    case .end: Array("\u{1B}[F".utf8)
    case .pageUp: Array("\u{1B}[5~".utf8)
    case .pageDown: Array("\u{1B}[6~".utf8)
    case .control(let letter): [(letter.asciiValue ?? 0) & 0x1F]
    case .alt(let letter): [0x1B] + Array(String(letter).utf8)
    case .function(let number):
      number <= 4
        ? [0x1B, 0x4F, 0x4F + UInt8(number)] : Array("\u{1B}[\([15, 17, 18, 19, 20, 21, 23, 24][number - 5])~".utf8)
    }
  }
}

private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeMutableBufferPointer { buffer in
    guard let start = buffer.baseAddress else { preconditionFailure("an array with a nil in it has an address") }
    return body(start)
  }
}

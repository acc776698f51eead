import CTerminal
import Glibc

/// The terminal while it shows our screen. However its life ends, the terminal is put back as it was found: by
/// `deinit`, by `exit`, or by the handler of a crash.
public struct Terminal: ~Copyable {
  private let device: TerminalDevice
  let signals: Int32
  private var writer: FrameWriter
  private let enter: [UInt8]
  private let leave: [UInt8]
  /// What the terminal has not taken yet.
  private var unsent: ArraySlice<UInt8> = []
  private var buffer: [UInt8] = []
  var parser: KeyParser
  public private(set) var size: Size
  /// The number of bytes sent so far.
  public private(set) var bytesSent = 0

  /// Blocks the signals that the loop reads, for this thread and all it starts. Call it first thing in `main`: a
  /// thread that exists already would be killed by a signal instead.
  public static func blockSignals() { _ = gloss_block_signals() }

  /// Takes the screen. `environment` is asked for TERM, NO_COLOR, COLORTERM, GLOSS_COLORS, GLOSS_ASCII and the locale.
  ///
  /// Throws `notATerminal` when input or output is none, `cannotStart` when TERM is missing or the terminal cannot
  /// move its cursor, `io` when it cannot be opened.
  public init(theme: Theme, environment: (String) -> String? = Terminal.environment) throws(TerminalError) {
    Terminal.blockSignals()
    let device = try TerminalDevice()
    let capabilities: Capabilities
    do throws(TerminalError) {
      capabilities = try Terminfo.capabilities(of: environment("TERM") ?? "", descriptor: device.descriptor)
    } catch {
      device.close()
      throw error
    }
    let signals = gloss_signal_descriptor()
    guard signals >= 0 else {
      let reason = errno
      device.close()
      throw .io(errno: reason, action: "watched for signals", path: "")
    }
    let depth = ColourDepth.find(colours: capabilities.colours, environment: environment)
    writer = FrameWriter(
      capabilities: capabilities, charset: Charset.find(environment: environment),
      looks: Look.all(of: theme, depth: depth, attributes: capabilities.attributes))
    // Pastes in brackets, where the terminal speaks ANSI.
    let isANSI = capabilities.address == nil
    enter = capabilities.enterScreen + (isANSI ? Array("\u{1B}[?2004h".utf8) : [])
    leave =
      (isANSI ? Array("\u{1B}[?2004l".utf8) : []) + capabilities.resetLook
      + (capabilities.leaveScreen.isEmpty ? capabilities.clear : []) + capabilities.showCursor
      + capabilities.leaveScreen
    parser = KeyParser(special: capabilities.keys)
    self.device = device
    self.signals = signals
    size = device.size
    takeScreen()
  }

  deinit {
    unsent.withUnsafeBufferPointer { gloss_guard_finish($0.baseAddress, $0.count) }
    close(signals)
    device.close()
  }

  /// Whether the program's own shapes are drawn in ASCII: GLOSS_ASCII or the locale ask for it.
  public static func isPlain(environment: (String) -> String? = Terminal.environment) -> Bool {
    Charset.find(environment: environment) != .unicode
  }

  /// A drawing of the program's own shapes, for standard output: in ASCII where GLOSS_ASCII or the locale ask for it.
  public static func shapes(_ drawing: String, environment: (String) -> String? = Terminal.environment) -> String {
    let charset = Charset.find(environment: environment)
    guard charset != .unicode else { return drawing }
    var shown = String.UnicodeScalarView()
    for scalar in drawing.unicodeScalars { shown.append(Unicode.Scalar(charset.shown(scalar.value)) ?? "?") }
    return String(shown)
  }

  /// The process's own environment.
  public static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// What `poll` waits on for keys.
  var descriptor: Int32 { device.descriptor }
  /// False while the terminal has not taken all of the last frame.
  var isReady: Bool { unsent.isEmpty }

  private mutating func takeScreen() {
    device.enterRaw(restoring: leave)
    writer.forget()
    unsent = []
    buffer = enter
  }

  /// Shows `frame`: the difference to the last one in one write, nothing when there is none.
  ///
  /// While the terminal has not taken the last frame, nothing is sent and false is given: on a slow line frames are
  /// left out, keys never.
  mutating func show(_ frame: Frame) -> Bool {
    guard flush() else { return false }
    writer.show(frame, into: &buffer)
    guard !buffer.isEmpty else { return true }
    bytesSent += buffer.count
    unsent = buffer[...]
    buffer.removeAll(keepingCapacity: true)
    _ = flush()
    return true
  }

  /// Sends what was left over; true when nothing is left.
  mutating func flush() -> Bool {
    while !unsent.isEmpty {
      guard let count = device.write(unsent) else {
        unsent = []  // Nobody is there; the end of input says so too.
        return true
      }
      if count == 0 { return false }
      unsent = unsent.dropFirst(count)
    }
    return true
  }

  /// Reads all there is. `ended` when the other side is gone.
  mutating func read() -> (inputs: [Input], ended: Bool) {
    var inputs: [Input] = []
    while true {
      switch device.read() {
      case .bytes(let bytes): inputs += parser.parse(bytes)
      case .empty: return (inputs, false)
      case .ended: return (inputs, true)
      }
    }
  }

  /// Looks at the size anew; true when it changed. The next frame is drawn whole either way, since a terminal may
  /// have moved its lines about.
  mutating func measure() -> Bool {
    let now = device.size
    writer.forget()
    defer { size = now }
    return now != size
  }

  /// Takes the screen again after another program had it.
  mutating func retake() {
    takeScreen()
    size = device.size
  }

  /// Gives the terminal back, stops as Ctrl-Z does, and takes the screen again when continued.
  mutating func suspend() {
    gloss_guard_release()
    gloss_stop()
    retake()
  }
}

import CNcurses

/// Reads the terminal's capabilities from terminfo. The only file that calls ncurses.
///
/// ncurses gives the description of the terminal; the drawing is ours. Its own screen cannot do what is asked here:
/// it takes widths from the C library one code point at a time, so that joined emoji shift the line; it has true colour
/// only where it may redefine the palette; and it writes once a cursor move. A frame's difference as bytes is a page.
enum Terminfo {
  /// Capabilities of the terminal called `name`, of xterm-256color or vt100 where terminfo does not know it (new
  /// terminals are seldom in a server's database), or of `Capabilities.ansi` where it knows none of them.
  ///
  /// Throws `cannotStart` for a terminal that cannot move its cursor.
  static func capabilities(of name: String, descriptor: Int32) throws(TerminalError) -> Capabilities {
    guard !name.isEmpty else { throw .cannotStart(term: name) }
    for candidate in [name, "xterm-256color", "vt100"] {
      var status: Int32 = 0
      guard setupterm(candidate, descriptor, &status) == 0 else { continue }
      guard let capabilities = read(), !flag("hc") else { throw .cannotStart(term: name) }
      return capabilities
    }
    if name == "dumb" { throw .cannotStart(term: name) }
    return .ansi
  }

  private static func read() -> Capabilities? {
    guard let address = string("cup"), string("clear") != nil else { return nil }
    let isAnsi = address == Array("\u{1B}[%i%p1%d;%p2%dH".utf8)
    var attributes: Attributes = []
    for (capability, attribute) in [("bold", Attributes.bold), ("dim", .dim), ("smul", .underline), ("rev", .reverse)]
    where string(capability)?.starts(with: [0x1B, 0x5B]) == true {
      attributes.insert(attribute)
    }
    var capabilities = Capabilities.ansi
    capabilities.address = isAnsi ? nil : move
    capabilities.enterScreen = string("smcup") ?? []
    capabilities.leaveScreen = string("rmcup") ?? []
    capabilities.clear = string("clear") ?? []
    capabilities.eraseLine = string("el") ?? []
    capabilities.hideCursor = string("civis") ?? []
    capabilities.showCursor = string("cnorm") ?? []
    capabilities.resetLook = string("sgr0") ?? []
    capabilities.erasesCells = string("ech") == Array("\u{1B}[%p1%dX".utf8)
    capabilities.movesInRow =
      string("hpa") == Array("\u{1B}[%i%p1%dG".utf8) && string("cuf") == Array("\u{1B}[%p1%dC".utf8)
    capabilities.attributes = attributes
    capabilities.colours = attributes.isEmpty ? 0 : max(0, Int(tigetnum("colors")))
    capabilities.lastCellScrolls = flag("am") && !flag("xenl")
    capabilities.keys = keys()
    return capabilities
  }

  @Sendable private static func move(row: Int, column: Int) -> [UInt8] { expand("cup", row, column) }

  private static let keyNames: [(String, Key)] =
    [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
      ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kich1", .insert), ("kcbt", .backTab),
      ("kent", .enter), ("kbs", .backspace),
    ] + (1...12).map { ("kf\($0)", .function($0)) }

  private static func keys() -> [[UInt8]: Key] {
    var keys: [[UInt8]: Key] = [:]
    for (name, key) in keyNames {
      guard let sequence = string(name), sequence.count > 1, sequence[0] == 0x1B else { continue }
      keys[sequence] = key
    }
    return keys
  }

  private static func flag(_ name: String) -> Bool { tigetflag(name) > 0 }

  private static func string(_ name: String) -> [UInt8]? { raw(name).map { withoutPadding($0) } }

  /// Nil for a capability that is missing, cancelled or no string (which `tigetstr` gives as -1).
  private static func raw(_ name: String) -> UnsafeMutablePointer<CChar>? {
    guard let value = tigetstr(name), Int(bitPattern: value) != -1, value.pointee != 0 else { return nil }
    return value
  }

  private static func expand(_ name: String, _ first: Int, _ second: Int) -> [UInt8] {
    guard let value = raw(name), let result = gloss_tiparm(value, Int32(first), Int32(second)) else { return [] }
    return withoutPadding(result)
  }

  /// The bytes without `$<…>`, the pauses that paper terminals needed.
  private static func withoutPadding(_ text: UnsafePointer<CChar>) -> [UInt8] {
    var result: [UInt8] = []
    var place = 0
    while text[place] != 0 {
      if text[place] == 0x24 && text[place + 1] == 0x3C {
        var end = place + 2
        while text[end] != 0 && text[end] != 0x3E { end += 1 }
        if text[end] == 0x3E {
          place = end + 1
          continue
        }
      }
      result.append(UInt8(bitPattern: text[place]))
      place += 1
    }
    return result
  }
}

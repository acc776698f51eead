/// What the terminal can do, as bytes to send. Made from terminfo, or `ansi` where there is no entry.
struct Capabilities: Sendable {
  /// Gives the bytes that move the cursor to a row and a column, from 0. Nil: the ANSI form `ESC [ row ; column H`.
  var address: (@Sendable (_ row: Int, _ column: Int) -> [UInt8])?
  var enterScreen: [UInt8]
  var leaveScreen: [UInt8]
  var clear: [UInt8]
  /// Erases to the end of the line; empty where that cannot be done.
  var eraseLine: [UInt8]
  var hideCursor: [UInt8]
  var showCursor: [UInt8]
  var resetLook: [UInt8]
  /// ANSI's `ESC [ n X`: erases cells without moving.
  var erasesCells: Bool
  /// ANSI's `ESC [ n G` and `ESC [ n C`: moves within the row.
  var movesInRow: Bool
  /// The attributes that ANSI's `ESC [ … m` sets here; empty for a terminal without that sequence.
  var attributes: Attributes
  /// How many colours; 0 for none.
  var colours: Int
  /// Writing the last cell of the last row scrolls the screen, so that it must stay empty.
  var lastCellScrolls: Bool
  /// Sequences of keys that are not the usual ones.
  var keys: [[UInt8]: Key]

  /// The language that every terminal of today speaks.
  static let ansi = Capabilities(
    address: nil, enterScreen: Array("\u{1B}[?1049h".utf8), leaveScreen: Array("\u{1B}[?1049l".utf8),
    clear: Array("\u{1B}[H\u{1B}[2J".utf8), eraseLine: Array("\u{1B}[K".utf8),
    hideCursor: Array("\u{1B}[?25l".utf8), showCursor: Array("\u{1B}[?25h".utf8), resetLook: Array("\u{1B}[m".utf8),
    erasesCells: true, movesInRow: true, attributes: [.bold, .dim, .underline, .reverse], colours: 256,
    lastCellScrolls: false, keys: [:])
}

/// Which characters may be sent.
public enum Charset: Equatable, Sendable {
  case unicode
  /// Text as it is, the program's own shapes in ASCII: for a font that lacks them.
  case plainShapes
  /// ASCII only: the terminal is not in UTF-8.
  case ascii

  /// From GLOSS_ASCII, and the locale as LC_ALL, LC_CTYPE and LANG name it.
  ///
  /// A locale that is not set says nothing, and terminals are in UTF-8 today; one that is set and names no UTF-8 is
  /// believed. Names are read, not the installed locales: a server seldom has the one that SSH brought along.
  static func find(environment: (String) -> String?) -> Charset {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment($0) }.first { !$0.isEmpty }
    let name = locale?.lowercased() ?? "utf-8"
    guard name.contains("utf-8") || name.contains("utf8") else { return .ascii }
    let wish = environment("GLOSS_ASCII") ?? ""
    return wish.isEmpty || wish == "0" ? .unicode : .plainShapes
  }

  /// What is sent for a code point; each has one column, as the shape has.
  func shown(_ scalar: UInt32) -> UInt32 {
    if self == .unicode || scalar < 0x80 { return scalar }
    if let plain = Charset.shapes[scalar] { return plain }
    if (0x2800...0x28FF).contains(scalar) { return BrailleCanvas.plain(UInt8(scalar - 0x2800)).value }
    return self == .ascii ? 0x3F : scalar
  }

  /// The one table of shapes and their plain form.
  static let shapes: [UInt32: UInt32] = {
    let pairs: [(String, String)] = [
      ("▸▶►→›»", ">"), ("◂◀◄←‹«", "<"), ("▴▲↑", "^"), ("▾▼↓", "v"), ("●◆■◉☑", "*"), ("○□◯☐", "o"), ("◇", "?"),
      ("✓✔", "v"),
      ("≠", "#"), ("✗✘×", "x"), ("…", "~"), ("─━–—╌‐‑", "-"), ("│┃¦", "|"), ("┌┐└┘├┤┬┴┼╭╮╰╯", "+"), ("█▉▊", "#"),
      ("▋▌", "="), ("▒", ":"), ("▓", "*"),
      ("▍▎▏░·", "."), ("▁", "_"), ("▂", "."), ("▃", "-"), ("▄", "="), ("▅", "+"), ("▆", "*"), ("▇", "#"), ("“”„", "\""),
      ("‘’‚", "'"), ("•", "*"), ("≤", "<"), ("≥", ">"), ("≈", "~"), ("±", "+"), ("α", "a"), ("κ", "k"), ("⚑⚐", "!"),
      ("◌", "o"),
      ("␣", "_"), ("\u{A0}", " "), ("␛", "$"), ("⁀", "+"),
    ]
    var table: [UInt32: UInt32] = [:]
    for (shapes, plain) in pairs {
      for scalar in shapes.unicodeScalars { table[scalar.value] = plain.unicodeScalars.first?.value ?? 0x3F }
    }
    // Control pictures: the letter that makes the control with Ctrl.
    for control in UInt32(0)..<0x20 where control != 0x1B { table[0x2400 + control] = 0x40 + control }
    table[0x2421] = 0x3F
    table[0x2424] = 0x24
    return table
  }()
}

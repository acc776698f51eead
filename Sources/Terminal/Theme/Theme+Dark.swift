extension Theme {
  /// The same as `Themes/dark.toml`, which a test compares: here it needs no file and no parsing.
  public static let dark: Theme = {
    func bold(_ colour: UInt32?) -> Style { Style(colour.map(Colour.init), .bold) }
    func plain(_ colour: UInt32) -> Style { Style(Colour(colour)) }
    return Theme(
      name: "dark",
      styles: [
        .text: Style(), .dim: plain(0x8A8A8A), .rule: plain(0x4E4E4E), .title: bold(nil), .heading: bold(0x87AFD7),
        .key: bold(0xD7AF5F), .hint: plain(0x9E9E9E), .focus: Style(nil, .reverse), .chosen: bold(0x87D787),
        .suggestion: plain(0x87AFFF), .saved: plain(0x87AF87), .warning: bold(0xFFAF5F), .error: bold(0xFF8787),
        .conflict: bold(0xFF875F), .glyph: Style(Colour(0xD787D7), .underline),
        .match: Style(Colour(0xFFFFFF), on: Colour(0x5F5F00), .underline), .input: Style(nil, on: Colour(0x303030)),
        .barFilled: plain(0x5FAFAF), .barEmpty: plain(0x585858), .red: plain(0xFF8787), .orange: plain(0xFFAF5F),
        .yellow: plain(0xFFD75F), .green: plain(0x87D787), .cyan: plain(0x5FD7D7), .blue: plain(0x87AFFF),
        .magenta: plain(0xD787D7), .grey: plain(0x9E9E9E),
      ])
  }()
}

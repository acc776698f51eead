/// A colour as a theme names it.
public enum Colour: Equatable, Hashable, Sendable {
  /// One of the terminal's own 16 (0 … 15), or of the fixed 240 after them.
  case indexed(UInt8)
  case rgb(UInt8, UInt8, UInt8)

  static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black", "bright-red", "bright-green",
    "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
  ]

  /// Reads a name of the 16, or "#rrggbb".
  init?(_ text: String) {
    if let index = Colour.names.firstIndex(of: text) {
      self = .indexed(UInt8(index))
      return
    }
    guard text.utf8.count == 7, text.hasPrefix("#"), let value = UInt32(text.dropFirst(), radix: 16) else { return nil }
    self.init(value)
  }

  /// 0xRRGGBB.
  init(_ value: UInt32) { self = .rgb(UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)) }

  /// Red, green and blue; for the terminal's own 16 those of xterm.
  var components: (red: Int, green: Int, blue: Int) {
    switch self {
    case .rgb(let red, let green, let blue): return (Int(red), Int(green), Int(blue))
    case .indexed(let index):
      if index < 16 {
        let value = Colour.xterm[Int(index)]
        return (value >> 16, value >> 8 & 0xFF, value & 0xFF)
      }
      if index >= 232 {
        let grey = 8 + 10 * (Int(index) - 232)
        return (grey, grey, grey)
      }
      let place = Int(index) - 16
      return (Colour.steps[place / 36], Colour.steps[place / 6 % 6], Colour.steps[place % 6])
    }
  }

  private static let xterm = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5, 0x7F7F7F, 0xFF0000, 0x00FF00,
    0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]
  /// The levels of the 6 × 6 × 6 cube.
  private static let steps = [0, 95, 135, 175, 215, 255]

  /// The nearest colour that a terminal of `depth` has; nil for none.
  func nearest(at depth: ColourDepth) -> Colour? {
    switch (depth, self) {
    case (.none, _): nil
    case (.true, _), (.many, .indexed), (_, .indexed(0..<16)): self
    case (.many, .rgb): nearest(of: Array(16...255))
    case (.sixteen, _): nearestOfSixteen
    }
  }

  private func nearest(of indices: [UInt8]) -> Colour {
    .indexed(indices.min { distance(to: .indexed($0)) < distance(to: .indexed($1)) } ?? 0)
  }

  /// By hue where there is one: the nearest by distance would make nearly every soft colour a grey.
  private var nearestOfSixteen: Colour {
    let (red, green, blue) = components
    let (high, low) = (max(red, green, blue), min(red, green, blue))
    guard high - low >= 32 else { return nearest(of: [0, 7, 8, 15]) }
    // Which channels are in the upper half of the range between the lowest and the highest.
    let middle = (high + low + 1) / 2
    let hue = UInt8((red >= middle ? 1 : 0) | (green >= middle ? 2 : 0) | (blue >= middle ? 4 : 0))
    return .indexed(high >= 0xC0 ? hue + 8 : hue)
  }

  /// The "redmean" approximation of how different two colours look (compuphase.com/cmetric.htm).
  private func distance(to other: Colour) -> Int {
    let (a, b) = (components, other.components)
    let mean = (a.red + b.red) / 2
    let (red, green, blue) = (a.red - b.red, a.green - b.green, a.blue - b.blue)
    return ((512 + mean) * red * red) >> 8 + 4 * green * green + ((767 - mean) * blue * blue) >> 8
  }
}

/// How many colours a terminal shows.
public enum ColourDepth: Equatable, Sendable {
  case none, sixteen, many, `true`

  /// From what terminfo says and the environment: NO_COLOR, then GLOSS_COLORS (0, 16, 256 or true), then COLORTERM.
  static func find(colours: Int, environment: (String) -> String?) -> ColourDepth {
    if environment("NO_COLOR")?.isEmpty == false { return .none }
    switch environment("GLOSS_COLORS") {
    case "0", "never": return .none
    case "16": return .sixteen
    case "256": return .many
    case "true", "truecolor": return .true
    default: break
    }
    guard colours >= 8 else { return .none }
    if colours > 256 { return .true }
    guard colours == 256 else { return .sixteen }
    let claim = environment("COLORTERM")
    return claim == "truecolor" || claim == "24bit" ? .true : .many
  }
}

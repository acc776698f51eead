/// The visible stand-ins for characters that a terminal would obey, hide or reorder text for.
///
/// One column each, so that columns can be counted; the role `.glyph` tells them from the same sign in the text.
enum HostileText {
  static let dottedCircle: UInt32 = 0x25CC
  private static let replacement: UInt32 = 0xFFFD

  static func glyph(for scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0..<0x20: 0x2400 + scalar  // ␀ … ␟, among them ␛
    case 0x7F: 0x2421  // ␡
    case 0x85, 0x2028, 0x2029: 0x2424  // ␤: next line, line and paragraph separator
    case 0x9B: 0x241B  // ␛: the eight-bit control sequence introducer
    case 0xAD: 0x2D  // soft hyphen
    case 0x200B: 0x2423  // ␣: zero-width space
    case 0x200C: 0xA6  // ¦: zero-width non-joiner
    case 0x200D: 0x2B  // +: zero-width joiner
    case 0x200E, 0x202A, 0x202D, 0x2066: 0xBB  // »: left to right mark, embedding, override, isolate
    case 0x200F, 0x061C, 0x202B, 0x202E, 0x2067: 0xAB  // «: the same from right to left
    case 0x202C, 0x2069, 0x2068: 0x7C  // |: end of a direction, or the first strong one
    case 0x2060: 0x2040  // ⁀: word joiner
    case 0xE0020..<0xE007F: scalar - 0xE0000  // invisible tag letters show what they spell
    case 0xE007F: 0x2421
    default: replacement
    }
  }
}

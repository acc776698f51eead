#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Walks over JSON text (RFC 8259) in memory, strictly, without making values: what the readers of big files and
/// `JSONValue` share. Nothing may use it after the bytes it was given are gone.
///
/// Every failure is a `JSONError` with the byte offset. Not accepted although some parsers do: a byte order mark,
/// comments, trailing commas, NaN, raw control characters in strings, lone surrogates, bytes that are not UTF-8,
/// and an object that names a member twice (which of the two was meant cannot be known).
package struct JSONScanner {
  /// Arrays and objects inside each other; deeper text is refused so that it cannot exhaust the stack.
  package static let depthLimit = 256

  let base: UnsafePointer<UInt8>
  let end: Int
  /// Where the next byte is read.
  package var offset = 0

  /// The inside of a string literal, without its quotes.
  package struct StringLiteral {
    package var start: Int
    package var end: Int
    /// Without escapes the bytes in the text are the string's UTF-8, and its canonical form.
    package var hasEscapes: Bool

    package init(start: Int, end: Int, hasEscapes: Bool) {
      self.start = start
      self.end = end
      self.hasEscapes = hasEscapes
    }
  }

  package init(_ bytes: UnsafeBufferPointer<UInt8>) {
    // An empty buffer may have no address; then nothing is ever read through `base`.
    base = bytes.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped
    end = bytes.count
  }

  package var isAtEnd: Bool { offset == end }

  /// The next byte, or nil at the end.
  package var peek: UInt8? { offset < end ? base[offset] : nil }

  package mutating func skipSpace() {
    while offset < end {
      switch base[offset] {
      case 0x20, 0x0A, 0x0D, 0x09: offset += 1
      default: return
      }
    }
  }

  package mutating func expect(_ byte: UInt8, _ problem: @autoclosure () -> String) throws(JSONError) {
    guard offset < end, base[offset] == byte else { throw failure(problem()) }
    offset += 1
  }

  /// Nothing but space may follow.
  package mutating func expectEnd() throws(JSONError) {
    skipSpace()
    if offset < end { throw failure("there is more text after the value") }
  }

  func failure(_ problem: String) -> JSONError { JSONError(offset: offset, problem: problem) }

  /// A problem at `offset`, or that the text ends there.
  func unexpected(_ wanted: String) -> JSONError {
    offset < end ? failure("expected \(wanted)") : failure("the text ends where \(wanted) should follow")
  }

  package func bytes(_ literal: StringLiteral) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + literal.start, count: literal.end - literal.start)
  }
}

// MARK: - Strings

extension JSONScanner {
  /// Reads a string literal and checks it: escapes, control characters, UTF-8, surrogates.
  package mutating func string() throws(JSONError) -> StringLiteral {
    guard offset < end, base[offset] == 0x22 else { throw unexpected("a string in quotes") }
    let open = offset
    offset += 1
    let start = offset
    var hasEscapes = false
    while true {
      skipPlainText()
      guard offset < end else {
        throw JSONError(offset: open, problem: "the string that begins here is never closed")
      }
      let byte = base[offset]
      if byte == 0x22 {
        let literal = StringLiteral(start: start, end: offset, hasEscapes: hasEscapes)
        offset += 1
        return literal
      } else if byte == 0x5C {
        hasEscapes = true
        try skipEscape()
      } else if byte < 0x20 {
        throw failure("a control character in a string must be written as an escape")
      } else if byte >= 0x80 {
        try skipMultibyte()
      } else {
        offset += 1
      }
    }
  }

  /// Skips printable ASCII other than quote and backslash, eight bytes at a time.
  @inline(__always)
  private mutating func skipPlainText() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var at = offset
    while at + 8 <= end {
      let word = UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self).littleEndian
      let quote = word ^ (ones &* 0x22)
      let slash = word ^ (ones &* 0x5C)
      // A byte is special when it is zero after the xor, below 0x20, or has its high bit set. A borrow can only mark
      // bytes above a true one, so the lowest mark is always right.
      let marks =
        ((quote &- ones) & ~quote | (slash &- ones) & ~slash | (word &- (ones &* 0x20)) & ~word | word) & highs
      if marks != 0 {
        offset = at + marks.trailingZeroBitCount / 8
        return
      }
      at += 8
    }
    while at < end, base[at] >= 0x20, base[at] < 0x80, base[at] != 0x22, base[at] != 0x5C { at += 1 }
    offset = at
  }

  private mutating func skipEscape() throws(JSONError) {
    guard offset + 1 < end else { throw failure("the string ends within an escape") }
    switch base[offset + 1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: offset += 2
    case 0x75:
      let first = try hexUnit(at: offset + 2)
      if first & 0xFC00 == 0xDC00 { throw failure("a lone surrogate: \\u escapes of this kind come in pairs") }
      if first & 0xFC00 != 0xD800 {
        offset += 6
        return
      }
      guard offset + 7 < end, base[offset + 6] == 0x5C, base[offset + 7] == 0x75,
        try hexUnit(at: offset + 8) & 0xFC00 == 0xDC00
      else { throw failure("a lone surrogate: \\u escapes of this kind come in pairs") }
      offset += 12
    default: throw failure("no such escape: after a backslash comes one of \" \\ / b f n r t u")
    }
  }

  /// The four hexadecimal digits at `at`.
  private func hexUnit(at: Int) throws(JSONError) -> UInt32 {
    guard at + 4 <= end else { throw failure("\\u needs four hexadecimal digits") }
    var unit: UInt32 = 0
    for index in at..<at + 4 {
      let byte = base[index]
      switch byte {
      case 0x30...0x39: unit = unit << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: unit = unit << 4 | UInt32(byte - 0x37)
      case 0x61...0x66: unit = unit << 4 | UInt32(byte - 0x57)
      default: throw failure("\\u needs four hexadecimal digits")
      }
    }
    return unit
  }

  /// Skips well-formed multibyte characters.
  private mutating func skipMultibyte() throws(JSONError) {
    while offset < end, base[offset] >= 0x80 {
      let length = UTF8Check.length(base + offset, end - offset)
      guard length > 0 else { throw failure("these bytes are not UTF-8") }
      offset += length
    }
  }

  /// Appends what a literal stands for, as UTF-8. The literal comes from `string()`, so its escapes are sound.
  package func decode(_ literal: StringLiteral, into out: inout [UInt8]) {
    if !literal.hasEscapes {
      out.append(contentsOf: bytes(literal))
      return
    }
    var at = literal.start
    while at < literal.end {
      let escape = memchr(base + at, 0x5C, literal.end - at).map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
      out.append(contentsOf: UnsafeBufferPointer(start: base + at, count: (escape ?? literal.end) - at))
      guard let escape else { return }
      at = escape
      switch base[at + 1] {
      case 0x62: out.append(0x08)
      case 0x66: out.append(0x0C)
      case 0x6E: out.append(0x0A)
      case 0x72: out.append(0x0D)
      case 0x74: out.append(0x09)
      case 0x75:
        at += decodeUnit(at: at, into: &out)
        continue
      case let plain: out.append(plain)
      }
      at += 2
    }
  }

  /// Appends the character of the `\u` escape (or pair) at `at`, and gives the escape's length.
  private func decodeUnit(at: Int, into out: inout [UInt8]) -> Int {
    func unit(_ at: Int) -> UInt32 { (try? hexUnit(at: at)) ?? 0xFFFD }
    let first = unit(at + 2)
    var scalar = first
    if first & 0xFC00 == 0xD800 { scalar = 0x10000 + (first & 0x3FF) << 10 + unit(at + 8) & 0x3FF }
    out.append(contentsOf: UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter)
    return first & 0xFC00 == 0xD800 ? 12 : 6
  }

  /// The string that a literal stands for.
  package func text(_ literal: StringLiteral) -> String {
    if !literal.hasEscapes { return String(decoding: bytes(literal), as: UTF8.self) }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(literal.end - literal.start)
    decode(literal, into: &decoded)
    return String(decoding: decoded, as: UTF8.self)
  }
}

// MARK: - Numbers and words

extension JSONScanner {
  /// Reads a number and gives its literal's place in the text.
  package mutating func number() throws(JSONError) -> Range<Int> {
    let start = offset
    if peek == 0x2D { offset += 1 }
    guard let first = peek, isDigit(first) else { throw unexpected("a digit") }
    offset += 1
    if first == 0x30 {
      if let next = peek, isDigit(next) { throw failure("a number may not begin with 0 unless it is 0 or 0.…") }
    } else {
      skipDigits()
    }
    if peek == 0x2E {
      offset += 1
      try digits("a digit after the point")
    }
    if let byte = peek, byte | 0x20 == 0x65 {
      offset += 1
      if let sign = peek, sign == 0x2B || sign == 0x2D { offset += 1 }
      try digits("a digit of the exponent")
    }
    return start..<offset
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private mutating func skipDigits() {
    while offset < end, isDigit(base[offset]) { offset += 1 }
  }

  private mutating func digits(_ wanted: String) throws(JSONError) {
    guard let first = peek, isDigit(first) else { throw unexpected(wanted) }
    skipDigits()
  }

  /// Reads `true`, `false` or `null`.
  package mutating func word() throws(JSONError) -> JSONValue {
    if take("true") { return .bool(true) }
    if take("false") { return .bool(false) }
    if take("null") { return .null }
    throw unexpected("a value: a string in quotes, a number, true, false, null, an array or an object")
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard offset + count <= end, memcmp(base + offset, word.utf8Start, count) == 0 else { return false }
    offset += count
    return true
  }
}

import Testing

@testable import AnnotationEngine

@Suite("JSON")
struct JSONValueTests {
  func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: text.utf8) }

  func error(_ bytes: [UInt8]) -> JSONError? {
    do {
      _ = try JSONValue(parsing: bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test("Order of members and literals of numbers survive")
  func keepsOrderAndLiterals() throws {
    let text = #"{"z":0.10,"a":[1e9,-0,1E+2,true,false,null],"é":{"":[]}}"#
    #expect(try parse(text).text == text)
    #expect(try parse(" { \"a\" : [ 1 , 2 ] }\r\n\t").text == #"{"a":[1,2]}"#)
  }

  @Test("Only what must be escaped is escaped")
  func canonicalStrings() throws {
    let value = try parse(#""\u0041\/\u00e9\ud83d\ude00\b\f\n\r\t\"\\\u0000\u001F\u007f\u2028""#)
    #expect(value.string == "A/é😀\u{8}\u{C}\n\r\t\"\\\0\u{1F}\u{7F}\u{2028}")
    #expect(value.text == "\"A/é😀\\b\\f\\n\\r\\t\\\"\\\\\\u0000\\u001f\u{7F}\u{2028}\"")
  }

  @Test(
    "What RFC 8259 does not allow is an error at its byte",
    arguments: [
      ("", 0), (" ", 1), ("{", 1), ("[1,]", 3), ("[1 2]", 3), ("{\"a\"}", 4), ("{\"a\":1,}", 7), ("{a:1}", 1),
      ("01", 1), ("-", 1), ("+1", 0), ("1.", 2), (".5", 0), ("1e", 2), ("1e+", 3), ("0x1", 1), ("NaN", 0),
      ("nul", 0), ("truex", 4), ("1 2", 2), ("'a'", 0), ("\"a", 0), ("\"\t\"", 1), ("\"\\x\"", 1), ("\"\\u12G4\"", 1),
      ("\"\\", 1), ("\"\\u12", 1), ("[1]// no", 3), ("\u{FEFF}1", 0), ("\"\\ud800\"", 1), ("\"\\udc00\"", 1),
      ("\"\\ud800\\u0041\"", 1), ("\"\\ud800x\"", 1), ("[\"abcdefghijk\u{1}\"]", 13), ("]", 0),
      ("{\"a\":1 \"b\":2}", 7),
    ])
  func refuses(text: String, offset: Int) {
    #expect(error(Array(text.utf8))?.offset == offset, "\(text)")
  }

  @Test(
    "Bytes that are not UTF-8 are an error at their offset",
    arguments: [
      [0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
      [0xF0, 0x8F, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x28, 0xA1],
    ] as [[UInt8]])
  func refusesInvalidUTF8(bytes: [UInt8]) {
    for padding in 0..<9 {
      let text = [0x22] + [UInt8](repeating: 0x61, count: padding) + bytes + [0x22]
      #expect(error(text)?.offset == 1 + padding)
    }
  }

  @Test("A member named twice is an error, however its name is written and however many there are")
  func refusesDuplicates() throws {
    #expect(error(Array(#"{"a":1,"b":2,"a":3}"#.utf8))?.offset == 13)
    #expect(error(Array(#"{"a":1,"\u0061":3}"#.utf8))?.offset == 7)
    #expect(error(Array(#"{"\u0061":1,"a":3}"#.utf8)) != nil)
    let names = (0..<40).map { "\"m\($0)\":0" }
    #expect(error(Array("{\(names.joined(separator: ","))}".utf8)) == nil)
    #expect(error(Array("{\((names + ["\"m3\":0"]).joined(separator: ","))}".utf8)) != nil)
    // Two spellings of é are different names: bytes decide, not looks.
    #expect(error(Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8)) == nil)
  }

  @Test("Nesting ends at the limit, not with the stack")
  func depth() throws {
    let limit = JSONScanner.depthLimit
    let deep = { (count: Int) in Array(String(repeating: "[", count: count).utf8) }
    #expect(error(deep(limit) + Array(String(repeating: "]", count: limit).utf8)) == nil)
    #expect(error(deep(1_000_000))?.offset == limit)
    #expect(error(Array(String(repeating: "{\"a\":", count: 100_000).utf8)) != nil)
  }

  @Test("Doubles are rounded correctly, and those that do not fit are none")
  func doubles() throws {
    #expect(try parse("0.1").double == 0.1)
    #expect(try parse("9007199254740993").double == 9_007_199_254_740_992)
    #expect(try parse("2.2250738585072011e-308").double == Double(bitPattern: 0x000F_FFFF_FFFF_FFFF))
    #expect(try parse("1.7976931348623157e308").double == Double.greatestFiniteMagnitude)
    #expect(try parse("1e400").double == nil)
    #expect(try parse("\"1\"").double == nil)
    #expect(try parse("12").int == 12)
    #expect(try parse("1.2e1").int == 12)
    #expect(try parse("1.5").int == nil)
  }

  @Test(
    "A Double written is read back bit for bit",
    arguments: [0, -0.0, 0.1, 1e16, Double.leastNonzeroMagnitude, 123_456_789, -2.5, 1e300])
  func doubleRoundTrip(value: Double) throws {
    let written = JSONValue(value)
    #expect(try parse(written.text).double?.bitPattern == value.bitPattern)
  }

  @Test("What cannot be written as a number is null")
  func notFinite() {
    #expect(JSONValue(Double.nan) == .null)
    #expect(JSONValue(Double.infinity) == .null)
    #expect(JSONValue(2.0).text == "2")
  }

  @Test("Written values read back equal, and copying gives the same bytes as reading and writing")
  func roundTrip() throws {
    var random = SplitMix(state: 7)
    for _ in 0..<3_000 {
      let value = Self.arbitrary(&random, depth: 0)
      let text = value.text
      // Bytes, as two strings are equal in Swift when they look the same.
      #expect(try Array(parse(text).text.utf8) == Array(text.utf8))
      let spaced = Self.spaced(value, &random)
      #expect(try parse(spaced) == value)
      var copy: [UInt8] = []
      var bytes = Array(spaced.utf8)
      try bytes.withUnsafeMutableBufferPointer { buffer in
        var scanner = JSONScanner(UnsafeBufferPointer(buffer))
        try scanner.copyCanonical(to: &copy)
        try scanner.expectEnd()
      }
      #expect(copy == Array(text.utf8))
    }
  }

  @Test("Damaged text never crashes the parser")
  func damaged() {
    var random = SplitMix(state: 11)
    for _ in 0..<20_000 {
      var bytes = Array(Self.arbitrary(&random, depth: 0).text.utf8)
      for _ in 0...random.below(3) where !bytes.isEmpty {
        let at = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes[at] = UInt8(random.below(256))
        case 1: bytes.remove(at: at)
        default: bytes.insert(UInt8(random.below(128)), at: at)
        }
      }
      if let failure = error(bytes) { #expect((0...bytes.count).contains(failure.offset)) }
    }
  }

  static let pieces = [
    "", "a", "\"", "\\", "é", "e\u{301}", "😀", "\n", "\u{0}", "\u{1F}", "\u{202E}", "日本", "/", "tail of it",
  ]

  static func arbitrary(_ random: inout SplitMix, depth: Int) -> JSONValue {
    func text() -> String { (0..<random.below(5)).map { _ in pieces[random.below(pieces.count)] }.joined() }
    switch random.below(depth < 4 ? 7 : 5) {
    case 0: return .null
    case 1: return .bool(random.below(2) == 0)
    case 2: return .number(["0", "-1", "0.10", "1e9", "123456789012345678901234567890", "-0.0E-5"][random.below(6)])
    case 3, 4: return .string(text())
    case 5: return .array((0..<random.below(4)).map { _ in arbitrary(&random, depth: depth + 1) })
    default:
      return .object((0..<random.below(4)).map { JSONMember("\($0)" + text(), arbitrary(&random, depth: depth + 1)) })
    }
  }

  /// The value's text with space and needless escapes.
  static func spaced(_ value: JSONValue, _ random: inout SplitMix) -> String {
    let space = [" ", "", "\n", "\t\r "][random.below(4)]
    switch value {
    case .string(let text):
      return space + "\""
        + text.utf16.map { "\\u" + String($0, radix: 16).leftPadded }.joined() + "\"" + space
    case .array(let elements):
      return space + "[" + space + elements.map { spaced($0, &random) }.joined(separator: ",") + "]" + space
    case .object(let members):
      return "{" + space
        + members.map { spaced(.string($0.name), &random) + ":" + spaced($0.value, &random) }.joined(separator: ",")
        + "}"
    default: return space + value.text + space
    }
  }
}

extension String {
  fileprivate var leftPadded: String { String(repeating: "0", count: max(0, 4 - count)) + self }
}

/// A small generator with a seed, so that a failure can be repeated (Steele, Lea & Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

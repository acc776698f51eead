import Testing

@testable import Terminal

@Suite("Reading keys")
struct KeyParserTests {
  private static let sequences: [([UInt8], [Input])] = [
    (Array("a".utf8), [.key(.character("a"))]), (Array("é".utf8), [.key(.character("é"))]),
    (Array("日👍".utf8), [.key(.character("日")), .key(.character("👍"))]),
    ([0x0D], [.key(.enter)]), ([0x0A], [.key(.enter)]), ([0x09], [.key(.tab)]), ([0x7F], [.key(.backspace)]),
    ([0x08], [.key(.backspace)]), ([0x20], [.key(.space)]), ([0x12], [.key(.control("r"))]),
    ([0x00], [.key(.control("@"))]), ([0x1F], [.key(.control("_"))]), ([0x1C], [.key(.control("\\"))]),
    (esc("[A"), [.key(.up)]), (esc("OA"), [.key(.up)]), (esc("[B"), [.key(.down)]), (esc("OC"), [.key(.right)]),
    (esc("[H"), [.key(.home)]), (esc("[1~"), [.key(.home)]), (esc("[4~"), [.key(.end)]), (esc("OF"), [.key(.end)]),
    (esc("[5~"), [.key(.pageUp)]), (esc("[6~"), [.key(.pageDown)]), (esc("[3~"), [.key(.delete)]),
    (esc("[Z"), [.key(.backTab)]), (esc("OP"), [.key(.function(1))]), (esc("[15~"), [.key(.function(5))]),
    (esc("[[A"), [.key(.function(1))]), (esc("[1;5D"), [.key(.alt("b"))]), (esc("[1;2A"), [.key(.up)]),
    (esc("x"), [.key(.alt("x"))]), (esc("é"), [.key(.alt("é"))]),
    (esc("[200~a\rb\u{1B}[201~c"), [.paste("a\nb"), .key(.character("c"))]),
    (esc("[200~\u{1B}[201~"), [.paste("")]), (esc("[200~\u{1B}[20\u{1B}[201~"), [.paste("\u{1B}[20")]),
    (esc("[?1;2c") + [0x61], [.key(.character("a"))]), (esc("]11;rgb:0000/0000/0000\u{7}b"), [.key(.character("b"))]),
    (esc("P1$r0m\u{1B}\\c"), [.key(.character("c"))]), ([0xFF, 0x61], [.key(.character("a"))]),
    ([0xC3, 0x61], [.key(.character("a"))]), (esc("[99;1X") + [0x62], [.key(.character("b"))]),
  ]

  private static func esc(_ rest: String) -> [UInt8] { [0x1B] + Array(rest.utf8) }

  @Test("Every sequence gives its key, however it is cut into pieces.")
  func cutting() {
    for (bytes, wanted) in KeyParserTests.sequences {
      var whole = KeyParser()
      #expect(whole.parse(bytes) == wanted, "\(bytes)")
      #expect(whole.patience == nil, "\(bytes)")
      for cut in 0...bytes.count {
        var parser = KeyParser()
        let inputs = parser.parse(bytes[..<cut]) + parser.parse(bytes[cut...])
        #expect(inputs == wanted, "\(bytes) cut at \(cut)")
      }
      var parser = KeyParser()
      #expect(bytes.flatMap { parser.parse([$0]) } == wanted, "\(bytes) byte by byte")
    }
  }

  @Test("Keys typed ahead in one piece all arrive, in order.")
  func typedAhead() {
    var parser = KeyParser()
    let bytes = KeyParserTests.sequences.flatMap(\.0)
    #expect(parser.parse(bytes) == KeyParserTests.sequences.flatMap(\.1))
  }

  @Test("An Escape that nothing follows is a key, soon; a begun sequence is waited for longer.")
  func loneEscape() {
    var parser = KeyParser()
    #expect(parser.parse([0x1B]) == [])
    #expect(parser.patience == KeyParser.escapePatience)
    #expect(parser.giveUp() == [.key(.escape)])
    #expect(parser.patience == nil)
    #expect(parser.parse([0x1B, 0x1B]) == [.key(.escape)])
    #expect(parser.giveUp() == [.key(.escape)])
    #expect(parser.parse([0x1B, 0x5B]) == [])
    #expect(parser.patience == KeyParser.sequencePatience)
    #expect(parser.giveUp() == [.key(.alt("["))])
    #expect(parser.parse([0x1B, 0x5B, 0x31, 0x3B]) == [])
    #expect(parser.giveUp() == [])
    #expect(parser.parse([0x78]) == [.key(.character("x"))])
  }

  @Test("An arrow whose rest comes late over a slow line is no “[” and no “A”.")
  func lateRest() {
    var parser = KeyParser()
    #expect(parser.parse([0x1B]) == [])
    #expect(parser.giveUp() == [.key(.escape)])
    #expect(parser.parse(Array("[A".utf8)) == [.key(.up)])
    #expect(parser.parse(Array("[A".utf8)) == [.key(.character("[")), .key(.character("A"))])
    _ = parser.parse([0x1B])
    _ = parser.giveUp()
    #expect(parser.parse(Array("[".utf8)) == [.key(.character("["))])
  }

  @Test("A paste whose end never comes is given after a while.")
  func endlessPaste() {
    var parser = KeyParser()
    #expect(parser.parse(KeyParserTests.esc("[200~abc")) == [])
    #expect(parser.patience == KeyParser.pastePatience)
    #expect(parser.giveUp() == [.paste("abc")])
    #expect(parser.parse([0x78]) == [.key(.character("x"))])
  }

  @Test("What terminfo names as a key goes before everything else.")
  func special() {
    var parser = KeyParser(special: [KeyParserTests.esc("[25~"): .end, KeyParserTests.esc("A"): .up])
    #expect(parser.parse(KeyParserTests.esc("[25~")) == [.key(.end)])
    #expect(parser.parse(KeyParserTests.esc("A")) == [.key(.up)])
    #expect(parser.parse(KeyParserTests.esc("B")) == [.key(.alt("B"))])
  }

  @Test("Random bytes never stop the parser, and it always finds back to plain keys.")
  func noise() {
    var random = SplitMix(seed: 11)
    let alphabet: [UInt8] = [
      0x1B, 0x5B, 0x4F, 0x3B, 0x32, 0x30, 0x7E, 0x41, 0xC3, 0xE6, 0x97, 0xA5, 0x00, 0x5D, 0x07, 0xFF,
    ]
    for _ in 0..<2000 {
      var parser = KeyParser()
      for _ in 0..<random.below(6) {
        let bytes = (0..<random.below(9)).map { _ in alphabet[random.below(alphabet.count)] }
        _ = parser.parse(bytes)
      }
      while parser.patience != nil { _ = parser.giveUp() }
      #expect(parser.parse([0x78]) == [.key(.character("x"))])
    }
  }
}

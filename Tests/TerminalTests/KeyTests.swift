import Terminal
import Testing

@Suite("Keys")
struct KeyTests {
  @Test("A key's name reads back as the key.")
  func names() {
    let keys: [Key] =
      [.character("x"), .character("1"), .character("-"), .character("é"), .control("r"), .control("@"), .alt("x")]
      + [.alt("-"), .space, .enter, .tab, .backTab, .backspace, .delete, .escape, .up, .down, .left, .right]
      + [.pageUp, .pageDown, .home, .end, .insert, .function(1), .function(12), .character("F"), .character("f")]
    for key in keys { #expect(Key(name: key.name) == key, "\(key.name)") }
  }

  @Test("Names are read in any case; what is no key is refused.")
  func spelling() {
    #expect(Key(name: "CTRL-r") == .control("r"))
    #expect(Key(name: "pgup") == .pageUp)
    #expect(Key(name: "Escape") == .escape)
    #expect(Key(name: "F25") == nil)
    #expect(Key(name: "Ctrl-") == nil)
    #expect(Key(name: "") == nil)
    #expect(Key(name: "ab") == nil)
    #expect(Key(name: "\u{1B}") == nil)
  }
}

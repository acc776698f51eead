import Testing

@testable import Terminal

@Suite("Text on the grid")
struct TextTests {
  @Test(
    "A text takes the columns that the most careful terminal gives it.",
    arguments: [
      ("abc", 3), ("日本", 4), ("ｱ", 1), ("Ａ", 2), ("e\u{301}", 1), ("é", 1), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2),
      ("👍", 2), ("👍🏽", 4), ("❤", 1), ("❤\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2), ("🇩🇪", 2), ("👩‍💻", 4), ("👩‍👩‍👧", 6),
      ("हिन्दी", 5), ("", 0), ("\u{301}", 1), ("ﷺ", 1), ("─█▸●", 4),
    ])
  func widths(_ text: String, _ width: Int) { #expect(displayWidth(text) == width) }

  @Test("Hostile characters show as one glyph each, in the role for it.")
  func hostile() {
    let text = "\u{1B}[2J\r\n\t\u{7}\u{7F}\u{9B}\u{202E}\u{2066}\u{2069}\u{200B}\u{200D}\u{FEFF}\u{AD}\u{E000}\u{E0041}"
    var frame = Frame(size: Size(rows: 1, columns: 40))
    frame.put(text, row: 0, column: 0)
    #expect(frame.lines() == ["␛[2J␍␊␉␇␡␛«»|␣+�-�A"])
    for (column, role) in [(0, Role.glyph), (1, .text), (4, .glyph), (10, .glyph), (18, .glyph)] {
      #expect(frame[0, column].role == role)
    }
  }

  @Test("No scalar that could reach the terminal from a text is one that it obeys.")
  func nothingHostileIsLeft() {
    for value in UInt32(0)..<0x110000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var frame = Frame(size: Size(rows: 1, columns: 12))
      frame.put(String(scalar), row: 0, column: 0)
      for cell in (0..<12).map({ frame[0, $0] }) {
        for drawn in cell.scalars {
          switch drawn.properties.generalCategory {
          case .control, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator: Issue.record("\(value)")
          case .format: #expect(WidthClass(drawn.value) == .prepend, "\(value)")
          default: break
          }
        }
      }
    }
  }

  @Test("Marks beyond what a cell holds are dropped, and a mark without a base gets a dotted circle.")
  func marks() {
    var frame = Frame(size: Size(rows: 1, columns: 6))
    frame.put("\u{301}a" + String(repeating: "\u{302}", count: 40) + "b", row: 0, column: 0)
    #expect(frame[0, 0].scalars.map(\.value) == [0x25CC, 0x301])
    #expect(frame[0, 1].scalars.count == 5)
    #expect(frame[0, 2].scalars == ["b"])
  }

  @Test("Hidden selectors and joiners show themselves where they have no meaning.")
  func smuggling() {
    #expect(displayWidth("a\u{E0101}\u{E0102}") == 3)
    #expect(displayWidth("葛\u{E0100}") == 2)
    #expect(displayWidth("a\u{200D}b") == 3)
    #expect(displayWidth("👍\u{FE0F}") == 2)
    #expect(displayWidth("👍\u{FE0F}\u{FE0F}") == 3)
  }

  @Test("A long family of joined emoji is cut into cells, and keeps its width.")
  func longSequence() {
    let family = "👨‍👩‍👧‍👦"
    #expect(displayWidth(family) == 8)
    var frame = Frame(size: Size(rows: 1, columns: 9))
    #expect(frame.put(family + "|", row: 0, column: 0) == 9)
    #expect(frame[0, 8].scalars == ["|"])
  }

  @Test("The table agrees with the standard library on marks and emoji.")
  func table() {
    for value in UInt32(0x300)..<0x30000 {
      guard let scalar = Unicode.Scalar(value), WidthClass(value) != .hidden else { continue }
      let properties = scalar.properties
      let isJamo = (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value)
      switch properties.generalCategory {
      // A few marks change between spacing and not from one Unicode version to the next.
      case .nonspacingMark, .enclosingMark, .spacingMark:
        #expect([.mark, .spacingMark, .selector].contains(WidthClass(value)), "\(value)")
      default: #expect(WidthClass(value) != .mark || isJamo, "\(value)")
      }
      if properties.isEmojiPresentation {
        #expect([.emoji, .regional, .modifier].contains(WidthClass(value)), "\(value)")
      }
    }
  }
}

@Suite("Breaking lines")
struct WrapTests {
  @Test("Lines break at spaces, long words are cut, own breaks are kept.")
  func breaking() {
    #expect(wrap("the quick brown fox", width: 10) == ["the quick", "brown fox"])
    #expect(wrap("the quick  brown", width: 9) == ["the quick", "brown"])
    #expect(wrap("abcdefghij k", width: 4) == ["abcd", "efgh", "ij k"])
    #expect(wrap("a\nb\r\n\nc", width: 4) == ["a", "b", "", "c"])
    #expect(wrap("", width: 4) == [""])
    #expect(wrap("a\n", width: 4) == ["a", ""])
    #expect(wrap("a\tb", width: 20) == ["a   b"])
    #expect(wrap("日本語です。はい", width: 10) == ["日本語で", "す。はい"])
    #expect(wrap("ab cd", width: 0) == ["a", "b", "c", "d"])
  }

  @Test("No line is too wide, and nothing but blanks is lost.")
  func property() {
    var random = SplitMix(seed: 3)
    let alphabet = ["a", "b", " ", "  ", "日", "👍🏽", "\t", "\n", "e\u{301}", "\u{200B}", "word", "。", "\u{1B}", "\r"]
    for _ in 0..<3000 {
      let text = (0..<random.below(30)).map { _ in alphabet[random.below(alphabet.count)] }.joined()
      let width = 4 + random.below(20)
      let layout = TextLayout(text, width: width)
      for line in layout.lines {
        #expect(displayWidth(line.text.trimmingSuffix(" ")) <= width, "\(text.debugDescription)")
      }
      let kept = layout.lines.flatMap { $0.text.unicodeScalars.filter { $0 != " " } }
      let scalars = Array(text.unicodeScalars)
      let wanted = scalars.enumerated().filter { place, scalar in
        let isBreak = scalar == "\r" && place + 1 < scalars.count && scalars[place + 1] == "\n"
        return !" \t\n".unicodeScalars.contains(scalar) && !isBreak
      }
      #expect(kept == wanted.map(\.element), "\(text.debugDescription) \(width)")
      for (index, line) in layout.lines.enumerated() where !line.source.isEmpty {
        #expect(layout.columns(of: line.source, line: index)?.upperBound == displayWidth(line.text))
        #expect(layout.line(of: line.source.lowerBound) == index)
      }
    }
  }

  @Test("Text is found whatever its case, and its columns are known.")
  func searching() {
    let layout = TextLayout("Der Ärger: ärger\n\tÄRGER", width: 40)
    let found = TextSearch.ranges(of: "ärger", in: "Der Ärger: ärger\n\tÄRGER")
    #expect(found.count == 3)
    #expect(layout.columns(of: found[1], line: 0) == 11..<16)
    #expect(layout.columns(of: found[2], line: 1) == 4..<9)
    #expect(layout.columns(of: found[2], line: 0) == nil)
    #expect(TextSearch.ranges(of: "", in: "abc").isEmpty)
    #expect(TextSearch.ranges(of: "aa", in: "aaaa") == [0..<2, 2..<4])
  }
}

extension String {
  fileprivate func trimmingSuffix(_ character: Character) -> String {
    var end = endIndex
    while end > startIndex, self[index(before: end)] == character { end = index(before: end) }
    return String(self[..<end])
  }

  @Test(
    "What is too wide is shortened, a wide character as a whole, and the rest is filled",
    arguments: [
      ("word", 6, "word  "), ("word", 4, "word"), ("words", 4, "wor…"), ("日本語", 5, "日本…"), ("日本語", 4, "日… "),
      ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("ab", 1, "…"), ("ab", 0, ""),
    ])
  func fits(text: String, width: Int, expected: String) {
    #expect(fitted(text, width) == expected)
    #expect(displayWidth(fitted(text, width, isNumber: true)) == width)
  }
}

import Testing

@testable import Terminal

@Suite("Frames")
struct FrameTests {
  @Test("What does not fit ends in an ellipsis, and the columns used are given.")
  func clipping() {
    var frame = Frame(size: Size(rows: 1, columns: 8))
    #expect(frame.put("abcdefghij", row: 0, column: 0) == 8)
    #expect(frame.lines() == ["abcdefg…"])
    #expect(frame.put("12345", row: 0, column: 1, width: 3) == 3)
    #expect(frame.lines() == ["a12…efg…"])
    #expect(frame.put("xyz", row: 0, column: 6, ellipsis: false) == 2)
    #expect(frame.lines() == ["a12…efxy"])
    #expect(frame.put("fit", row: 0, column: 0, width: 3) == 3)
    #expect(frame.lines() == ["fit…efxy"])
  }

  @Test("A wide character that does not fit gives way to the ellipsis.")
  func wideAtTheEdge() {
    var frame = Frame(size: Size(rows: 1, columns: 4))
    #expect(frame.put("日本語", row: 0, column: 0) == 3)
    #expect(frame.lines() == ["日…"])
    frame = Frame(size: Size(rows: 1, columns: 5))
    #expect(frame.put("日本語", row: 0, column: 0) == 5)
    #expect(frame.lines() == ["日本…"])
  }

  @Test("Writing over half of a wide character blanks the other half.")
  func overwriting() {
    var frame = Frame(size: Size(rows: 1, columns: 6))
    frame.put("日本語", row: 0, column: 0)
    frame.put("x", row: 0, column: 1)
    #expect(frame.lines() == [" x本語"])
    frame.put("y", row: 0, column: 2)
    #expect(frame.lines() == [" xy 語"])
    frame.fill(row: 0, column: 5, rows: 1, columns: 1, role: .text)
    #expect(frame.lines() == [" xy"])
  }

  @Test("Nothing outside the frame is drawn, on any side.")
  func outside() {
    var frame = Frame(size: Size(rows: 2, columns: 3))
    frame.put("abc", row: -1, column: 0)
    frame.put("abc", row: 2, column: 0)
    frame.put("abc", row: 0, column: 3)
    frame.put("日x", row: 1, column: -1)
    frame.fill(row: -5, column: -5, rows: 3, columns: 100, role: .focus)
    frame.rule(row: 7)
    #expect(frame.lines() == ["", " x"])
    frame.paste(frame, row: -1, column: 1)
    #expect(frame.lines() == ["  x", " x"])
    #expect(Frame(size: Size(rows: -1, columns: -4)).lines().isEmpty)
  }

  @Test("A cell keeps code points, role, attributes and width apart.")
  func packing() {
    var cell = Cell(Cluster(0x10FFFF, width: 2, doubtful: true), role: .grey)
    #expect(cell.scalar(0) == 0x10FFFF && cell.width == 2 && cell.role == .grey && cell.isDoubtful)
    cell.role = .title
    cell.attributes = [.underline, .reverse]
    #expect(cell.role == .title && cell.attributes == [.underline, .reverse] && cell.width == 2)
    #expect(MemoryLayout<Cell>.size == 16 && MemoryLayout<Cell>.stride == 16)
    for role in Role.allCases { #expect(Cell.blank(role).role == role) }
  }

  @Test("Rows hold together under random drawing: every covered column has its owner, every owner its columns.")
  func invariant() {
    var random = SplitMix(seed: 7)
    let texts = ["ab", "日本", "👍🏽", "e\u{301}x", "❤️", "👩‍👩‍👧", "\u{301}", "🇩🇪!", "a\u{202E}b", "", "hello world"]
    for _ in 0..<2000 {
      let size = Size(rows: 1 + random.below(4), columns: 1 + random.below(20))
      var frame = Frame(size: size)
      for _ in 0..<12 {
        let row = random.below(6) - 1
        let column = random.below(26) - 4
        switch random.below(5) {
        case 0: frame.fill(row: row, column: column, rows: random.below(4), columns: random.below(9), role: .focus)
        case 1: frame.rule(row: row, column: column, columns: random.below(9))
        case 2:
          let columns = random.below(6)
          var other = Frame(size: Size(rows: 2, columns: columns))
          other.put("日本日本", row: 0, column: random.below(3) - 1)
          frame.paste(other, row: row, column: column)
        default:
          let text = texts[random.below(texts.count)] + texts[random.below(texts.count)]
          let width = random.below(2) == 0 ? nil : random.below(9)
          let used = frame.put(text, row: row, column: column, width: width, ellipsis: random.below(2) == 0)
          #expect(used <= max(0, size.columns - column))
        }
      }
      for row in 0..<size.rows { #expect(isWhole(frame, row: row)) }
    }
  }

  private func isWhole(_ frame: Frame, row: Int) -> Bool {
    var column = 0
    while column < frame.size.columns {
      let width = frame[row, column].width
      guard width > 0, column + width <= frame.size.columns else { return false }
      for covered in 1..<max(1, width) where frame[row, column + covered].width != 0 { return false }
      column += width
    }
    return true
  }
}

/// A small generator with a seed, so that a failure can be had again.
struct SplitMix {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

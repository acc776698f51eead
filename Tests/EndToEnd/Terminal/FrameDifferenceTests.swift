import CVTerm
import Testing

@testable import Terminal

/// The bytes between random frames, read by a real emulator, must give exactly the last frame.
@Suite("The difference of frames", .timeLimit(.minutes(10)))
struct FrameDifferenceTests {
  private static let texts = [
    "ab", "hello", "日本", "👍🏽", "e\u{301}", "❤\u{FE0F}", "👩‍👩‍👧", "\u{1B}", "x", "語", "a long line of words", "…",
    "          ", "हि", "    ", "🫠",
  ]

  private struct Random {
    var state: UInt64
    mutating func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
  }

  private func change(_ frame: inout Frame, _ random: inout Random) {
    let size = frame.size
    for _ in 0..<1 + random.below(6) {
      let row = random.below(size.rows)
      let column = random.below(size.columns)
      let role = Role.allCases[random.below(Role.allCases.count)]
      switch random.below(7) {
      case 0: frame.fill(row: row, column: column, rows: 1 + random.below(3), columns: random.below(30), role: role)
      case 1: frame.rule(row: row)
      case 2: frame.fill(row: row, column: 0, rows: 1, columns: size.columns, role: .text)
      case 3:
        let columns = random.below(8)
        let isCut =
          frame[row, column].width == 0 || column + columns < size.columns && frame[row, column + columns].width == 0
        if !isCut { frame.decorate(row: row, column: column, columns: columns, [.underline]) }
      case 4: frame.cursor = random.below(2) == 0 ? nil : (row, column)
      default: frame.put(FrameDifferenceTests.texts[random.below(16)], row: row, column: column, role: role)
      }
    }
  }

  private func capabilities(_ variant: Int) -> Capabilities {
    var capabilities = Capabilities.ansi
    if variant & 1 != 0 { capabilities.erasesCells = false }
    if variant & 2 != 0 { capabilities.movesInRow = false }
    if variant & 4 != 0 { capabilities.eraseLine = [] }
    return capabilities
  }

  @Test("A terminal that is sent only differences shows every frame exactly.", arguments: 0..<16)
  func exactly(_ variant: Int) throws {
    var theme = Theme.dark
    if variant & 8 != 0 {
      theme.styles = theme.styles.map { style in
        var style = style
        style.background = style.background ?? .rgb(250, 250, 250)
        return style
      }
    }
    let looks = Look.all(of: theme, depth: .true, attributes: [.bold, .dim, .underline, .reverse])
    var random = Random(state: UInt64(variant) + 1)
    for _ in 0..<25 {
      let size = Size(rows: 1 + random.below(8), columns: 2 + random.below(60))
      let emulator = try #require(vterm_new(Int32(size.rows), Int32(size.columns)))
      defer { vterm_free(emulator) }
      vterm_set_utf8(emulator, 1)
      let screen = try #require(vterm_obtain_screen(emulator))
      vterm_screen_reset(screen, 1)
      var writer = FrameWriter(capabilities: capabilities(variant), charset: .unicode, looks: looks)
      var frame = Frame(size: size)
      for step in 0..<30 {
        change(&frame, &random)
        if step == 20 { writer.forget() }
        var bytes: [UInt8] = []
        writer.show(frame, into: &bytes)
        _ = bytes.withUnsafeBytes { vterm_input_write(emulator, $0.bindMemory(to: CChar.self).baseAddress, $0.count) }
        guard let wrong = firstDifference(screen, frame, looks) else { continue }
        Issue.record("variant \(variant), step \(step): \(wrong)\n\(frame.lines().joined(separator: "\n"))")
        return
      }
    }
  }

  private func firstDifference(_ screen: OpaquePointer, _ frame: Frame, _ looks: [Look]) -> String? {
    for row in 0..<frame.size.rows {
      for column in 0..<frame.size.columns {
        let cell = frame[row, column]
        guard cell.width > 0 else { continue }
        var raw = GlossCell()
        _ = gloss_cell(screen, Int32(row), Int32(column), &raw)
        var look = looks[Int(cell.role.rawValue)]
        look.attributes.formUnion(cell.attributes)
        let found = raw.characters.0 == 0 ? 0x20 : raw.characters.0
        if found != cell.scalar(0) { return "\(row):\(column) has \(String(found, radix: 16)) for \(cell.scalars)" }
        if !cell.isDoubtful && cell.width != max(1, Int(raw.width)) { return "\(row):\(column) is \(raw.width) wide" }
        if (raw.reverse != 0) != look.attributes.contains(.reverse) { return "\(row):\(column) reverse" }
        if (raw.underline != 0) != look.attributes.contains(.underline) { return "\(row):\(column) underline" }
        if raw.background != number(look.background) { return "\(row):\(column) background \(raw.background)" }
        if cell.isBlank { continue }
        if (raw.bold != 0) != look.attributes.contains(.bold) { return "\(row):\(column) bold" }
        if raw.foreground != number(look.foreground) { return "\(row):\(column) foreground \(raw.foreground)" }
      }
    }
    return nil
  }

  private func number(_ colour: Colour?) -> Int32 {
    switch colour {
    case nil: -1
    case .indexed(let index): Int32(index)
    case .rgb(let red, let green, let blue): 0x1000000 | Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
    }
  }
}

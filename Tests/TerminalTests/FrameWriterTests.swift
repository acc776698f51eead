import Testing

@testable import Terminal

@Suite("Sending frames")
struct FrameWriterTests {
  private func writer(
    _ charset: Charset = .unicode, theme: Theme = .dark, depth: ColourDepth = .many,
    capabilities: Capabilities = .ansi
  ) -> FrameWriter {
    FrameWriter(
      capabilities: capabilities, charset: charset,
      looks: Look.all(of: theme, depth: depth, attributes: capabilities.attributes))
  }

  private func shown(_ writer: inout FrameWriter, _ frame: Frame) -> String {
    var bytes: [UInt8] = []
    writer.show(frame, into: &bytes)
    return String(decoding: bytes, as: UTF8.self).replacing("\u{1B}", with: "^")
  }

  private func frame(_ lines: String..., columns: Int = 40) -> Frame {
    var frame = Frame(size: Size(rows: lines.count, columns: columns))
    for (row, line) in lines.enumerated() { frame.put(line, row: row, column: 0) }
    return frame
  }

  @Test("An equal frame costs nothing.")
  func nothing() {
    var writer = writer()
    #expect(shown(&writer, frame("a", "b")) == "^[m^[?25l^[H^[2Ja\r".dropLast() + "^[2Hb")
    #expect(shown(&writer, frame("a", "b")) == "")
  }

  @Test("Only the run that changed is sent.")
  func runs() {
    var writer = writer()
    _ = shown(&writer, frame("hello world", "second"))
    #expect(shown(&writer, frame("hello wurld", "second")) == "^[1;8Hu")
    #expect(shown(&writer, frame("jello wurlt", "second")) == "\rj^[9Ct")
    #expect(shown(&writer, frame("", "second")) == "\r^[K")
    #expect(shown(&writer, frame("", "secon")) == "^[2;6H ")
  }

  @Test("A wide character is sent whole, and what it covered is sent when it goes.")
  func wide() {
    var writer = writer()
    _ = shown(&writer, frame("a日b"))
    #expect(shown(&writer, frame("a本b")) == "^[2G本")
    #expect(shown(&writer, frame("axyb")) == "^[2Gxy")
    #expect(shown(&writer, frame("a日b")) == "^[2G日")
  }

  @Test("Under a cluster of doubtful width lie blanks, and what follows is placed absolutely.")
  func doubtful() {
    var writer = writer()
    #expect(shown(&writer, frame("a👍🏽b")).hasSuffix("a^[4X👍🏽^[6Gb"))
    var plain = Capabilities.ansi
    plain.erasesCells = false
    plain.movesInRow = false
    var other = self.writer(capabilities: plain)
    #expect(shown(&other, frame("a👍🏽b")).hasSuffix("a    ^[1;2H👍🏽^[1;6Hb"))
  }

  @Test("The cursor shows where the frame has it, and hides again.")
  func cursor() {
    var writer = writer()
    var frame = frame("ab")
    _ = shown(&writer, frame)
    frame.cursor = (0, 5)
    #expect(shown(&writer, frame) == "^[3C^[?25h")
    frame.cursor = nil
    #expect(shown(&writer, frame) == "^[?25l")
    frame.cursor = (99, -7)
    #expect(shown(&writer, frame) == "\r^[?25h")
  }

  @Test("Styles change with the fewest parameters.")
  func styles() {
    let bold = Look(foreground: .indexed(74), attributes: .bold)
    func change(_ a: Look, _ b: Look) -> String {
      var bytes: [UInt8] = []
      b.change(from: a, into: &bytes)
      return String(decoding: bytes.dropFirst(), as: UTF8.self)
    }
    #expect(change(.none, bold) == "[1;38;5;74m")
    #expect(change(bold, .none) == "[m")
    #expect(change(bold, bold) == "")
    #expect(change(bold, Look(foreground: .indexed(3), attributes: .bold)) == "[33m")
    #expect(change(bold, Look(foreground: .indexed(9))) == "[0;91m")
    #expect(change(Look(foreground: .indexed(1)), Look(background: .rgb(1, 2, 3))) == "[39;48;2;1;2;3m")
  }

  @Test("Each depth gets colours that it has; NO_COLOR none, but attributes.")
  func depths() {
    var frame = Frame(size: Size(rows: 1, columns: 20))
    frame.put("x", row: 0, column: 0, role: .error)
    for (depth, wanted) in [
      (ColourDepth.true, "^[1;38;2;255;135;135mx"), (.many, "^[1;38;5;210mx"), (.sixteen, "^[1;91mx"), (.none, "^[1mx"),
    ] {
      var writer = writer(depth: depth)
      #expect(shown(&writer, frame).hasSuffix(wanted))
    }
  }

  @Test("The depth comes from terminfo and the environment.")
  func findingDepth() {
    func find(_ colours: Int, _ environment: [String: String]) -> ColourDepth {
      ColourDepth.find(colours: colours, environment: { environment[$0] })
    }
    #expect(find(256, [:]) == .many)
    #expect(find(256, ["COLORTERM": "truecolor"]) == .true)
    #expect(find(256, ["COLORTERM": "truecolor", "NO_COLOR": "1"]) == .none)
    #expect(find(256, ["NO_COLOR": ""]) == .many)
    #expect(find(8, ["COLORTERM": "truecolor"]) == .sixteen)
    #expect(find(0, [:]) == .none)
    #expect(find(1 << 24, [:]) == .true)
    #expect(find(256, ["GLOSS_COLORS": "16"]) == .sixteen)
  }

  @Test("Every shape has a plain form of one column, and an ASCII terminal gets ASCII only.")
  func plainShapes() {
    for (shape, plain) in Charset.shapes {
      #expect((0x20..<0x7F).contains(plain))
      #expect(displayWidth(String(Unicode.Scalar(shape) ?? " ")) == 1)
    }
    var frame = Frame(size: Size(rows: 1, columns: 30))
    frame.put("▸ ● ◇ ✓ ≠ … ─ █░ é 日本 👍🏽|", row: 0, column: 0)
    var ascii = writer(.ascii)
    #expect(shown(&ascii, frame).hasSuffix("> * ? v # ~ - #. ? ? ?  ^[4X?   ^[29G|"))
    var shapes = writer(.plainShapes)
    #expect(shown(&shapes, frame).contains("> * ? v # ~ - #. é 日本 "))
  }

  @Test("The charset is read from the locale's name.")
  func charset() {
    func find(_ environment: [String: String]) -> Charset { Charset.find(environment: { environment[$0] }) }
    #expect(find([:]) == .unicode)
    #expect(find(["LANG": "de_DE.UTF-8"]) == .unicode)
    #expect(find(["LANG": "en_US.utf8", "LC_ALL": ""]) == .unicode)
    #expect(find(["LANG": "de_DE.UTF-8", "LC_ALL": "C"]) == .ascii)
    #expect(find(["LANG": "en_US.ISO-8859-1"]) == .ascii)
    #expect(find(["LANG": "C.UTF-8", "GLOSS_ASCII": "1"]) == .plainShapes)
  }

  @Test("A painted background is written, never left to erasing.")
  func background() {
    var theme = Theme.dark
    theme.styles[Int(Role.text.rawValue)].background = .rgb(255, 255, 255)
    var writer = writer(theme: theme)
    let first = shown(&writer, frame("abc", columns: 20))
    #expect(first.hasSuffix("^[H^[2J^[48;5;231mabc" + String(repeating: " ", count: 17)))
    #expect(shown(&writer, frame("", columns: 20)) == "^[H   ")
  }

  @Test("A terminal that scrolls at its last cell keeps it empty.")
  func lastCell() {
    var capabilities = Capabilities.ansi
    capabilities.lastCellScrolls = true
    var writer = writer(capabilities: capabilities)
    #expect(shown(&writer, frame("abcd", "efgh", columns: 4)).hasSuffix("abcd^[2Hefg"))
  }
}

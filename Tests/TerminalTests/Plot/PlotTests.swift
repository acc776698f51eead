import Testing

@testable import Terminal

@Suite("Plots")
struct PlotTests {
  private func frame(_ rows: Int, _ columns: Int, _ draw: (inout Frame) -> Void) -> [String] {
    var frame = Frame(size: Size(rows: rows, columns: columns))
    draw(&frame)
    return frame.lines()
  }

  /// What a terminal without the shapes shows.
  private func plain(_ lines: [String]) -> [String] {
    lines.map { line in
      String(
        String.UnicodeScalarView(line.unicodeScalars.map { Unicode.Scalar(Charset.ascii.shown($0.value)) ?? "?" }))
    }
  }

  // MARK: Braille

  @Test("A dot is the bit that Unicode gives its place.")
  func dots() {
    let bits: [(x: Int, y: Int, bits: Int)] = [
      (0, 0, 0x01), (0, 1, 0x02), (0, 2, 0x04), (1, 0, 0x08), (1, 1, 0x10), (1, 2, 0x20), (0, 3, 0x40), (1, 3, 0x80),
    ]
    for (x, y, bits) in bits {
      var canvas = BrailleCanvas(rows: 1, columns: 1)
      canvas.dot(x: x, y: y, role: .text)
      #expect(canvas.lines == [String(Unicode.Scalar(0x2800 + UInt32(bits)) ?? " ")])
    }
  }

  @Test("A line is drawn from end to end, what lies outside is left out, and an empty canvas takes anything.")
  func lines() {
    var canvas = BrailleCanvas(rows: 2, columns: 4)
    canvas.line(from: (0, 7), to: (7, 0), role: .text)
    #expect(canvas.lines == ["  ⡠⠊", "⡠⠊"].map { $0.padding(4) })
    #expect(plain(canvas.lines) == ["  //", "//  "])
    canvas.line(from: (-5, -5), to: (50, 50), role: .text)
    var none = BrailleCanvas(rows: 0, columns: -3)
    none.line(from: (0, 0), to: (3, 3), role: .text)
    #expect(none.lines.isEmpty)
  }

  @Test("A line replaces the ground in the cells that it crosses.")
  func ground() {
    var canvas = BrailleCanvas(rows: 1, columns: 3)
    for x in 0..<6 { canvas.ground(x: x, top: 0, bottom: 3, role: .dim) }
    #expect(canvas.lines == ["⠅⠅⠅"] && plain(canvas.lines) == ["..."])
    canvas.line(from: (2, 1), to: (3, 1), role: .text)
    #expect(canvas.lines == ["⠅⠒⠅"] && plain(canvas.lines) == [".-."])
  }

  @Test("Each of the 256 patterns has an ASCII sign, blank only where there is no dot.")
  func patterns() {
    for bits in UInt8.min...UInt8.max {
      let sign = BrailleCanvas.plain(bits)
      #expect(sign.isASCII && (sign == " ") == (bits == 0))
    }
    #expect([0x09, 0x12, 0xC0, 0x47, 0xFF].map { BrailleCanvas.plain($0) } == ["'", "-", "_", "|", "#"])
  }

  // MARK: Blocks

  @Test("A bar is an eighth of a cell fine, never empty above nothing and never full before all.")
  func bars() {
    #expect(Blocks.bar(0.5, width: 3) == "█▌" && Blocks.bar(1, width: 3) == "███")
    #expect(Blocks.bar(0, width: 3) == "" && Blocks.bar(.nan, width: 3) == "" && Blocks.bar(0.5, width: 0) == "")
    #expect(
      Blocks.bar(1e-9, width: 3) == "▏" && Blocks.bar(0.99999, width: 3) == "██▉" && Blocks.bar(7, width: 2) == "██")
  }

  @Test("Shades go in fifths from blank to full, and stay apart in ASCII.")
  func shades() {
    let shades = [0, 0.2, 0.4, 0.6, 0.8, 1].map { Blocks.shade($0) }
    #expect(String(shades) == " ░▒▓██" && plain([String(shades)]) == [" .:*##"])
    #expect(Blocks.shade(.nan) == " " && Blocks.shade(-4) == " ")
  }

  @Test("Counts stand as columns on a scale; too many are summed up.")
  func columns() {
    let plot = ColumnPlot([0, 50, 100, 25])
    let lines = frame(5, 20) {
      plot.draw(in: &$0, row: 0, column: 0, rows: 5, columns: 20, label: { "\(Int($0))" }, first: "Mon", last: "Thu")
    }
    #expect(
      lines == ["100 ┤      ██", "    │      ██", " 50 ┤   ██ ██", "  0 ┤   ██ ██ ██", "     Mon     Thu"], "\(lines)")
    #expect(ColumnPlot.gathered([1, 2, 3, 4, 5], most: 2).counts == [6, 9])
    #expect(ColumnPlot.gathered([1, 2], most: 2).each == 1 && ColumnPlot.gathered([], most: 0).counts.isEmpty)
    for size in [(0, 0), (1, 1), (2, 3), (3, 6)] {
      _ = frame(3, 10) {
        plot.draw(
          in: &$0, row: 0, column: 0, rows: size.0, columns: size.1, label: { "\($0)" }, first: "first", last: "last")
      }
    }
  }

  // MARK: Dot and whisker

  @Test("A value stands in its interval; what has no value or no number draws nothing.")
  func whiskers() {
    let axis = Axis(covering: [0, 1], within: 0...1)
    #expect(DotWhisker.text(value: 0.5, low: 0.2, high: 0.8, on: axis, width: 11) == "  ├──●──┤")
    #expect(DotWhisker.text(value: 0.5, low: nil, high: nil, on: axis, width: 11) == "     ●")
    #expect(DotWhisker.text(value: nil, low: 0.2, high: 0.8, on: axis, width: 11) == "  ├─────┤")
    #expect(DotWhisker.text(value: nil, low: nil, high: 0.8, on: axis, width: 11) == "")
    #expect(DotWhisker.text(value: .nan, low: .nan, high: .nan, on: axis, width: 11) == "")
    #expect(DotWhisker.text(value: 0.9, low: 0.8, high: 0.2, on: axis, width: 11) == "  ├──────●")
    #expect(plain([DotWhisker.text(value: 0.5, low: 0.2, high: 0.8, on: axis, width: 11)]) == ["  +--*--+"])
  }

  // MARK: Lines

  @Test("A line stands in its band between labelled axes.")
  func linePlot() {
    let plot = LinePlot(
      [
        .init(x: 0, value: 0.2, low: 0, high: 0.4), .init(x: 1, value: 0.5, low: 0.4, high: 0.6),
        .init(x: 2, value: 0.8, low: 0.7, high: 1),
      ], within: 0...1, ticks: 3)
    let lines = frame(5, 16) {
      plot.draw(in: &$0, row: 0, column: 0, rows: 5, columns: 16, label: { "\($0)" }, first: "a", last: "b")
    }
    #expect(lines[0].hasPrefix("1.0 ┤") && lines[3].hasPrefix("0.0 ┤") && lines[4] == "     a         b", "\(lines)")
    #expect(lines[3].contains("⠅"))
    #expect(plain(lines).allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } && !$0.contains("?") })
  }

  @Test("Gaps, one point, no points and what is no number are drawn without complaint, in any room.")
  func oddLines() {
    let cases: [[LinePlot.Point]] = [
      [], [.init(x: 5, value: 0.5)], [.init(x: 5, value: nil, low: 0, high: 1)],
      [.init(x: .nan, value: 1), .init(x: .infinity, value: .nan)],
      [.init(x: 0, value: 1), .init(x: 0, value: 2), .init(x: 1, value: nil), .init(x: 2, value: .nan, low: .nan)],
      [.init(x: -1e300, value: 1e300), .init(x: 1e300, value: -1e300)],
    ]
    for points in cases {
      for (rows, columns) in [(0, 0), (1, 1), (2, 8), (6, 40)] {
        _ = frame(6, 40) {
          LinePlot(points).draw(
            in: &$0, row: 0, column: 0, rows: rows, columns: columns, label: { "\($0)" }, first: "", last: "now")
        }
      }
    }
    let gap = LinePlot([.init(x: 0, value: 0), .init(x: 1, value: nil), .init(x: 2, value: 0)]).canvas(
      rows: 1, columns: 9)
    #expect(gap.lines[0].contains(" "))
  }
}

extension String {
  fileprivate func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

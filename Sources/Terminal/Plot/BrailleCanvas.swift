/// A picture of dots: two columns and four rows a cell, in Unicode's Braille patterns (U+2800 to U+28FF, whose low byte
/// has a bit a dot). Where the font lacks them each cell becomes the ASCII sign that looks most like it: see `plain`.
///
/// A cell has one role: what is drawn last into a cell replaces what another role drew there, so that a line stays a
/// line on the ground that it crosses.
public struct BrailleCanvas: Equatable, Sendable {
  /// In cells.
  public let size: Size
  private var dots: [UInt8]
  private var roles: [Role]

  /// An empty canvas of cells.
  public init(rows: Int, columns: Int) {
    size = Size(rows: max(0, rows), columns: max(0, columns))
    dots = Array(repeating: 0, count: size.rows * size.columns)
    roles = Array(repeating: .text, count: dots.count)
  }

  /// Dots from left to right.
  public var width: Int { size.columns * 2 }
  /// Dots from top to bottom.
  public var height: Int { size.rows * 4 }

  /// Sets the dot at `x` from the left and `y` from the top; one outside is left out.
  public mutating func dot(x: Int, y: Int, role: Role) {
    guard (0..<width).contains(x), (0..<height).contains(y) else { return }
    let cell = y / 4 * size.columns + x / 2
    if dots[cell] == 0 || roles[cell] != role {
      dots[cell] = 0
      roles[cell] = role
    }
    dots[cell] |= BrailleCanvas.bit(x: x % 2, y: y % 4)
  }

  /// A line between two dots, both included (Bresenham).
  public mutating func line(from a: (x: Int, y: Int), to b: (x: Int, y: Int), role: Role) {
    let (right, down) = (abs(b.x - a.x), -abs(b.y - a.y))
    let (stepX, stepY) = (a.x < b.x ? 1 : -1, a.y < b.y ? 1 : -1)
    var (x, y, error) = (a.x, a.y, right + down)
    while true {
      dot(x: x, y: y, role: role)
      if x == b.x && y == b.y { return }
      let twice = 2 * error
      if twice >= down {
        error += down
        x += stepX
      }
      if twice <= right {
        error += right
        y += stepY
      }
    }
  }

  /// A light ground from `top` to `bottom` in one column of dots: one dot in four.
  public mutating func ground(x: Int, top: Int, bottom: Int, role: Role) {
    guard top <= bottom, x.isMultiple(of: 2) else { return }
    for y in max(0, top)...max(0, min(bottom, height)) where y.isMultiple(of: 2) { dot(x: x, y: y, role: role) }
  }

  /// The rows as text; cells without a dot are blanks.
  public var lines: [String] {
    (0..<size.rows).map { row in
      String(String.UnicodeScalarView((0..<size.columns).map { scalar(dots[row * size.columns + $0]) }))
    }
  }

  /// Draws the cells that have a dot, over what stands there.
  public func draw(in frame: inout Frame, row: Int, column: Int) {
    for line in 0..<size.rows {
      for place in 0..<size.columns {
        let cell = line * size.columns + place
        guard dots[cell] != 0 else { continue }
        frame.put(String(scalar(dots[cell])), row: row + line, column: column + place, role: roles[cell])
      }
    }
  }

  private func scalar(_ bits: UInt8) -> Unicode.Scalar {
    bits == 0 ? " " : Unicode.Scalar(0x2800 + UInt32(bits)) ?? " "
  }

  private static func bit(x: Int, y: Int) -> UInt8 {
    // The fourth row came later to Braille and has the two highest bits.
    y == 3 ? 0x40 << UInt8(x) : 1 << UInt8(3 * x + y)
  }

  /// The ASCII sign for a pattern: a slope where the two columns differ in height, else a stroke at the height of the
  /// dots; a ground's few dots are a point.
  static func plain(_ bits: UInt8) -> Unicode.Scalar {
    if bits == 0 { return " " }
    if bits & ~0x05 == 0 { return "." }
    func mean(_ x: Int) -> Double? {
      let rows = (0..<4).filter { bits & bit(x: x, y: $0) != 0 }
      return rows.isEmpty ? nil : Double(rows.reduce(0, +)) / Double(rows.count)
    }
    let (left, right) = (mean(0), mean(1))
    if let left, let right, abs(left - right) >= 0.9 { return left > right ? "/" : "\\" }
    if bits.nonzeroBitCount >= 5 { return "#" }
    if bits.nonzeroBitCount >= 3, left == nil || right == nil { return "|" }
    let height = [left, right].compactMap { $0 }.reduce(0, +) / (left != nil && right != nil ? 2 : 1)
    return height < 0.75 ? "'" : height > 2.25 ? "_" : "-"
  }
}

import Terminal

/// Columns of text, aligned by display width, two spaces apart.
struct Table {
  enum Side { case left, right }

  /// Rows that are printed where there may be very many, as of the pairs of a crowd; an answer in JSON has all.
  static let most = 50

  private var sides: [Side]
  private var rows: [[String]] = []

  /// `headings` name the columns; those of numbers stand on the right.
  init(_ headings: [(String, Side)]) {
    sides = headings.map(\.1)
    rows = [headings.map(\.0)]
  }

  /// What stands below the first `most` of `count` rows.
  static func rest(of count: Int) -> String {
    count > most ? "  … and \(Words.grouped(count - most)) more; --json has them all\n" : ""
  }

  /// Cells beyond a hundred columns are shortened, as of a file whose values are texts.
  mutating func add(_ cells: [String]) { rows.append(cells.map { Self.visible(shortened($0, 100)) }) }

  var isEmpty: Bool { rows.count == 1 }

  /// The lines, without blanks at their ends.
  var text: String {
    let widths = sides.indices.map { column in rows.map { displayWidth($0[column]) }.max() ?? 0 }
    var text = ""
    for row in rows {
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - displayWidth(cell))
        line += (column == 0 ? "" : "  ") + (sides[column] == .left ? cell + padding : padding + cell)
      }
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    return text
  }

  /// Control characters of imported text would break the lines, or speak to the terminal.
  static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHostile) else { return text }
    var visible = ""
    for scalar in text.unicodeScalars {
      visible.unicodeScalars.append(isHostile(scalar) ? "\u{FFFD}" : scalar)
    }
    return visible
  }

  private static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: return true
    case .format: return scalar != "\u{200D}"
    default: return false
    }
  }
}

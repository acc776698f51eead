import TOMLKit

extension Theme {
  /// Parses a theme file: a `name`, and for every role a table of `fg`, `bg` (a name of the 16 terminal colours, an
  /// index of 256 or "#rrggbb") and `bold`, `dim`, `underline`, `reverse`.
  ///
  /// Every role must be there, and `focus` must be in reverse, so that it is seen without colour too. A role without a
  /// `bg` takes that of `text`. What is wrong is an error that names the line.
  public static func parse(_ toml: String, file: String) throws(TerminalError) -> Theme {
    let source = TOMLSource(toml)
    func fail(_ place: (line: Int, column: Int), _ problem: String, _ remedy: String) -> TerminalError {
      .theme(file: file, line: place.line, column: place.column, problem: problem, remedy: remedy)
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: toml)
    } catch {
      let (place, problem) = TOMLSource.explain(error)
      throw fail(place, problem, "Correct the file at that place.")
    }
    guard let name = table["name"]?.string else {
      throw fail((1, 1), "it has no name.", "Add a line such as: name = \"mine\"")
    }
    var styles: [Role: Style] = [:]
    for key in table.keys.sorted(by: { source.place(of: $0) < source.place(of: $1) }) where key != "name" {
      let place = source.place(of: key)
      guard let role = Role.byName[key] else {
        throw fail(
          place, "there is no role “\(key)”.", "Use one of \(Role.allCases.map(\.name).joined(separator: ", ")).")
      }
      guard let entry = table[key]?.table else {
        throw fail(place, "“\(key)” is no table.", "Write it as: \(key) = { fg = \"cyan\", bold = true }")
      }
      styles[role] = try style(entry, key: key, source: source, fail: fail)
    }
    let missing = Role.allCases.filter { styles[$0] == nil }
    guard missing.isEmpty else {
      throw fail(
        (source.lineCount, 1), "these roles are missing: \(missing.map(\.name).joined(separator: ", ")).",
        "Add a line for each; {} is the terminal's own look.")
    }
    guard styles[.focus]?.attributes.contains(.reverse) == true else {
      throw fail(
        source.place(of: "focus"), "focus is not in reverse.", "Write reverse = true, so that it shows without colour.")
    }
    let background = styles[.text]?.background
    return Theme(
      name: name, styles: styles.mapValues { Style($0.foreground, on: $0.background ?? background, $0.attributes) })
  }

  private static func style(
    _ table: TOMLTable, key: String, source: TOMLSource,
    fail: ((line: Int, column: Int), String, String) -> TerminalError
  ) throws(TerminalError) -> Style {
    var style = Style()
    for (field, value) in table {
      let place = source.place(of: field, in: key)
      switch field {
      case "fg", "bg":
        guard let colour = colour(value) else {
          throw fail(
            place, "\(field) of “\(key)” is no colour.",
            "Use \"#rrggbb\", a number from 0 to 255, or one of \(Colour.names.joined(separator: ", ")).")
        }
        if field == "fg" { style.foreground = colour } else { style.background = colour }
      case "bold", "dim", "underline", "reverse":
        guard let isOn = value.bool else {
          throw fail(
            place, "\(field) of “\(key)” is neither true nor false.", "Write \(field) = true, or leave it out.")
        }
        if isOn { style.attributes.insert(attributeNames[field] ?? []) }
      default:
        throw fail(
          place, "“\(key)” has “\(field)”, which means nothing.", "Use fg, bg, bold, dim, underline or reverse.")
      }
    }
    return style
  }

  private static let attributeNames: [String: Attributes] = [
    "bold": .bold, "dim": .dim, "underline": .underline, "reverse": .reverse,
  ]

  private static func colour(_ value: any TOMLValueConvertible) -> Colour? {
    if let index = value.int { return UInt8(exactly: index).map(Colour.indexed) }
    return value.string.flatMap(Colour.init)
  }
}

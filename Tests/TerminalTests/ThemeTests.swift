import Foundation
import Testing

@testable import Terminal

@Suite("Themes")
struct ThemeTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Themes").path

  private func load(_ name: String) throws -> Theme {
    let file = "\(ThemeTests.folder)/\(name).toml"
    return try Theme.parse(try String(contentsOfFile: file, encoding: .utf8), file: file)
  }

  /// The themes that come with the program.
  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.sorted()

  @Test("Every theme file is whole, and says its own name.", arguments: ThemeTests.names)
  func files(_ name: String) throws {
    let theme = try load(name)
    #expect(theme.name == name)
    #expect(theme[.focus].attributes.contains(.reverse))
  }

  @Test("There are a dark, a light, a high-contrast and a colour-blind-safe theme.")
  func four() {
    for name in ["dark", "light", "high-contrast", "colour-blind", "terminal"] {
      #expect(ThemeTests.names.contains(name))
    }
  }

  @Test("The dark theme that needs no file is the one in the file.")
  func builtIn() throws {
    let text = try String(contentsOfFile: ThemeTests.folder + "/dark.toml", encoding: .utf8)
    #expect(try Theme.parse(text, file: "dark.toml") == Theme.dark)
  }

  @Test("What is to be read stands out from its ground.", arguments: ThemeTests.names)
  func contrast(_ name: String) throws {
    let theme = try load(name)
    // The window of a theme that paints no ground: dark, as the theme is made for.
    let ground = Colour.rgb(0x1C, 0x1C, 0x1C)
    for role in Role.allCases {
      guard case .rgb? = theme[role].foreground else { continue }
      let foreground = theme[role].foreground ?? ground
      let ratio = contrastRatio(foreground, theme[role].background ?? ground)
      let least = role == .rule || role == .barEmpty ? 1.5 : 4.5
      #expect(ratio >= least, "\(name): \(role.name) has \(ratio)")
    }
  }

  @Test("Colour is never the only sign: each of these differs from plain text without colour.")
  func withoutColour() throws {
    for name in ThemeTests.names {
      let theme = try load(name)
      let looks = Look.all(of: theme, depth: .none, attributes: [.bold, .dim, .underline, .reverse])
      for role in [Role.focus, .chosen, .error, .conflict, .match, .glyph, .key, .title] {
        #expect(looks[Int(role.rawValue)] != looks[Int(Role.text.rawValue)], "\(name): \(role.name)")
      }
      #expect(looks.allSatisfy { $0.foreground == nil && $0.background == nil })
    }
  }

  private static let whole =
    "name = \"x\"\n"
    + Role.allCases.map { "\($0.name) = \($0 == .focus ? "{ reverse = true }" : "{}")" }.joined(separator: "\n")

  @Test("A colour is a name, an index or a number of red, green and blue.")
  func colours() throws {
    let theme = try Theme.parse(
      ThemeTests.whole.replacing(
        "dim = {}", with: "dim = { fg = \"bright-red\", bg = 200, bold = true, underline = false }"
      )
      .replacing("title = {}", with: "title = { fg = \"#0a0B0c\" }"), file: "x")
    #expect(theme[.dim] == Theme.Style(.indexed(9), on: .indexed(200), .bold))
    #expect(theme[.title].foreground == .rgb(10, 11, 12))
  }

  @Test("A role without a ground takes that of the text.")
  func ground() throws {
    let theme = try Theme.parse(ThemeTests.whole.replacing("text = {}", with: "text = { bg = 7 }"), file: "x")
    #expect(Role.allCases.allSatisfy { theme[$0].background == .indexed(7) })
  }

  @Test(
    "What is wrong is named with its line and column.",
    arguments: [
      ("dim = {}", "dimm = {}", 3, 1, "dimm"), ("dim = {}", "dim = { fg = \"bleu\" }", 3, 9, "colour"),
      ("dim = {}", "dim = { fg = 256 }", 3, 9, "colour"), ("dim = {}", "dim = { bold = 1 }", 3, 9, "true nor false"),
      ("dim = {}", "dim = { colour = 1 }", 3, 9, "means nothing"), ("dim = {}", "dim = 3", 3, 1, "table"),
      ("dim = {}", "dim = {", 3, 8, "table"), ("focus = { reverse = true }", "focus = {}", 9, 1, "reverse"),
      ("dim = {}", "", 28, 1, "dim"), ("name = \"x\"", "", 1, 1, "name"),
    ])
  func mistakes(_ old: String, _ new: String, _ line: Int, _ column: Int, _ word: String) {
    let error = #expect(throws: TerminalError.self) {
      try Theme.parse(ThemeTests.whole.replacing(old, with: new), file: "my.toml")
    }
    guard case .theme(_, line, _, let problem, let remedy) = error else {
      Issue.record("\(String(describing: error)) is not in line \(line)")
      return
    }
    #expect(problem.contains(word) && !remedy.isEmpty)
    #expect(error?.failureReason?.hasPrefix("my.toml:\(line):") == true)
    if column != 8 { #expect(error?.failureReason == "my.toml:\(line):\(column)") }
  }
}

/// WCAG 2.2, "contrast ratio".
private func contrastRatio(_ a: Colour, _ b: Colour) -> Double {
  func luminance(_ colour: Colour) -> Double {
    let (red, green, blue) = colour.components
    func linear(_ value: Int) -> Double {
      let part = Double(value) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
  let (x, y) = (luminance(a), luminance(b))
  return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

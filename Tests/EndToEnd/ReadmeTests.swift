import Foundation
import Testing

/// The README shows the program as it is: its pictures are golden screens.
struct ReadmeTests {
  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("Every picture in the README is the golden screen that it names.")
  func pictures() throws {
    let file = Self.repository.appendingPathComponent("README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let drawn = try Self.drawn(text)
    #expect(drawn.count >= 3)
    if ProcessInfo.processInfo.environment["GLOSS_UPDATE_GOLDEN"] == "1" {
      try drawn.text.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(drawn.text == text, "run this test with GLOSS_UPDATE_GOLDEN=1 to draw them anew")
    }
  }

  /// `text` with the block after each `<!-- picture: NAME -->` filled with that golden screen, and how many there were.
  private static func drawn(_ text: String) throws -> (text: String, count: Int) {
    var lines: [Substring] = []
    var rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    var count = 0
    while let line = rest.popFirst() {
      lines.append(line)
      guard line.hasPrefix("<!-- picture: "), line.hasSuffix(" -->") else { continue }
      let name = line.dropFirst("<!-- picture: ".count).dropLast(" -->".count)
      let golden = repository.appendingPathComponent("Tests/EndToEnd/Golden/\(name).txt")
      let opening = rest.popFirst()
      #expect(opening == "```", "a block follows the picture's name")
      let end = try #require(rest.firstIndex(of: "```"), "the picture's block ends")
      rest = rest[end...].dropFirst()
      let screen = try String(contentsOf: golden, encoding: .utf8)
      lines.append("```")
      lines += screen.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      lines.append("```")
      count += 1
    }
    return (lines.joined(separator: "\n"), count)
  }
}

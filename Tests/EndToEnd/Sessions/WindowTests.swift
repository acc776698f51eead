import Foundation
import Testing

@Suite("Windows and terminals of every kind", .timeLimit(.minutes(10)))
struct WindowTests {
  @Test("A storm of resizes between 20×5 and 400×120 breaks nothing.")
  func resizes() throws {
    let scratch = try TweetsProject.annotated()
    var random = SeededRandom(seed: 7)
    for command in ["label", "review", "home"] {
      let terminal = try TerminalSession.gloss(
        [command, "--as", command == "label" ? "bob" : "rita"], in: scratch, rows: 24, columns: 80)
      try terminal.wait { $0.contains("?") }
      let before = terminal.text
      for _ in 0..<60 {
        terminal.resize(
          rows: Int.random(in: 3...120, using: &random), columns: Int.random(in: 10...400, using: &random))
        if Bool.random(using: &random) { terminal.pump(for: 0.02) }
        if Int.random(in: 0..<8, using: &random) == 0 {
          terminal.type(["G", ":", "?", "\u{1B}"].randomElement(using: &random)!)
        }
      }
      terminal.resize(rows: 5, columns: 20)
      try terminal.settle()
      terminal.resize(rows: 24, columns: 80)
      terminal.press(.escape)
      try terminal.settle()
      for _ in 0..<3 where terminal.text != before {
        terminal.press(.escape)
        try terminal.settle()
      }
      #expect(terminal.text.contains("tweets"))
      terminal.signal(SIGTERM)
      #expect(try terminal.waitForExit() == .code(0))
      terminal.expectRestored()
    }
  }

  @Test("Too small a window says so, and nothing is lost by it.")
  func tooSmall() throws {
    let scratch = try TweetsProject.begin()
    let terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch, rows: 4, columns: 18)
    try terminal.wait { !$0.allSatisfy(\.isWhitespace) }
    terminal.resize(rows: 24, columns: 80)
    try terminal.wait(for: "What a lovely morning")
    try terminal.answer("3", "positive", at: 1)
    try terminal.leave()
  }

  @Test(
    "Every kind of terminal is labeled on, known or not.",
    arguments: ["xterm-ghostty", "no-such-terminal", "vt100", "linux", "screen", "tmux-256color", "xterm", "dumb", ""])
  func terminals(_ name: String) throws {
    let scratch = try TweetsProject.begin()
    let terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch, environment: ["TERM": name])
    if name == "dumb" || name.isEmpty {
      // Such a terminal cannot place its cursor: that is said, and nothing is drawn.
      let status = try terminal.waitForExit()
      if status == .code(2) {
        #expect(terminal.text.contains("TERM"), "\(terminal.text)")
        return
      }
    }
    try terminal.wait(for: "What a lovely morning")
    try terminal.answer("3", "positive", at: 1)
    try terminal.leave()
  }

  @Test("With NO_COLOR nothing has a colour, and what is chosen shows all the same.")
  func noColour() throws {
    let scratch = try TweetsProject.annotated()
    let terminal = try TerminalSession.gloss(["review", "--as", "rita"], in: scratch, environment: ["NO_COLOR": "1"])
    try terminal.wait(for: "phone interview")
    for row in 0..<terminal.rows {
      for column in 0..<terminal.columns {
        let cell = terminal.cell(row, column)
        #expect(cell.foreground == .own && cell.background == .own)
      }
    }
    try terminal.leave()
  }

  @Test("Themes are chosen by option, environment and config file, in that order; an unknown one is named.")
  func themes() throws {
    let scratch = try TweetsProject.begin()
    func background(_ arguments: [String], _ environment: [String: String?]) throws -> TerminalSession.Cell {
      let terminal = try TerminalSession.gloss(
        ["label", "--as", "alice"] + arguments, in: scratch, environment: environment)
      try terminal.wait(for: "What a lovely morning")
      let place = try #require(terminal.find("What a lovely"))
      let cell = terminal.cell(place.row, place.column)
      try terminal.leave()
      return cell
    }
    let colours: [String: String?] = ["COLORTERM": "truecolor", "GLOSS_THEME": nil]
    let light = try background(["--theme", "light"], colours)
    let dark = try background(["--theme", "dark"], colours)
    #expect(light != dark)
    #expect(try background([], colours.merging(["GLOSS_THEME": "light"]) { $1 }) == light)
    try scratch.write("theme = \"light\"\n", to: "config/gloss/config.toml")
    #expect(try background([], colours) == light)
    #expect(try background(["--theme", "dark"], colours) == dark)
    try scratch.write(#"theme = "dark""#, to: "config/gloss/config.toml")
    let own = try String(contentsOfFile: ReadmeTests.repository.path + "/Themes/light.toml", encoding: .utf8)
    try scratch.write(own, to: "my.toml")
    #expect(try background(["--theme", "my.toml"], colours) == light)
    let unknown = try BuiltProgram.run(["label", "--as", "alice", "--theme", "mauve"], in: scratch)
    #expect(unknown.status == 2)
    #expect(unknown.error.contains("mauve") && unknown.error.contains("light"), "\(unknown.error)")
    expectOneForm(unknown.error)
  }

  @Test("A key file binds keys anew, and a clash names the line.")
  func keys() throws {
    let scratch = try TweetsProject.begin()
    try scratch.write("[label]\n\"label.flag\" = [\"%\"]\n", to: "config/gloss/keys.toml")
    let terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try terminal.wait(for: "What a lovely morning")
    terminal.type("%")
    try terminal.wait(for: "flagged")
    try terminal.leave()
    try scratch.write("[label]\n\"label.flag\" = [\"%\"]\n\"label.skip\" = [\"%\"]\n", to: "config/gloss/keys.toml")
    let clash = try BuiltProgram.run(["label", "--as", "alice"], in: scratch)
    #expect(clash.status == 2)
    #expect(clash.error.contains("keys.toml") && clash.error.contains("%"), "\(clash.error)")
  }
}

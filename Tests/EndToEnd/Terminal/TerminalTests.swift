import Foundation
import Testing

/// The terminal module on a real pseudo-terminal, by way of a small program that shows what it gets.
@Suite("The terminal", .timeLimit(.minutes(10)))
struct TerminalTests {
  private func start(
    _ arguments: String..., rows: Int = 24, columns: Int = 80, environment: [String: String?] = [:]
  ) throws -> TerminalSession {
    let session = try TerminalSession(
      ["terminal-fixture"] + arguments, rows: rows, columns: columns, environment: environment)
    try session.wait(for: "keys:")
    return session
  }

  private func expectRestored(_ session: TerminalSession) {
    #expect(session.isLineMode)
    #expect(!session.isOnAlternateScreen)
    #expect(session.isCursorVisible)
  }

  @Test("Keys arrive by their names, whatever form the terminal sends them in.")
  func keys() throws {
    let t = try start()
    #expect(!t.isLineMode && t.isOnAlternateScreen && !t.isCursorVisible)
    t.press(.up, .control("r"), .backspace, .escape)
    try t.wait(for: "keys: Up Ctrl-R Backspace Esc")
    t.send(Array("\u{1B}OB\u{1B}[5~é".utf8))
    try t.wait(for: "Esc Down PgUp é")
    t.paste("two\rlines")
    try t.wait(for: "paste(two␊lines)")
    t.type("q")
    #expect(try t.waitForExit() == .code(0))
    expectRestored(t)
    #expect(t.text.contains("ended: over"))
  }

  @Test("An Escape alone is a key within a moment, and ^S and ^C are keys like others.")
  func escapeAlone() throws {
    let t = try start()
    t.press(.escape)
    try t.wait(for: "keys: Esc")
    t.press(.control("s"), .control("c"), .control("\\"))
    try t.wait(for: "keys: Esc Ctrl-S Ctrl-C Ctrl-\\")
  }

  @Test("The frame that answers a key shows what its effect brought.")
  func oneFrame() throws {
    let t = try start()
    t.type("s")
    try t.wait(for: "saved 1")
    t.forgetOutput()
    t.type("s")
    try t.wait(for: "saved 2")
    #expect(String(decoding: t.output, as: UTF8.self).contains("\u{1B}[?25") == false)
    #expect(t.output.count < 40)
    #expect(t.text.contains("keys: s s"))
  }

  @Test("A slow effect does not hold up the screen, and a background one neither.")
  func slowEffects() throws {
    let t = try start()
    t.type("Sbx")
    try t.wait { $0.contains("keys: S b x") && $0.contains("saved 0  background running") }
    try t.wait(for: "saved 1  background done")
  }

  @Test("What was begun is finished before the program ends.")
  func finishing() throws {
    let t = try start()
    t.type("SSsqsss")
    #expect(try t.waitForExit() == .code(0))
    #expect(t.text.contains("ended: over, 3 saved"))
  }

  @Test("Without input for a while the program may look about.")
  func idle() throws {
    let t = try start()
    try t.wait(for: "idle yes")
  }

  @Test("Any size is drawn, and a resize is followed.")
  func resizing() throws {
    let t = try start("Some text that is long enough to be broken when the window is narrow")
    for (rows, columns) in [(5, 20), (1, 1), (2, 3), (120, 400), (12, 40), (24, 80)] {
      t.resize(rows: rows, columns: columns)
      if rows >= 12 { try t.wait(for: "\(columns)×\(rows)") } else { t.type("x") }
    }
    #expect(t.lines[3].hasPrefix("  Some text that is long enough"))
    t.resize(rows: 12, columns: 40)
    try t.wait { $0.contains("40×12") && $0.contains("  Some text that is long enough to be |\n") }
  }

  @Test("A terminal that tells no size is taken for one of 24 × 80.")
  func noSize() throws {
    let t = try TerminalSession(["terminal-fixture"], rows: 24, columns: 80)
    t.resize(rows: 24, columns: 80)
    try t.wait(for: "80×24")
    let none = try TerminalSession(
      ["sh", "-c", "stty rows 0 columns 0; exec \(TerminalSession.find("terminal-fixture"))"], rows: 24, columns: 80)
    try none.wait(for: "80×24")
  }

  @Test(
    "Columns line up behind every kind of text.",
    arguments: [
      "plain", "日本語 한국어", "e\u{301}a\u{308}\u{332} combining", "emoji 👍🏽 👩‍👩‍👧 ❤\u{FE0F} 🇩🇪 1\u{FE0F}\u{20E3}", "हिन्दी ไทยำ",
      "hostile \u{1B}[31m\u{7}\u{202E}abc\u{200B}\u{200D}\u{FEFF}\u{9B}", "\u{301}start",
      "tab\tand tag \u{E0041}\u{E0042}",
      "new emoji 🫠🫨 ⌚✅",
    ])
  func alignment(_ text: String) throws {
    let t = try start(text)
    #expect(t.cell(3, 78).text == "|", "\(t.lines[3])")
    t.type("x")
    try t.wait(for: "keys: x")
    #expect(t.cell(3, 78).text == "|")
    #expect(t.lines[1] == String(repeating: "─", count: 80))
  }

  @Test("Escape sequences in a text are shown, not obeyed.")
  func hostile() throws {
    let t = try start("\u{1B}]0;title\u{7}\u{1B}[2J\u{1B}[31mred")
    #expect(t.lines[3].contains("␛]0;title␇␛[2J␛[31mred"))
    let place = try #require(t.find("red"))
    #expect(t.cell(place.row, place.column).foreground == .own)
    #expect(t.cell(3, 2).isUnderlined)
  }

  @Test("Ends that nobody planned leave the terminal as it was.", arguments: ["C", "O", "W"])
  func crashes(_ key: String) throws {
    let t = try start()
    t.type(key)
    guard case .signal = try t.waitForExit() else {
      Issue.record("it did not crash")
      return
    }
    expectRestored(t)
    // What was written to standard error meanwhile shows after the screen is gone.
    let written = String(decoding: t.output, as: UTF8.self)
    let left = try #require(written.range(of: "\u{1B}[?1049l"))
    if key == "C" { #expect(written[left.upperBound...].contains("Fatal error: a crash was asked for")) }
  }

  @Test("Signals from outside restore the terminal and let effects finish.", arguments: [SIGTERM, SIGHUP, SIGINT])
  func signals(_ signal: Int32) throws {
    let t = try start()
    t.type("s")
    try t.wait(for: "saved 1")
    t.signal(signal)
    #expect(try t.waitForExit() == .code(0))
    expectRestored(t)
    #expect(t.text.contains("ended: hang up, 3 saved"))
  }

  @Test(
    "Deadly signals restore the terminal too.", arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGQUIT])
  func deadlySignals(_ signal: Int32) throws {
    let t = try start()
    t.signal(signal)
    #expect(try t.waitForExit() == .signal(signal))
    expectRestored(t)
  }

  @Test("A call of exit somewhere restores the terminal.")
  func exiting() throws {
    let t = try start()
    t.type("X")
    #expect(try t.waitForExit() == .code(3))
    expectRestored(t)
  }

  @Test("A client that is frozen and takes nothing holds up neither keys nor the end.")
  func frozen() throws {
    let themes = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Themes").path
    let t = try start("--themes", themes, "--theme", "light")
    // Every cell of a painted theme is sent: 100 kB, of which a pseudo-terminal that nobody reads takes 64.
    t.resize(rows: 200, columns: 500)
    try t.waitForUnreadOutput()
    t.type("x")
    t.signal(SIGTERM)
    #expect(try t.waitForExit(reading: false) == .code(0))
  }

  @Test("A closed window ends the program, after it has saved.")
  func hangUp() throws {
    let t = try start()
    #expect(try t.hangUp() == .code(0))
  }

  @Test("Ctrl-Z gives the terminal back to the shell, and fg takes it again.")
  func suspending() throws {
    let t = try TerminalSession(["bash", "--norc", "--noprofile", "-i"], environment: ["PS1": "shell> "])
    try t.wait(for: "shell>")
    t.type("\(TerminalSession.find("terminal-fixture")) hello\r")
    try t.wait(for: "keys:")
    t.type("x")
    try t.wait(for: "keys: x")
    t.press(.control("z"))
    try t.wait { $0.contains("Stopped") && $0.contains("shell>") }
    #expect(!t.isOnAlternateScreen && t.isCursorVisible)
    t.resize(rows: 20, columns: 60)
    t.type("fg\r")
    try t.wait { $0.contains("60×20") && $0.contains("keys: x") && $0.contains("hello") }
    #expect(t.isOnAlternateScreen && !t.isLineMode)
    t.type("yq")
    try t.wait { $0.contains("ended: over") }
  }

  @Test("A program that was stopped from outside draws itself anew when continued.")
  func continued() throws {
    let t = try start("hello")
    t.signal(SIGSTOP)
    t.signal(SIGCONT)
    t.forgetOutput()
    try t.wait { _ in String(decoding: t.output, as: UTF8.self).contains("\u{1B}[2J") }
    t.type("x")
    try t.wait(for: "keys: x")
    #expect(!t.isLineMode)
  }

  @Test(
    "A terminal that terminfo does not know is taken for xterm.",
    arguments: ["xterm-ghostty", "nonesuch", "vt100", "linux"])
  func terms(_ name: String) throws {
    let t = try start(environment: ["TERM": name])
    t.press(.up)
    t.type("日q")
    #expect(try t.waitForExit() == .code(0))
    #expect(t.isLineMode)
  }

  @Test(
    "Without a terminal that can show screens the program says so.",
    arguments: [("", "TERM is not set"), ("dumb", "cannot move its cursor")])
  func noScreens(_ name: String, _ words: String) throws {
    let t = try TerminalSession(["terminal-fixture"], environment: ["TERM": name])
    #expect(try t.waitForExit() == .code(0))
    #expect(t.text.contains(words) && t.text.contains("xterm-256color"))
    expectRestored(t)
  }

  @Test("With a pipe for input the program says that there is no terminal.")
  func noTerminal() throws {
    let t = try TerminalSession(["sh", "-c", "echo x | \(TerminalSession.find("terminal-fixture"))"])
    _ = try t.waitForExit()
    #expect(t.text.contains("error: The screens need a terminal"))
  }

  @Test("Colours are as many as the terminal has.")
  func depths() throws {
    let cases: [([String: String?], TerminalSession.Colour)] = [
      ([:], .index(210)), (["COLORTERM": "truecolor"], .rgb(0xFF8787)), (["TERM": "xterm"], .index(9)),
      (["GLOSS_COLORS": "16"], .index(9)), (["NO_COLOR": "1"], .own), (["TERM": "vt100"], .own),
    ]
    for (environment, wanted) in cases {
      let t = try start(environment: environment)
      t.type("r")
      try t.wait(for: "conflict")
      let place = try #require(t.find("error"))
      let cell = t.cell(place.row, place.column + 13)
      #expect(cell.foreground == wanted, "\(environment)")
      #expect(cell.isBold)
      let focus = try #require(t.find("focus"))
      #expect(t.cell(focus.row, focus.column + 13).isReverse)
    }
  }

  @Test("Where the locale is not UTF-8, nothing but ASCII is sent.")
  func ascii() throws {
    let t = try start("日本 é", environment: ["LANG": nil, "LC_ALL": "C"])
    #expect(t.output.allSatisfy { $0 < 0x80 })
    #expect(t.lines[1] == String(repeating: "-", count: 80))
    let shapes = try start("日本 é", environment: ["GLOSS_ASCII": "1"])
    #expect(shapes.lines[1].hasPrefix("---") && shapes.lines[3].contains("日本 é"))
  }

  @Test("A key that changes the sample costs few bytes.")
  func bytes() throws {
    let t = try start()
    t.type("f")
    try t.wait(for: "What does the writer feel?")
    for number in 0..<10 {
      let before = t.bytesReceived
      t.type("1")
      try t.wait(for: "alice · \(130 + number) of")
      #expect(t.bytesReceived - before < 600)
    }
  }

  @Test("Typed text is edited at a cursor that shows.")
  func editing() throws {
    let t = try start()
    t.type("e")
    try t.wait(for: "edit")
    t.type("ab日")
    t.press(.left)
    t.type("c")
    try t.wait(for: "abc日")
    #expect(t.isCursorVisible)
    #expect(t.cursor == (21, 9))
    t.paste("x\ny")
    try t.wait(for: "abcx y日")
    t.press(.enter)
    try t.wait { !$0.contains("edit") }
    #expect(!t.isCursorVisible)
  }
}

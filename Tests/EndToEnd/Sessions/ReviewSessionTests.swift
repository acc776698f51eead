import Testing

@Suite("gloss review on a terminal", .timeLimit(.minutes(10)))
struct ReviewSessionTests {
  @Test("Disagreements stand first with every answer; the majority, one's answer and another are taken by key.")
  func resolve() throws {
    let scratch = try TweetsProject.annotated()
    let terminal = try TerminalSession.gloss(["review", "--as", "rita"], in: scratch)
    try terminal.wait(for: "another phone interview")
    for name in ["alice", "bob", "chen"] { #expect(terminal.text.contains(name)) }
    #expect(terminal.text.contains("irony"))
    terminal.type("*")
    try terminal.wait { _ in terminal.acknowledged?.contains("negative") == true }
    try terminal.wait(for: "The train leaves at nine")
    terminal.type("2")
    try terminal.wait(for: "✓ 3 neutral · no disagreement is left")
    #expect(terminal.text.contains("neutral · set, rita"))
    try terminal.leave()
    let status = try BuiltProgram.run(["status", "--json"], in: scratch).json()
    #expect(status.resolved.int == 2)
    #expect(status.disagreements.int == 0)
    _ = try BuiltProgram.run(["commit", "-m", "resolved"], in: scratch)
    let rows = try BuiltProgram.run(["export", "main", "--annotations", "-o", "-"], in: scratch).output
      .split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(rows[1]._labels.sentiment.by.string == "resolution")
    #expect(rows[1]._labels.sentiment.reviewer.string == "rita")
    #expect(rows[2].sentiment.string == "neutral")
  }

  @Test("A resolution is taken back, and a sample is sent back with a note that its annotator sees.")
  func undoAndSendBack() throws {
    let scratch = try TweetsProject.annotated()
    let terminal = try TerminalSession.gloss(["review", "--as", "rita"], in: scratch)
    try terminal.wait(for: "another phone interview")
    terminal.type("*")
    try terminal.wait(for: "The train leaves at nine")
    terminal.press(.backspace)
    try terminal.wait(for: "another phone interview")
    #expect(try BuiltProgram.run(["status", "--json"], in: scratch).json().resolved.int == 0)
    terminal.type("@")
    try terminal.wait(for: "alice")
    terminal.type("a")
    terminal.press(.enter)
    try terminal.wait { !$0.contains("commands") || $0.contains("note") }
    terminal.type("read guideline 1")
    terminal.press(.enter)
    try terminal.wait(for: "sent back")
    try terminal.leave()
    let label = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try label.wait(for: "read guideline 1")
    #expect(label.text.contains("another phone interview"))
    try label.leave()
  }

  @Test("Annotators do not review, and say so in words.")
  func permission() throws {
    let scratch = try TweetsProject.annotated()
    let finished = try BuiltProgram.run(["review", "--as", "alice"], in: scratch)
    #expect(finished.status == 2)
    #expect(finished.output.isEmpty)
    #expect(finished.error.hasPrefix("gloss: alice is an annotator and may not review; a reviewer or a lead may"))
    let terminal = try TerminalSession.gloss(["home", "--as", "alice"], in: scratch)
    try terminal.wait(for: "tweets")
    terminal.type("r")
    // All of it, wrapped, though it is longer than the screen is wide.
    try terminal.wait(for: "alice is an annotator and may not review")
    try terminal.wait(for: "people in gloss.yaml")
    terminal.kill()
  }
}

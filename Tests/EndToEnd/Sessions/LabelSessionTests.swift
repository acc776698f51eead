import Testing

@Suite("gloss label on a terminal", .timeLimit(.minutes(10)))
struct LabelSessionTests {
  @Test("One key labels and the next sample stands there; Q leaves, and what was shown as saved is saved.")
  func label() throws {
    let scratch = try TweetsProject.begin()
    let terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try terminal.wait(for: "What a lovely morning")
    try terminal.answer("3", "positive", at: 1)
    try terminal.wait(for: "another phone interview")
    try terminal.answer("1", "negative", at: 2)
    try terminal.wait(for: "The train leaves at nine")
    try terminal.leave()
    let answers = try scratch.exportedAnswers()
    #expect(answers == ["t1": ["alice": "positive"], "t2": ["alice": "negative"]])
  }

  @Test("Backspace takes an answer back, also after a restart, and Ctrl-R does it again.")
  func undo() throws {
    let scratch = try TweetsProject.begin()
    var terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try terminal.wait(for: "What a lovely morning")
    try terminal.answer("3", "positive", at: 1)
    try terminal.answer("1", "negative", at: 2)
    terminal.press(.backspace)
    try terminal.wait(for: "taken back: 2 negative")
    try terminal.wait(for: "another phone interview")
    try terminal.leave()
    terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try terminal.wait(for: "another phone interview")
    terminal.press(.backspace)
    try terminal.wait(for: "taken back: 1 positive")
    terminal.press(.control("r"))
    try terminal.wait { _ in terminal.acknowledged == "1 positive" }
    try terminal.leave()
    #expect(try scratch.exportedAnswers() == ["t1": ["alice": "positive"]])
  }

  @Test("A skip asks for the reason, a comment and a flag stay with the sample.")
  func skipCommentFlag() throws {
    let scratch = try TweetsProject.begin()
    let terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try terminal.wait(for: "What a lovely morning")
    terminal.type("-not a tweet")
    terminal.press(.enter)
    try terminal.wait(for: "skipped: not a tweet")
    try terminal.wait(for: "another phone interview")
    terminal.type("#is this irony?")
    terminal.press(.enter)
    try terminal.wait(for: "comment")
    terminal.type("!")
    try terminal.wait(for: "flagged")
    try terminal.answer("1", "negative", at: 2)
    try terminal.leave()
    let status = try BuiltProgram.run(["status", "--json"], in: scratch).json()
    #expect(status.by_status.skipped.int == 1)
    #expect(status.flagged.int == 1)
    _ = try BuiltProgram.run(["commit", "-m", "x"], in: scratch)
    let rows = try BuiltProgram.run(["export", "main", "--annotations", "-o", "-"], in: scratch).output
      .split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(rows[1].annotations[0].comment.string == "is this irony?")
  }

  @Test("Keys typed faster than any screen answers are all kept, in order.")
  func fastTyping() throws {
    let scratch = try ManySamples.begin(count: 120)
    let terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try terminal.wait(for: "sample number 1 ")
    let keys = (0..<100).map { String($0 * 7 % 3 + 1) }
    terminal.type(keys.joined())
    try terminal.wait { _ in terminal.acknowledged?.hasPrefix("100 ") == true }
    try terminal.leave()
    let names = ["1": "negative", "2": "neutral", "3": "positive"]
    let answers = try scratch.exportedAnswers()
    for (index, key) in keys.enumerated() {
      #expect(answers["s\(index + 1)"]?["alice"] == names[key], "sample \(index + 1)")
    }
    #expect(answers.count == 100)
  }

  @Test("Two people at once, in two programs, never get in each other's way.")
  func together() throws {
    let scratch = try ManySamples.begin(count: 40)
    let people = ["alice", "bob"]
    let terminals = try people.map { try TerminalSession.gloss(["label", "--as", $0], in: scratch) }
    for terminal in terminals { try terminal.wait(for: "sample number") }
    for round in 0..<20 {
      for (person, terminal) in terminals.enumerated() {
        terminal.type(String((round + person) % 3 + 1))
      }
      for terminal in terminals {
        try terminal.wait { _ in terminal.acknowledged?.hasPrefix("\(round + 1) ") == true }
      }
    }
    for terminal in terminals { try terminal.leave() }
    let answers = try scratch.exportedAnswers()
    let names = ["negative", "neutral", "positive"]
    for round in 0..<20 {
      #expect(answers["s\(round + 1)"] == ["alice": names[round % 3], "bob": names[(round + 1) % 3]])
    }
  }
}

/// A project of many short samples.
enum ManySamples {
  static func begin(count: Int) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(TweetsProject.yaml, to: "gloss.yaml")
    try scratch.write(TweetsProject.guidelines, to: "guidelines.md")
    try scratch.write(
      (1...count).map { "{\"id\": \"s\($0)\", \"text\": \"sample number \($0) of many\"}\n" }.joined(),
      to: "many.jsonl")
    for arguments in [["init", "."], ["import", "many.jsonl"]] {
      let finished = try BuiltProgram.run(arguments, in: scratch)
      guard finished.status == 0 else { throw Unexpected(finished: finished) }
    }
    return scratch
  }
}

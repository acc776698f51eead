import Testing

@Suite("A merge on the review screen", .timeLimit(.minutes(10)))
struct MergeSessionTests {
  @Test(
    "Conflicts stand first with both sides; each is settled by a key, and the last decision makes the merge commit.")
  func settle() throws {
    let scratch = try TweetsProject.annotated()
    try MergeProject.part(scratch)
    func heads() throws -> [JSON] {
      try BuiltProgram.run(["log", "--json"], in: scratch).json().commits.elements
    }
    let before = try heads().count
    let terminal = try TerminalSession.gloss(["review", "--as", "rita"], in: scratch)
    try terminal.wait(for: "main ≠ second-team")
    for words in ["neutral, resolved by rita", "positive, resolved by samuel"] {
      #expect(terminal.text.contains(words), "\(terminal.text)")
    }
    terminal.type("a")
    try terminal.wait(for: "what bob answered")
    #expect(terminal.acknowledged == "2 neutral, ours")
    terminal.press(.backspace)
    try terminal.wait(for: "taken back: 2 neutral, ours")
    #expect(terminal.text.contains("main ≠ second-team"))
    terminal.type("b")
    try terminal.wait(for: "what bob answered")
    #expect(terminal.acknowledged == "2 positive, theirs")
    #expect(try heads().count == before)
    terminal.type("a")
    try terminal.wait(for: "✓ 4 bob: neutral, ours · the merge of second-team is done")
    // Review goes on with what the annotators disagree about.
    try terminal.wait { !$0.contains("main ≠") && $0.contains("accept") }
    terminal.press(.backspace)
    try terminal.wait(for: "gloss undo takes it back")
    try terminal.leave()

    let merged = try #require(try heads().first)
    #expect(merged.message.string == "merge second-team into main")
    #expect(merged.parents.elements.count == 2)
    #expect(merged.author.string == "rita")
    let graph = try BuiltProgram.run(["log", "--graph"], in: scratch).output
    #expect(graph.contains("○─╮"), "\(graph)")
    #expect(try BuiltProgram.run(["status", "--json"], in: scratch).json().uncommitted.int == 0)
    #expect(try scratch.exportedAnswers()["t4"] == ["alice": "negative", "bob": "neutral"])
    let rows = try BuiltProgram.run(["export", "main", "--annotations", "-o", "-"], in: scratch).output
      .split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(rows[1].sentiment.string == "positive")
    #expect(rows[1]._labels.sentiment.reviewer.string == "samuel")

    // And so does labeling.
    let label = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try label.wait(for: "What does the writer feel?")
    try label.leave()
    #expect(try BuiltProgram.run(["merge", "second-team", "--as", "lea"], in: scratch).status == 0)
  }
}

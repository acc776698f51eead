import Testing

@Suite("gloss init", .timeLimit(.minutes(10)))
struct InitTests {
  @Test("A new directory becomes a workspace from a template, and says what comes next.")
  func makesWorkspace() throws {
    let scratch = try Scratch()
    let finished = try BuiltProgram.run(["init", "deep/reviews"], in: scratch)
    #expect(finished.status == 0, "\(finished.error)")
    #expect(finished.error.isEmpty)
    #expect(finished.output.contains("gloss import"))
    #expect(scratch.exists("deep/reviews/gloss.yaml"))
    #expect(scratch.exists("deep/reviews/.gloss"))
  }

  @Test("Every template makes a workspace that answers.", arguments: ["sentiment", "topics", "intents", "helpfulness"])
  func templates(_ name: String) throws {
    let scratch = try Scratch()
    let finished = try BuiltProgram.run(["init", "work", "--template", name], in: scratch)
    #expect(finished.status == 0, "\(finished.error)")
    let status = try BuiltProgram.run(["-C", "work", "status", "--json"], in: scratch).json()
    #expect(status.samples.int == 0)
  }

  @Test("A gloss.yaml that is there is kept as it is.")
  func keepsProjectFile() throws {
    let scratch = try Scratch()
    try scratch.write(TweetsProject.yaml, to: "gloss.yaml")
    try scratch.write(TweetsProject.guidelines, to: "guidelines.md")
    let finished = try BuiltProgram.run(["init", ".", "--template", "topics"], in: scratch)
    #expect(finished.status == 0, "\(finished.error)")
    #expect(try scratch.read("gloss.yaml") == TweetsProject.yaml)
    #expect(finished.output.contains("tweets"))
  }

  @Test(
    "A fault in gloss.yaml names line and column, and nothing is made.",
    arguments: [
      ("kind: choice\n", "kind: chioce\n", 6),
      ("round: {overlap", "round: {overlop", 13),
      ("{name: neutral,  key: \"2\"}", "{name: neutral,  key: \"1\"}", 10),
    ])
  func faults(_ change: (old: String, new: String, line: Int)) throws {
    let scratch = try Scratch()
    try scratch.write(TweetsProject.yaml.replacing(change.old, with: change.new, maxReplacements: 1), to: "gloss.yaml")
    try scratch.write(TweetsProject.guidelines, to: "guidelines.md")
    let finished = try BuiltProgram.run(["init", "."], in: scratch)
    #expect(finished.status == 2)
    #expect(finished.output.isEmpty)
    #expect(finished.error.contains("gloss.yaml:\(change.line):"), "\(finished.error)")
    #expect(!scratch.exists(".gloss"))
  }

  @Test("An unknown template is wrong usage, and the known ones are named.")
  func unknownTemplate() throws {
    let finished = try BuiltProgram.run(["init", "work", "--template", "poems"], in: try Scratch())
    #expect(finished.status == 64)
    #expect(finished.error.contains("sentiment"))
  }

  @Test("A second init takes a free change of gloss.yaml into force.")
  func again() throws {
    let scratch = try TweetsProject.begin()
    try scratch.write(TweetsProject.yaml.replacing("overlap: 3", with: "overlap: 2"), to: "gloss.yaml")
    let finished = try BuiltProgram.run(["init", "."], in: scratch)
    #expect(finished.status == 0, "\(finished.error)")
    #expect(try BuiltProgram.run(["status", "--json"], in: scratch).json().round.overlap.int == 2)
  }
}

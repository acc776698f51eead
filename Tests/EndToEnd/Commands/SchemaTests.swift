import Testing

@Suite("A changed gloss.yaml", .timeLimit(.minutes(10)))
struct SchemaTests {
  @Test("A free change is in force with the next command, which says so once.")
  func freeChange() throws {
    let scratch = try TweetsProject.annotated()
    try scratch.write(
      TweetsProject.yaml.replacing("key: \"3\"}", with: "key: \"3\"}\n      - {name: mixed, key: \"4\"}"),
      to: "gloss.yaml")
    let first = try BuiltProgram.run(["status"], in: scratch)
    #expect(first.status == 0)
    #expect(first.error == "gloss: gloss.yaml has changed; it is in force from now on\n")
    #expect(try BuiltProgram.run(["status"], in: scratch).error.isEmpty)
  }

  @Test("What would orphan answers stops with the count and an offer; --rename carries the answers over.")
  func rename() throws {
    let scratch = try TweetsProject.annotated()
    try scratch.write(TweetsProject.yaml.replacing("name: neutral", with: "name: neutrall"), to: "gloss.yaml")
    let stopped = try BuiltProgram.run(["commit", "-m", "x"], in: scratch)
    #expect(stopped.status == 2)
    #expect(stopped.error.contains("1"), "\(stopped.error)")
    #expect(stopped.error.contains("--rename sentiment=neutral=neutrall"), "\(stopped.error)")
    expectOneForm(stopped.error)

    let refused = try BuiltProgram.run(["schema"], in: scratch)
    #expect(refused.status == 2)
    #expect(refused.output.contains("sentiment=neutral"))

    let taken = try BuiltProgram.run(["schema", "--rename", "sentiment=neutral=neutrall"], in: scratch)
    #expect(taken.status == 0, "\(taken.error)")
    let agreement = try BuiltProgram.run(["agreement", "--json"], in: scratch).json()
    #expect(agreement.questions.sentiment.labels.neutrall.answers.int == 1)
    #expect(agreement.questions.sentiment.items.int == 3)
  }

  @Test("A broken gloss.yaml stops a lead with line and column, and keeps nobody from labeling.")
  func broken() throws {
    let scratch = try TweetsProject.annotated()
    try scratch.write(TweetsProject.yaml.replacing("overlap", with: "overlop"), to: "gloss.yaml")
    let finished = try BuiltProgram.run(["commit", "-m", "x"], in: scratch)
    #expect(finished.status == 2)
    #expect(finished.error.contains("gloss.yaml:13:"), "\(finished.error)")
  }
}

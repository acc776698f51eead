import Testing

@Suite("gloss op log", .timeLimit(.minutes(10)))
struct OperationLogTests {
  @Test("Every move of a branch or tag is listed, newest first, with who, what and from where to where.")
  func list() throws {
    let scratch = try TweetsProject.annotated()
    let first = try BuiltProgram.run(["commit", "-m", "first batch", "--json"], in: scratch).json()
    #expect(try BuiltProgram.run(["tag", "v1"], in: scratch).status == 0)
    let operations = try BuiltProgram.run(["op", "log", "--json"], in: scratch).json().operations.elements
    #expect(operations.map(\.operation.int) == [2, 1])
    #expect(operations.map(\.verb.string) == ["tag", "commit"])
    #expect(operations.map(\.ref.string) == ["tags/v1", "heads/main"])
    #expect(operations.map(\.what.string) == ["tag: v1", "commit: first batch"])
    #expect(operations.allSatisfy { $0.old.isNull && $0.new == first.commit && $0.author.string?.isEmpty == false })
    #expect(operations.map(\.undone.bool) == [false, false])
    let human = try BuiltProgram.run(["op", "log", "-n", "1"], in: scratch)
    #expect(human.status == 0, "\(human.error)")
    #expect(human.output.contains("tag: v1") && !human.output.contains("first batch"))
  }

  @Test("Where nothing was committed it says so, and a limit must be a number of lines.")
  func empty() throws {
    let scratch = try TweetsProject.annotated()
    #expect(try BuiltProgram.run(["op", "log"], in: scratch).output.contains("nothing"))
    #expect(try BuiltProgram.run(["op", "log", "--json"], in: scratch).json().operations.elements.isEmpty)
    #expect(try BuiltProgram.run(["op", "log", "-n", "0"], in: scratch).status == 64)
  }
}

import Testing

@Suite("gloss blame", .timeLimit(.minutes(10)))
struct BlameTests {
  @Test("Blame names the commit and the person of each label, what it was before, and the annotations behind it.")
  func blame() throws {
    let scratch = try TweetsProject.annotated()
    let first = try BuiltProgram.run(["commit", "-m", "first", "--json"], in: scratch).json()
    try scratch.write("sample,annotator,sentiment\nt2,dora,positive\n", to: "more.csv")
    #expect(try BuiltProgram.run(["import", "more.csv", "--annotations"], in: scratch).status == 0)
    let second = try BuiltProgram.run(["commit", "-m", "a tie", "--json"], in: scratch).json()

    let finished = try BuiltProgram.run(["blame", "t2", "--json"], in: scratch)
    #expect(finished.status == 0, "\(finished.error)")
    let answer = try finished.json()
    #expect(answer.sample.string == "t2")
    let entry = answer.questions.sentiment
    #expect(entry.label.isNull && entry.by.isNull)
    #expect(entry.uncommitted.bool == false)
    #expect(entry.changes.elements.map(\.commit) == [second.commit, first.commit])
    #expect(entry.changes.elements.map(\.before.string) == ["negative", nil])
    #expect(entry.changes.elements.map(\.after.string) == [nil, "negative"])
    #expect(entry.changes[0].author.string?.isEmpty == false)
    #expect(entry.annotations.elements.map(\.annotator.string) == ["alice", "bob", "chen", "dora"])
    #expect(entry.annotations[0].comment.string == "irony")

    let human = try BuiltProgram.run(["blame", "t2"], in: scratch).output
    #expect(human.contains("sentiment: no label"), "\(human)")
    #expect(human.contains("negative → none"), "\(human)")
    let unknown = try BuiltProgram.run(["blame", "t9"], in: scratch)
    #expect(unknown.status == 2)
    #expect(unknown.error.contains("there is no sample t9"))
  }
}

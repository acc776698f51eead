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

  private func run(_ arguments: [String], in scratch: Scratch) throws -> JSON {
    let finished = try BuiltProgram.run(arguments + ["--json"], in: scratch)
    guard finished.status == 0 else { throw Unexpected(finished: finished) }
    return try finished.json()
  }

  private func labels(_ version: String, in scratch: Scratch) throws -> JSON {
    try run(["show", version], in: scratch).label_counts.sentiment
  }

  private let renamed = TweetsProject.yaml.replacing("name: positive", with: "name: happy")

  @Test(
    "A rename over a version is a version: shown before, undone whole, and carried over to a branch of the old one.")
  func renameVersion() throws {
    let scratch = try TweetsProject.annotated()
    let first = try run(["commit", "-m", "first"], in: scratch)
    _ = try run(["branch", "trial"], in: scratch)
    try scratch.write(renamed, to: "gloss.yaml")
    let rename = ["schema", "--rename", "sentiment=positive=happy"]

    let trial = try run(rename + ["--dry-run"], in: scratch)
    #expect(trial.taken.bool == false && trial.commit.isNull)
    let row = trial.changes[0]
    #expect(row.question.string == "sentiment" && row.from.string == "positive" && row.to.string == "happy")
    #expect(row.annotations.int == 5 && row.labels.int == 1)
    #expect(try run(["show"], in: scratch).commit == first.commit)

    let taken = try run(rename + ["--yes"], in: scratch)
    #expect(taken.taken.bool == true)
    #expect(try run(["show"], in: scratch).commit == taken.commit)
    #expect(try labels("main", in: scratch).happy.int == 1)
    #expect(try labels("main~1", in: scratch).positive.int == 1)
    #expect(try run(["commit", "-m", "none"], in: scratch).commit.isNull)

    #expect(try run(["undo"], in: scratch).commit == first.commit)
    #expect(try scratch.read("gloss.yaml") == TweetsProject.yaml)
    #expect(try run(["agreement"], in: scratch).questions.sentiment.labels.positive.answers.int == 5)
    #expect(try run(["redo"], in: scratch).commit == taken.commit)
    #expect(try scratch.read("gloss.yaml") == renamed)

    try scratch.write("sample,annotator,sentiment\nt4,bob,positive\nt4,chen,positive\n", to: "more.csv")
    _ = try run(["import", "more.csv", "--annotations", "--branch", "trial"], in: scratch)
    _ = try run(["commit", "-m", "under the old name", "--branch", "trial"], in: scratch)
    #expect(try run(["merge", "trial"], in: scratch).conflicts.int == 0)
    let merged = try labels("main", in: scratch)
    #expect(merged.happy.int == 2 && merged.positive.isNull)
    #expect(try run(["fsck"], in: scratch).damage.elements.isEmpty)
  }

  @Test("A value is split by a file; a sample that it does not name stops it, unless --rest says what it gets.")
  func split() throws {
    let scratch = try TweetsProject.annotated()
    _ = try run(["commit", "-m", "first"], in: scratch)
    try scratch.write(
      TweetsProject.yaml.replacing(
        "- {name: positive, key: \"3\"}", with: "- {name: happy, key: \"3\"}\n      - {name: proud, key: \"4\"}"),
      to: "gloss.yaml")
    try scratch.write("sample,value\nt1,happy\nt2,proud\n", to: "split.csv")
    let split = ["schema", "--split", "sentiment=positive=happy,proud", "--by", "split.csv", "--yes"]
    let stopped = try BuiltProgram.run(split, in: scratch)
    #expect(stopped.status == 2)
    #expect(stopped.error.contains("sample t3"), "\(stopped.error)")
    expectOneForm(stopped.error)
    let trial = try run(split + ["--rest", "proud", "--dry-run"], in: scratch)
    #expect(trial.changes.elements.map(\.to.string) == ["happy", "proud"])
    #expect(trial.changes.elements.map(\.annotations.int) == [3, 2])
    let taken = try run(split + ["--rest", "proud"], in: scratch)
    #expect(taken.commit.string != nil)
    let agreement = try run(["agreement"], in: scratch).questions.sentiment.labels
    #expect(agreement.happy.answers.int == 3 && agreement.proud.answers.int == 2)
    #expect(try labels("main", in: scratch).happy.int == 1)
    _ = try run(["undo"], in: scratch)
    #expect(try run(["agreement"], in: scratch).questions.sentiment.labels.positive.answers.int == 5)
  }
}

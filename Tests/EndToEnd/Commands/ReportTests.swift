import Testing

@Suite("gloss status and gloss agreement", .timeLimit(.minutes(10)))
struct ReportTests {
  @Test("Annotations come in by their columns' names, and again change nothing.")
  func annotations() throws {
    let scratch = try TweetsProject.begin()
    try scratch.write(TweetsProject.annotations, to: "annotations.csv")
    let first = try BuiltProgram.run(["import", "annotations.csv", "--annotations", "--json"], in: scratch)
    #expect(try first.json().imported.int == 10, "\(first.error)")
    let second = try BuiltProgram.run(["import", "annotations.csv", "--annotations", "--json"], in: scratch)
    #expect(try second.json().imported.int == 0)
    #expect(try second.json().unchanged.int == 10)
  }

  @Test("Columns of other names are mapped.")
  func mappedAnnotations() throws {
    let scratch = try TweetsProject.begin()
    try scratch.write("task,worker,label\nt1,w1,positive\n", to: "answers.csv")
    let finished = try BuiltProgram.run(
      [
        "import", "answers.csv", "--annotations", "--map", "sample=task", "annotator=worker", "sentiment=label",
        "--json",
      ], in: scratch)
    #expect(try finished.json().imported.int == 1, "\(finished.error)")
  }

  @Test("An annotation of a sample or with a value that is not there is named by line.")
  func badAnnotations() throws {
    let scratch = try TweetsProject.begin()
    for (line, word) in [("t9,alice,positive", "t9"), ("t1,alice,happy", "happy")] {
      try scratch.write("sample,annotator,sentiment\nt2,alice,neutral\n\(line)\n", to: "bad.csv")
      let finished = try BuiltProgram.run(["import", "bad.csv", "--annotations"], in: scratch)
      #expect(finished.status == 2)
      #expect(finished.error.contains("bad.csv:3") && finished.error.contains(word), "\(finished.error)")
    }
    #expect(try BuiltProgram.run(["status", "--json"], in: scratch).json().by_status.submitted.int == 0)
  }

  @Test("status --json counts samples, annotations by status and by annotator.")
  func status() throws {
    let status = try BuiltProgram.run(["status", "--json"], in: try TweetsProject.annotated()).json()
    #expect(status.project.string == "tweets")
    #expect(status.samples.int == 4)
    #expect(status.complete.int == 3)
    #expect(status.started.int == 1)
    #expect(status.untouched.int == 0)
    #expect(status.disagreements.int == 2)
    #expect(status.resolved.int == 0)
    #expect(status.by_status.submitted.int == 10)
    let alice = try #require(status.annotators.elements.first { $0.name.string == "alice" })
    #expect(alice.submitted.int == 4)
    #expect(alice.role.string == "annotator")
    #expect(status.head.isNull)
    #expect((status.uncommitted.int ?? 0) > 0)
  }

  @Test("agreement --json has the shape of the design, and its figures.")
  func agreement() throws {
    let report = try BuiltProgram.run(["agreement", "--json"], in: try TweetsProject.annotated()).json()
    let question = report.questions.sentiment
    #expect(question.names.isSuperset(of: ["items", "annotators", "percent", "alpha", "pairs", "labels"]))
    #expect(question.items.int == 3)
    #expect(question.annotators.int == 3)
    // Pairs that agree: 3 of 3, 1 of 3, 0 of 3.
    #expect(abs((question.percent.number ?? 0) - 4.0 / 9) < 1e-12)
    // Nine pairable values: 3 negative, 1 neutral, 5 positive; observed 5/9, expected (81-35)/72.
    #expect(abs((question.alpha.number ?? 0) - (1 - (5.0 / 9) / (46.0 / 72))) < 1e-12)
    #expect(question.pairs.elements.count == 3)
    #expect(question.pairs[0].a.string == "alice" && question.pairs[0].b.string == "bob")
    #expect(question.pairs[0].names.isSuperset(of: ["a", "b", "items", "percent", "kappa"]))
    #expect(question.labels.names == ["negative", "neutral", "positive"])
  }

  @Test("A figure without a value is null, and says why.")
  func noFigure() throws {
    let finished = try BuiltProgram.run(["agreement", "--json"], in: try TweetsProject.begin())
    let question = try finished.json().questions.sentiment
    #expect(question.names.contains("alpha") && question.alpha.isNull)
    #expect(question.alpha_why.string?.isEmpty == false)
    #expect(question.percent.isNull)
    #expect(question.percent_why.string?.isEmpty == false)
    #expect(question.items.int == 0)
    #expect(!finished.output.contains("nan"))
  }

  @Test("Every reading command answers with one line of JSON, the same each time.")
  func oneDocument() throws {
    let scratch = try TweetsProject.annotated()
    _ = try BuiltProgram.run(["commit", "-m", "first"], in: scratch)
    for arguments in [
      ["status"], ["agreement"], ["log"], ["show", "main"], ["diff", "main", "main"], ["tag"], ["fsck"], ["op", "log"],
    ] {
      let first = try BuiltProgram.run(arguments + ["--json"], in: scratch)
      #expect(first.status == 0, "\(arguments): \(first.error)")
      #expect(first.output.hasSuffix("}\n") && first.output.filter { $0 == "\n" }.count == 1)
      _ = try first.json()
      #expect(try BuiltProgram.run(arguments + ["--json"], in: scratch).output == first.output)
      #expect(first.error.isEmpty)
    }
  }
}

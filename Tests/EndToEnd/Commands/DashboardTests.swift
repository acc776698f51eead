import Testing

@Suite("gloss dashboard and gloss annotators", .timeLimit(.minutes(10)))
struct DashboardTests {
  @Test("dashboard --json has every part, each figure with the items that it rests on, and never NaN.")
  func dashboard() throws {
    let finished = try BuiltProgram.run(["dashboard", "--json"], in: try TweetsProject.annotated())
    #expect(finished.status == 0, "\(finished.error)")
    let report = try finished.json()
    #expect(
      report.names.isSuperset(of: [
        "project", "branch", "at", "progress", "throughput", "questions", "annotators", "messages",
      ]))
    #expect(report.progress.samples.int == 4 && report.progress.annotations.int == 10)
    // What comes out of a file was done on no day.
    #expect(report.throughput.elements.isEmpty && report.throughput_why.string?.isEmpty == false)
    #expect(report.progress.forecast_early.isNull && report.progress.forecast_why.string?.isEmpty == false)
    let question = report.questions.sentiment
    #expect(question.alpha.items.int == 3)
    let alpha = 1 - (5.0 / 9) / (46.0 / 72)
    #expect(abs((question.alpha["value"].number ?? 0) - alpha) < 1e-12)
    #expect(question.agreement.pairs.elements.count == 3)
    #expect(question.confusion.values.elements.count == 3 && question.confusion.counts.elements.count == 3)
    #expect(question.balance.names == ["negative", "neutral", "positive"])
    #expect(question.learning.advice.string?.isEmpty == false)
    #expect(!finished.output.lowercased().replacing("unanimous", with: "").contains("nan"))
  }

  @Test("annotators --json tells of everybody, or of one, the same each time.")
  func annotators() throws {
    let scratch = try TweetsProject.annotated()
    let finished = try BuiltProgram.run(["annotators", "--json"], in: scratch)
    let all = try finished.json().annotators.elements
    #expect(all.compactMap(\.name.string) == all.compactMap(\.name.string).sorted() && all.count >= 3)
    #expect(try BuiltProgram.run(["annotators", "--json"], in: scratch).output == finished.output)
    let alice = try #require(all.first { $0.name.string == "alice" })
    // t1 right; of t2 and t3 the others' answers are split.
    #expect(alice.agreement["value"].number == 1 && alice.agreement.items.int == 1)
    #expect(alice.gold["value"].isNull && alice.gold.why.string?.isEmpty == false)
    let one = try BuiltProgram.run(["annotators", "alice", "--json"], in: scratch).json().annotators
    #expect(one.elements.count == 1 && one[0].name.string == "alice")
  }

  @Test("Without --json there are a table, everything about one person, and the dashboard as text.")
  func words() throws {
    let scratch = try TweetsProject.annotated()
    let table = try BuiltProgram.run(["annotators"], in: scratch).output
    #expect(table.contains("annotator") && table.contains("agreement") && table.contains("chen"))
    let one = try BuiltProgram.run(["annotators", "chen"], in: scratch).output
    #expect(one.contains("skill") && one.contains("sentiment ↓ →"))
    let dashboard = try BuiltProgram.run(["dashboard"], in: scratch).output
    #expect(dashboard.contains("forecast") && dashboard.contains("sentiment: alpha"))
  }

  @Test("Nobody of that name is an error that names those who are there.")
  func nobody() throws {
    let finished = try BuiltProgram.run(["annotators", "zoe"], in: try TweetsProject.annotated())
    #expect(finished.status == 2 && finished.error.contains("zoe") && finished.error.contains("chen"))
  }
}

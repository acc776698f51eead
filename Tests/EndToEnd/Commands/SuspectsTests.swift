import Testing

@Suite("gloss suspects", .timeLimit(.minutes(10)))
struct SuspectsTests {
  private static let words = [["lovely", "bright", "happy"], ["awful", "dull", "broken"]]

  /// Forty texts that tell their label; the label of row 7 is the other one.
  private static let texts =
    "no,text,mood\n"
    + (1...40).map { row in
      let label = (row % 2 == 0) != (row == 7) ? "good" : "bad"
      return "n\(row),\"the day, no \(row), was \(words[row % 2][row % 3])\",\(label)\n"
    }.joined()

  @Test("A file of labeled texts gives the row whose label its text contradicts.")
  func file() throws {
    let scratch = try Scratch()
    try scratch.write(Self.texts, to: "texts.csv")
    let arguments = ["suspects", "texts.csv", "--text", "text", "--label", "mood", "--id", "no"]
    let finished = try BuiltProgram.run(arguments + ["--json"], in: scratch)
    let report = try finished.json()
    #expect(report.labeled.int == 40 && report.question.string == "mood", "\(finished.error)")
    let first = try #require(report.suspects.elements.first)
    #expect(first.id.string == "n7" && first.row.int == 7 && first.given.string == "good")
    #expect(first.suggested.string == "bad" && first.issue.bool == true)
    let all = try BuiltProgram.run(arguments + ["--all", "--json"], in: scratch).json()
    #expect(all.suspects.elements.count == 40)
    let words = try BuiltProgram.run(arguments, in: scratch)
    #expect(words.output.contains("n7") && words.output.contains("most for “"), "\(words.output)")
  }

  @Test("Probabilities of another model are judged by confident learning.")
  func probabilities() throws {
    let scratch = try Scratch()
    try scratch.write("label\nno\nno\nyes\nyes\nyes\n", to: "labels.csv")
    try scratch.write("no,yes\n.9,.1\n.8,.2\n.2,.8\n.1,.9\n.95,.05\n", to: "p.csv")
    let report = try BuiltProgram.run(
      ["suspects", "labels.csv", "--label", "label", "--probabilities", "p.csv", "--json"], in: scratch
    ).json()
    #expect(report.suspects.elements.map { $0.row.int } == [5])
    #expect(report.joint.elements.map { $0.elements.map { $0.int } } == [[2, 0], [1, 2]])
    #expect(report.classes.elements.map { $0.string } == ["no", "yes"])
  }

  @Test("What does not fit together is said with its row.")
  func misfits() throws {
    let scratch = try Scratch()
    try scratch.write("label\nno\nmaybe\n", to: "labels.csv")
    for (probabilities, words) in [
      ("no,yes\n.9,.1\n.2,.8\n", "row 2 has the label maybe"), ("no,maybe\n.9,.1\n", "it has 1 row"),
      ("no,maybe\n.9,.1\n.2,high\n", "row 2 has high, which is no probability"),
    ] {
      try scratch.write(probabilities, to: "p.csv")
      let finished = try BuiltProgram.run(
        ["suspects", "labels.csv", "--label", "label", "--probabilities", "p.csv"], in: scratch)
      #expect(finished.status == 2 && finished.error.contains(words), "\(finished.error)")
    }
    for arguments in [["--text", "x"], ["f.csv", "--label", "l"], ["--limit", "-1"], ["q", "--all"]] {
      #expect(try BuiltProgram.run(["suspects"] + arguments, in: scratch).status == 64)
    }
  }

  @Test("In a workspace the answers are judged, by votes where little else is there.")
  func workspace() throws {
    let scratch = try TweetsProject.annotated()
    let finished = try BuiltProgram.run(["suspects", "--by", "votes", "--as", "rita", "--json"], in: scratch)
    let report = try finished.json()
    #expect(report.by.string == "votes" && report.question.string == "sentiment", "\(finished.error)")
    #expect(report.suspects.elements.allSatisfy { $0.why.string?.contains(" said ") == true })
    let refused = try BuiltProgram.run(["suspects", "mood", "--as", "rita"], in: scratch)
    #expect(refused.status == 2 && refused.error.contains("no question “mood”"), "\(refused.error)")
  }
}

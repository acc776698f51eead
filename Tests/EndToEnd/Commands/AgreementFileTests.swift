import Foundation
import Testing

@Suite("Agreement of bare files", .timeLimit(.minutes(5)))
struct AgreementFileTests {
  private func agreement(
    _ text: String, _ arguments: [String] = [], as name: String = "answers.csv"
  ) throws -> (json: JSON, error: String, status: Int32) {
    let scratch = try Scratch()
    try scratch.write(text, to: name)
    let finished = try BuiltProgram.run(["agreement", name, "--json"] + arguments, in: scratch)
    let json = finished.status == 0 ? try finished.json() : try JSON(parsing: "null")
    return (json, finished.error, finished.status)
  }

  /// Krippendorff's example of 2011.
  static let krippendorff: String = {
    let rows = [
      "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    var text = "task,worker,label\n"
    for (worker, row) in rows.enumerated() {
      for (task, value) in row.split(separator: " ").enumerated() where value != "." {
        text += "\(task),w\(worker),\(value)\n"
      }
    }
    return text
  }()

  @Test(
    "Alpha of a file is that of its level, with an interval around it",
    arguments: [("nominal", 0.743421053), ("ordinal", 0.815387504), ("interval", 0.849107143), ("ratio", 0.797402775)])
  func levels(level: String, alpha: Double) throws {
    let found = try agreement(Self.krippendorff, ["--level", level]).json.questions.label
    #expect(abs((found.alpha.number ?? 0) - alpha) < 1e-9)
    #expect(found.level.string == level)
    #expect(found.items.int == 11 && found.annotators.int == 4 && found.ratings.int == 41)
    let (low, high) = (found.alpha_interval[0].number ?? 2, found.alpha_interval[1].number ?? -2)
    #expect(low < alpha && alpha <= high)
    #expect(found.bootstrap.samples.int == 1000 && found.bootstrap.seed.int == 1)
    let names = ["percent", "percent_pooled", "cohen", "scott", "fleiss", "conger", "ac1"]
    #expect(found.names.isSuperset(of: names))
    #expect(found.names.contains("weighted_kappa_quadratic") == (level != "nominal"))
    #expect(found.names.contains("ac2") == (level != "nominal"))
  }

  @Test("The order of the rows changes no byte of the answer, nor does the second run")
  func rowOrder() throws {
    let lines = Self.krippendorff.split(separator: "\n").map(String.init)
    let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n")
    #expect(try agreement(Self.krippendorff).json == agreement(turned).json)
  }

  @Test("Of a crowd's pairs the first fifty are printed, and all are in the JSON")
  func manyPairs() throws {
    let scratch = try Scratch()
    let rows = (0..<12).flatMap { worker in ["a,w\(worker),x", "b,w\(worker),y"] }
    try scratch.write("task,worker,label\n" + rows.joined(separator: "\n") + "\n", to: "crowd.csv")
    let command = ["agreement", "crowd.csv", "--no-intervals"]
    let printed = try BuiltProgram.run(command, in: scratch).output
    #expect(printed.split(separator: "\n").count { $0.contains(" – ") } == 50)
    #expect(printed.contains("… and 16 more; --json has them all"))
    #expect(try BuiltProgram.run(command + ["--json"], in: scratch).json().questions.label.pairs.elements.count == 66)
  }

  @Test("Names that look alike, and values that may be none, are found and left as they are")
  func lookalikes() throws {
    let text = "task,worker,label\n1,a,x\n1,b, x\n2,a,caf\u{E9}\n2,b,cafe\u{301}\n3,a,NA\n3,b,x\n"
    let found = try agreement(text).json.questions.label
    let findings = found.findings.elements.compactMap(\.string)
    #expect(findings.count == 3 && found.items.int == 3 && found.percent.number == 0)
    #expect(findings.contains { $0.contains("“ x” and “x” are 2 values") })
    #expect(findings.contains { $0.contains("“NA” is taken for a value") })
  }

  @Test("Of free text all labels are in the JSON; those given most often have intervals, the others a reason")
  func manyLabels() throws {
    let scratch = try Scratch()
    let rows = (0..<260).flatMap { item in
      // Of the last items all three give the same text.
      ["\(item),a,text \(item)", "\(item),b,text \(item)", "\(item),c,\(item < 130 ? "same" : "text \(item)")"]
    }
    try scratch.write("task,worker,label\n" + rows.joined(separator: "\n") + "\n", to: "free.csv")
    let labels = try BuiltProgram.run(["agreement", "free.csv", "--json"], in: scratch).json().questions.label.labels
    #expect(labels.names.count == 261)
    let without = labels.names.filter { labels[$0].interval_why.string != nil }
    #expect(without.count == 61 && without.allSatisfy { labels[$0].alpha.number != nil })
    #expect(without.allSatisfy { !labels[$0].names.contains("alpha_interval") })
    #expect(labels["same"].names.contains("alpha_interval") && labels["text 200"].names.contains("alpha_interval"))
    let printed = try BuiltProgram.run(["agreement", "free.csv"], in: scratch).output
    #expect(printed.contains("… and 211 more; --json has them all\n  only the 200 labels that were given most often"))
    #expect(printed.contains("  same "))
  }

  @Test("A mistyped file is said to be missing", arguments: ["agreement", "aggregate"])
  func missingFile(command: String) throws {
    let finished = try BuiltProgram.run([command, "crowds"], in: try Scratch())
    #expect(finished.status == 2)
    #expect(finished.error.contains("crowds: there is no file of this name"))
  }

  @Test("0 and 00 are two strings, and one number")
  func zeros() throws {
    let text = "item,rater,answer\na,x,0\na,y,00\nb,x,1\nb,y,1\n"
    #expect(try agreement(text).json.questions.answer.percent.number == 0.5)
    #expect(try agreement(text, ["--level", "interval"]).json.questions.answer.percent.number == 1)
  }

  @Test("The same annotator twice on one item is a finding, not two votes")
  func repeats() throws {
    let found = try agreement("task,worker,label\n1,a,x\n1,a,y\n1,b,y\n2,a,x\n2,b,z\n").json.questions.label
    #expect(found.ratings.int == 4)
    #expect(found.percent.number == 0.5)
    #expect(found.findings[0].string?.contains("1 by a") == true)
  }

  @Test("Where all agree, or there is one class, or one rater, the answer is defined and no NaN")
  func degenerate() throws {
    let one = try agreement("task,worker,label\n1,a,x\n1,b,x\n2,a,x\n2,b,x\n", ["--level", "nominal"]).json.questions
      .label
    for figure in [one.alpha, one.cohen, one.scott, one.fleiss, one.conger, one.ac1] { #expect(figure.number == 1) }
    #expect(one.alpha_why.string?.isEmpty == false)
    #expect(!one.names.contains("alpha_interval"))
    let single = try agreement("task,worker,label\n1,a,x\n2,a,y\n").json.questions.label
    #expect(single.alpha.isNull && single.fleiss.isNull && single.alpha_why.string?.isEmpty == false)
  }

  @Test("Slices by a column, and over time")
  func slices() throws {
    var text = "task,worker,label,lang,time\n"
    for task in 0..<20 {
      for worker in 0..<2 {
        let label = task % 4 == 0 && worker == 1 ? "b" : ["a", "b"][task % 2]
        text += "\(task),w\(worker),\(label),\(task < 10 ? "de" : "en"),2024-05-01T09:\(10 + task):0\(worker)Z\n"
      }
    }
    let found = try agreement(text, ["--by", "lang", "--over-time", "--samples", "50"]).json.questions.label
    #expect(found.slices.elements.map { $0["value"].string } == ["de", "en"])
    #expect(found.slices[0].items.int == 10)
    #expect(found.over_time.elements.count == 10)
    #expect(found.over_time[0].from.string == "2024-05-01T09:10:00.000Z")
    #expect(found.over_time[9].alpha_so_far.number == found.alpha.number)
  }

  @Test("Several labels: alpha by Jaccard and MASI, and kappa of each label")
  func sets() throws {
    let text = "task,worker,label\n1,a,x|y\n1,b,x\n2,a,z\n2,b,z\n3,a,[]\n3,b,y;z\n4,a,x\n4,b,x\n"
    let found = try agreement(text, ["--kind", "choices"]).json.questions.label
    #expect(found.alpha_jaccard.number != nil && found.alpha_masi.number != nil)
    #expect((found.alpha.number ?? 1) < (found.alpha_jaccard.number ?? 0))
    #expect(found.labels.names == ["x", "y", "z"])
    #expect(found.labels.x.kappa.number != nil && found.labels.x.answers.int == 4)
  }

  @Test("Labels joined by commas are several where the file joins none otherwise")
  func commas() throws {
    let text = "task,worker,label\n1,a,\"x, y\"\n1,b,x\n2,a,z\n2,b,z\n"
    #expect(try agreement(text, ["--kind", "choices"]).json.questions.label.labels.names == ["x", "y", "z"])
    let other = try agreement(text + "3,a,x|y\n3,b,x\n", ["--kind", "choices"]).json.questions.label
    #expect(other.labels.names == ["x", "x, y", "y", "z"])
  }

  @Test("A taxonomy: what is near in it differs less")
  func taxonomy() throws {
    let text =
      "task,worker,label\n1,a,animal/dog\n1,b,animal/cat\n2,a,plant/tree\n2,b,plant/tree\n3,a,animal/cat\n3,b,animal/cat\n"
    let found = try agreement(text, ["--kind", "taxonomy"]).json.questions.label
    #expect((found.alpha.number ?? 1) < (found.alpha_path.number ?? 0))
    #expect(found.labels.animal.alpha.number == 1)
  }

  @Test("What cannot be is said with its place and what to do")
  func failures() throws {
    let level = try agreement("task,worker,label\n1,a,x\n", ["--level", "ordinal"])
    #expect(level.status == 2 && level.error.contains("answers.csv:2") && level.error.contains("“x”"))
    #expect(try agreement("a,b,c\n1,2,3\n").error.contains("--map"))
    #expect(try agreement("task,worker,label\n1,a,x\n", ["--by", "lang"]).error.contains("lang"))
    #expect(try agreement("task,worker,label\n1,a,x\n", ["--kind", "song"]).status == 64)
    let scratch = try Scratch()
    #expect(try BuiltProgram.run(["agreement", "gone.csv"], in: scratch).status == 2)
  }

  @Test("People read α with its interval and its basis")
  func human() throws {
    let scratch = try Scratch()
    try scratch.write(Self.krippendorff, to: "answers.csv")
    let finished = try BuiltProgram.run(["agreement", "answers.csv"], in: scratch)
    #expect(finished.output.contains(/α \.74 \[\.\d\d \d?\.\d\d\] n 11/), "\(finished.output)")
  }

  @Test("In a workspace: one question by its name, by a column, over time, without intervals")
  func workspace() throws {
    let scratch = try TweetsProject.annotated()
    let found = try BuiltProgram.run(
      ["agreement", "sentiment", "--over-time", "--no-intervals", "--level", "ordinal", "--json"], in: scratch
    ).json().questions
    #expect(found.names == ["sentiment"])
    #expect(found.sentiment.bootstrap.isNull && !found.sentiment.names.contains("alpha_interval"))
    #expect(found.sentiment.level.string == "ordinal" && found.sentiment.ac2.number != nil)
    #expect(found.sentiment.over_time.elements.last?.alpha_so_far.number == found.sentiment.alpha.number)
    let gone = try BuiltProgram.run(["agreement", "mood"], in: scratch)
    #expect(gone.status == 2 && gone.error.contains("sentiment"))
  }

  @Test("Numbers too far from 1 are refused with their line")
  func farNumbers() throws {
    for number in ["1e200", "-1e200", "1e-200"] {
      let found = try agreement("task,worker,label\n1,a,1\n1,b,\(number)\n", ["--level", "interval"])
      #expect(
        found.status != 0 && found.error.contains("answers.csv:3") && found.error.contains(number), "\(found.error)")
    }
  }

  @Test("Names that differ in nothing but their Unicode form are ranked, checked with gold and told apart")
  func unicodeForms() throws {
    let (one, two) = ("\u{E9}", "e\u{301}")
    let ranked = try agreement(
      "task,worker,label\n1,a,\(one)>\(two)\n1,b,\(two)>\(one)\n", ["--kind", "ranking"])
    #expect(ranked.status == 0 && ranked.json.questions.label.tau_b.number == -1, "\(ranked.error)")
    let scratch = try Scratch()
    try scratch.write("task,worker,label\n1,a,\(one)\n2,a,\(two)\n", to: "answers.csv")
    try scratch.write("task,label\n1,\(one)\n2,\(one)\n", to: "gold.csv")
    let finished = try BuiltProgram.run(
      ["aggregate", "answers.csv", "--method", "majority", "--gold", "gold.csv", "--json"], in: scratch)
    #expect(finished.status == 0, "\(finished.error)")
    #expect(try finished.json().accuracy_right.int == 1, "\(finished.output)")
    try scratch.write("\(one),\(two)\n.9,.1\n.2,.8\n", to: "p.csv")
    let suspects = try BuiltProgram.run(
      ["suspects", "answers.csv", "--label", "label", "--probabilities", "p.csv", "--json"], in: scratch)
    #expect(suspects.status == 0, "\(suspects.error)")
    #expect(try suspects.json().suspects.elements.isEmpty, "\(suspects.output)")
  }

  @Test("Agreement and aggregation say the same of what a file has twice")
  func sameFindings() throws {
    let text = "task,worker,label\n1,a,x\n1,a,y\n1,b,x\n2,a,\n"
    let findings = try agreement(text).json.questions.label.findings.elements.map(\.string)
    #expect(findings.count == 2)
    let scratch = try Scratch()
    try scratch.write(text, to: "answers.csv")
    let aggregated = try BuiltProgram.run(["aggregate", "answers.csv", "--json"], in: scratch).json()
    #expect(findings.allSatisfy { aggregated.warnings.elements.map(\.string).contains($0) }, "\(findings)")
  }

  @Test(
    "What cannot be read is said with its place and what to do, by both commands",
    arguments: [
      ("", "answers.csv", "is it empty"), ("\n\n", "answers.csv", "is it empty"), ("", "answers.jsonl", "is it empty"),
      ("task,worker\n1,a\n", "answers.csv", "the file has task and worker"),
      ("task,worker,label\n1,a,\"x\n", "answers.csv", "answers.csv:2: the quote that begins here is never closed"),
      ("[1]\n", "answers.jsonl", "answers.jsonl:1: this is no JSON object"),
      (Self.wide, "answers.csv", "c28, c29 and 970 more"),
    ])
  func unreadable(text: String, name: String, message: String) throws {
    for command in ["agreement", "aggregate"] {
      let scratch = try Scratch()
      try scratch.write(text, to: name)
      let finished = try BuiltProgram.run([command, name], in: scratch)
      #expect(finished.status == 2 && finished.error.contains(message), "\(finished.error)")
      #expect(!finished.error.contains("quarantine") && !finished.error.contains("imported"), "\(finished.error)")
    }
  }

  private static let wide = (0..<1000).map { "c\($0)" }.joined(separator: ",") + "\n"

  @Test("A directory is no file of answers", arguments: ["agreement", "aggregate"])
  func directory(command: String) throws {
    let scratch = try Scratch()
    try scratch.write("x", to: "answers.csv/inner")
    let finished = try BuiltProgram.run([command, "answers.csv"], in: scratch)
    #expect(finished.status == 2 && finished.error.contains("it is a directory"), "\(finished.error)")
  }
}

import Foundation
import Testing

@Suite("What gloss aggregate writes and compares", .timeLimit(.minutes(5)))
struct AggregateOutputTests {
  @Test(
    "Labels are written by the ending of the file",
    arguments: [
      ("l.csv", "sample,label,confidence\nd1,\"[[0,4,\"\"PER\"\"]]\",1.0\n"),
      ("l.tsv", "sample\tlabel\tconfidence\nd1\t\"[[0,4,\"\"PER\"\"]]\"\t1.0\n"),
      ("l.jsonl", "{\"sample\":\"d1\",\"label\":\"[[0,4,\\\"PER\\\"]]\",\"confidence\":1.0}\n"),
      ("labels", "sample,label,confidence\nd1,\"[[0,4,\"\"PER\"\"]]\",1.0\n"),
    ])
  func endings(name: String, expected: String) throws {
    let scratch = try Scratch()
    try scratch.write("{\"doc\": \"d1\", \"ann\": {\"a\": [[0,4,\"PER\"]], \"b\": [[0,4,\"PER\"]]}}\n", to: "s.jsonl")
    let finished = try BuiltProgram.run(["aggregate", "s.jsonl", "--method", "rover", "-o", name], in: scratch)
    #expect(finished.status == 0, "\(finished.error)")
    #expect(try String(contentsOfFile: scratch.path + "/" + name, encoding: .utf8) == expected)
  }

  @Test("An ending that nothing is written for is refused before anything is computed")
  func otherEnding() throws {
    let scratch = try Scratch()
    try scratch.write("task,worker,label\n1,a,x\n", to: "a.csv")
    let finished = try BuiltProgram.run(["aggregate", "a.csv", "-o", "labels.json"], in: scratch)
    #expect(finished.status == 64 && finished.error.contains(".jsonl"), "\(finished.error)")
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/labels.json"))
  }

  @Test("Samples on which methods disagree stand one a line, without those that do worse than majority")
  func contested() throws {
    let scratch = try Scratch()
    // KOS is worse than majority here; the others split on t5, t2 and t6, on t5 most evenly.
    let rows = ["nnnn", "yyny", "ynyn", "yyny", "nnnn", "nyny", "yynn", "yyyn", "yyyn", "nyyy"]
    var (answers, gold) = ("task,worker,label\n", "task,label\n")
    for (task, row) in rows.enumerated() {
      for (worker, label) in row.enumerated() { answers += "t\(task),w\(worker),\(label)\n" }
    }
    for (task, label) in "nynynyyyyn".enumerated() { gold += "t\(task),\(label)\n" }
    try scratch.write(answers, to: "answers.csv")
    try scratch.write(gold, to: "gold.csv")
    let arguments = ["aggregate", "answers.csv", "--method", "all", "--gold", "gold.csv"]
    let answer = try BuiltProgram.run(arguments + ["--json"], in: scratch).json()
    let warnings = answer.warnings.elements.compactMap(\.string)
    let worse = warnings.filter { $0.contains("does worse than majority") }.compactMap {
      $0.split(separator: " ").first
    }
    #expect(worse == ["kos"] && warnings.contains { $0.contains("methods that are not worse than majority") })
    #expect(answer.contested.elements.map(\.sample.string) == ["t5", "t2", "t6"])
    for sample in answer.contested.elements {
      let methods = sample.labels.elements.flatMap { $0.methods.elements.compactMap(\.string) }
      #expect(!methods.contains { worse.contains(Substring($0)) } && sample.labels.elements.count > 1)
    }
    let text = try BuiltProgram.run(arguments, in: scratch).output
    #expect(text.split(separator: "\n").allSatisfy { $0.count < 200 }, "\(text)")
    for sample in answer.contested.elements { #expect(text.contains("\n  \(sample.sample.string ?? "?")  ")) }
    #expect(text.contains("not compared: ") && text.contains("rover"))
  }

  @Test("Of ratings, all methods are also those on numbers: median, weighted median and mean, beside the known numbers")
  func numbers() throws {
    let scratch = try Scratch()
    var (answers, gold) = ("task,worker,label\n", "task,label\n")
    for task in 0..<12 {
      for worker in 0..<3 { answers += "t\(task),w\(worker),\(task % 5 + (worker == 2 ? 3 : 0))\n" }
      gold += "t\(task),\(task % 5)\n"
    }
    try scratch.write(answers, to: "answers.csv")
    try scratch.write(gold, to: "gold.csv")
    let arguments = ["aggregate", "answers.csv", "--method", "all", "--gold", "gold.csv"]
    let answer = try BuiltProgram.run(arguments + ["--json"], in: scratch).json()
    #expect(answer.number_methods.elements.map(\.method.string) == ["weighted-median", "median", "mean"])
    #expect(answer.number_methods[1].accuracy.number == 1 && answer.number_methods[1].gold_distance.number == 0)
    #expect(answer.number_methods[2].accuracy.number == 0 && answer.number_methods[2].gold_distance.number == 1)
    let text = try BuiltProgram.run(arguments, in: scratch).output
    #expect(
      text.contains("as numbers") && text.contains("distance to gold") && text.contains("not compared: "), "\(text)")
    let mean = try BuiltProgram.run(["aggregate", "answers.csv", "--method", "mean", "--json"], in: scratch).json()
    #expect(mean.method.string == "mean" && mean.items.int == 12)
    // Two values are no scale.
    try scratch.write("task,worker,label\n1,a,0\n1,b,1\n", to: "binary.csv")
    let binary = try BuiltProgram.run(["aggregate", "binary.csv", "--method", "all", "--json"], in: scratch).json()
    #expect(!binary.names.contains("number_methods"))
  }

  @Test("ROVER of texts: a text an item, and how far each annotator is from it")
  func roverOfTexts() throws {
    let scratch = try Scratch()
    let text = "task,worker,label\n1,a,the cat sat\n1,b,the bat sat on\n1,c,the cat  sat on\n2,a,\n2,b,\n2,c,x\n"
    try scratch.write(text, to: "texts.csv")
    let arguments = ["aggregate", "texts.csv", "--method", "rover-text"]
    let finished = try BuiltProgram.run(arguments + ["-o", "-"], in: scratch)
    #expect(finished.output.hasPrefix("sample,label,confidence\n1,the cat sat on,"), "\(finished.output)")
    #expect(finished.output.contains("\n2,,"))
    let answer = try BuiltProgram.run(arguments + ["--json"], in: scratch).json()
    #expect(answer.items.int == 2 && answer.ties.int == 0)
    #expect(answer.annotators[1].name.string == "b" && answer.annotators[1].exact.number == 0.5)
  }
}

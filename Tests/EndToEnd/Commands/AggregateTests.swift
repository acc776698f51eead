import Foundation
import Testing

@Suite("gloss aggregate", .timeLimit(.minutes(10)))
struct AggregateTests {
  /// Ann and Bea are mostly right; Cid says the opposite of what they say.
  private static let answers = """
    task,worker,label
    t1,ann,yes
    t1,bea,yes
    t1,cid,no
    t2,ann,no
    t2,bea,no
    t2,cid,yes
    t3,ann,yes
    t3,bea,yes
    t3,cid,no
    "t4, the last",ann,no
    "t4, the last",bea,yes

    """
  private static let gold = "task,label\nt1,yes\nt2,no\nt3,yes\n\"t4, the last\",no\nt9,yes\n"

  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(Self.answers, to: "answers.csv")
    try scratch.write(Self.gold, to: "gold.csv")
    return scratch
  }

  @Test("A bare file gives Dawid-Skene's labels, with steps, log-likelihood, warnings and annotators.")
  func bareFile() throws {
    let scratch = try scratch()
    let finished = try BuiltProgram.run(["aggregate", "answers.csv", "-o", "labels.csv", "--json"], in: scratch)
    let answer = try finished.json()
    #expect(answer.method.string == "dawid-skene", "\(finished.error)")
    #expect((answer.steps.int ?? 0) > 0 && answer.converged.bool == true && (answer.log_likelihood.number ?? 0) < 0)
    #expect(answer.names.isSuperset(of: ["method", "steps", "converged", "log_likelihood", "warnings", "annotators"]))
    #expect(answer.annotators.elements.map(\.name.string) == ["ann", "bea", "cid"])
    #expect(answer.annotators[0].names.isSuperset(of: ["answers", "skill", "accuracy", "confusion"]))
    #expect((answer.annotators[2].accuracy.number ?? 1) < 0.2)
    let rows = try String(contentsOfFile: scratch.path + "/labels.csv", encoding: .utf8).split(separator: "\n")
    #expect(rows.first == "sample,label,confidence" && rows.count == 5)
    #expect(rows[1].hasPrefix("t1,yes,") && rows[2].hasPrefix("t2,no,") && rows[4].hasPrefix("\"t4, the last\","))
    let confidence = rows.dropFirst().compactMap { Double($0.split(separator: ",").last ?? "") }
    #expect(confidence.count == 4 && confidence.allSatisfy { $0 >= 0.5 && $0 <= 1 })
  }

  @Test("Every order of the rows gives the same bytes.")
  func order() throws {
    let scratch = try scratch()
    let lines = Self.answers.split(separator: "\n")
    try scratch.write(([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n"), to: "turned.csv")
    let arguments = ["--method", "all", "--json"]
    let first = try BuiltProgram.run(["aggregate", "answers.csv"] + arguments, in: scratch)
    #expect(first.status == 0, "\(first.error)")
    #expect(try BuiltProgram.run(["aggregate", "turned.csv"] + arguments, in: scratch).output == first.output)
  }

  @Test("Methods are compared with one another and on gold, and what is worse than majority is said.")
  func compared() throws {
    let scratch = try scratch()
    // Majority is right on three and a half of four; two who always say yes lead the others astray.
    let finished = try BuiltProgram.run(
      ["aggregate", "answers.csv", "--gold", "gold.csv", "--method", "majority", "--method", "kos", "--json"],
      in: scratch)
    let answer = try finished.json()
    #expect(answer.methods.elements.map(\.method.string) == ["majority", "kos"], "\(finished.error)")
    #expect(answer.accuracy.number == 0.875 && answer.accuracy_items.int == 4)
    #expect(answer.accuracy_interval.elements.count == 2)
    // What is right is what the share says; the tie is right half of the time.
    #expect(answer.accuracy_right.number == 3.5 && answer.accuracy_right_first_of_ties.int == 4)
    #expect(answer.agreement.elements.count == 1 && answer.agreement[0].items.int == 4)
    #expect(answer.warnings.elements.contains { $0.string?.contains("1 gold sample has no answer") == true })
    #expect(answer.warnings.elements.contains { $0.string?.contains("equally likely") == true })
  }

  @Test(
    "Gold that nobody ever answered, and smoothing of a method without any, are warned of; a rule's own is recorded.")
  func strangeGold() throws {
    let scratch = try scratch()
    try scratch.write("task,label\nt1,1\nt2,2\n", to: "other.csv")
    let arguments = [
      "aggregate", "answers.csv", "--gold", "other.csv", "--method", "majority", "--smoothing", "3", "--json",
    ]
    let answer = try BuiltProgram.run(arguments, in: scratch).json()
    let warned = answer.warnings.elements.compactMap(\.string)
    #expect(warned.contains { $0.hasPrefix("nobody ever answered 1, 2, which gold has 2 times") }, "\(warned)")
    #expect(warned.contains { $0.hasPrefix("majority has no smoothing") } && answer.smoothing.isNull)
    #expect(try BuiltProgram.run(["aggregate", "answers.csv", "--json"], in: scratch).json().smoothing.number == 0)
    let text = try BuiltProgram.run(
      ["aggregate", "answers.csv", "--method", "majority", "--gold", "gold.csv"], in: scratch)
    #expect(text.output.contains("expected under random choices among tied values"))
    #expect(text.output.contains("1 sample has two or more values"))
  }

  @Test("JSON Lines come on standard input, and errors name only what the command has.")
  func standardInput() throws {
    let scratch = try scratch()
    let lines =
      "{\"task\": \"t1\", \"worker\": \"a\", \"label\": \"x\"}\n{\"task\": \"t1\", \"worker\": \"b\", \"label\": \"x\"}\n"
    for command in ["aggregate", "agreement"] {
      let piped = try BuiltProgram.run([command, "-", "--json"], in: scratch, input: lines)
      #expect(piped.status == 0 && piped.output.hasPrefix("{"), "\(piped.error)")
      try scratch.write("task\tworker\tlabel\nt1\ta\tx\n", to: "tsv.txt")
      let ending = try BuiltProgram.run([command, "tsv.txt"], in: scratch)
      #expect(ending.status == 2 && ending.error.contains(".tsv") && !ending.error.contains("lines"), "\(ending.error)")
      try scratch.write("task,worker,label\nt1,a\"b\"c,x\nt1,\"a\"x,y\n", to: "bad.csv")
      let bad = try BuiltProgram.run([command, "bad.csv"], in: scratch)
      #expect(bad.status == 2 && !bad.error.contains("--quarantine") && !bad.error.contains("imported"), "\(bad.error)")
      try scratch.write("worker,left,right,winner\na,x,y,x\n", to: "pair.csv")
      let pair = try BuiltProgram.run([command, "pair.csv"], in: scratch)
      #expect(pair.error.contains("--map") && !pair.error.contains("--id"), "\(pair.error)")
      #expect(pair.error.contains("bradley-terry"), "\(pair.error)")
    }
    let negative = try BuiltProgram.run(["aggregate", "answers.csv", "--smoothing", "-1"], in: scratch)
    #expect(negative.status == 64 && negative.error.contains("0 or more"), "\(negative.error)")
    let file = try BuiltProgram.run(["suspects", "answers.csv"], in: scratch)
    #expect(file.status == 64 && file.error.contains("--text") && file.error.contains("--label"), "\(file.error)")
  }

  @Test(
    "In a workspace gold samples and resolutions judge together, a file instead of them, and ratings have a median.")
  func workspaceGold() throws {
    let scratch = try Scratch()
    let rating = "  - {name: help, kind: rating, required: false, min: 1, max: 5}\n"
    try scratch.write(Self.yaml.replacing("round:", with: rating + "round:"), to: "gloss.yaml")
    try scratch.write("id,text\n" + (0..<6).map { "t\($0),text \($0)\n" }.joined(), to: "samples.csv")
    var answers = "sample,annotator,mood,help\n"
    for sample in 0..<6 {
      for worker in 0..<3 { answers += "t\(sample),w\(worker),\(sample % 2 == 0 ? "good" : "bad"),\(sample % 3 + 1)\n" }
    }
    try scratch.write(answers, to: "answers.csv")
    try scratch.write("sample,mood,help\nt0,good,1\nt1,good,4\n", to: "gold.csv")
    try run(["init", "."], in: scratch)
    try run(["import", "samples.csv", "--id", "id"], in: scratch)
    try run(["import", "answers.csv", "--annotations", "--as", "lea"], in: scratch)
    try run(["gold", "add", "gold.csv", "--as", "lea"], in: scratch)
    let own = try BuiltProgram.run(["aggregate", "mood", "--as", "lea", "--json"], in: scratch).json()
    #expect(own.accuracy_items.int == 2 && own.accuracy_right.number == 1)
    try scratch.write("sample,mood\nt2,good\n", to: "other.csv")
    let other = try BuiltProgram.run(
      ["aggregate", "mood", "--gold", "other.csv", "--as", "lea", "--json"], in: scratch)
    #expect(try other.json().accuracy_items.int == 1, "\(other.error)")
    let median = try BuiltProgram.run(["aggregate", "help", "--as", "lea", "--json"], in: scratch)
    let ratings = try median.json()
    #expect(ratings.method.string == "weighted-median" && ratings.items.int == 6, "\(median.error)")
    #expect(ratings.accuracy_items.int == 2 && ratings.accuracy_right.int == 1 && ratings.gold_distance.number == 1)
    let plan = try BuiltProgram.run(["plan", "--as", "lea", "--json"], in: scratch)
    #expect(try plan.json().questions.help.alpha["value"].number == 1, "\(plan.error)")
    let suspects = try BuiltProgram.run(["suspects", "help", "--as", "lea"], in: scratch)
    #expect(suspects.status == 2 && suspects.error.contains("gloss aggregate help"), "\(suspects.error)")
  }

  @Test("A method that does worse than majority, and methods that disagree, are warned of.")
  func warnings() throws {
    let scratch = try Scratch()
    var (answers, gold) = ("task,worker,label\n", "task,label\n")
    // Three of five are right together; two agree with one another always and are wrong.
    for task in 0..<12 {
      let (right, wrong) = task % 2 == 0 ? ("a", "b") : ("b", "a")
      gold += "t\(task),\(right)\n"
      for worker in 0..<5 {
        let follows = worker < 2 || task % 3 == worker - 2
        answers += "t\(task),w\(worker),\(follows && task % 4 != 3 ? wrong : right)\n"
      }
    }
    try scratch.write(answers, to: "answers.csv")
    try scratch.write(gold, to: "gold.csv")
    let finished = try BuiltProgram.run(
      ["aggregate", "answers.csv", "--gold", "gold.csv", "--method", "all", "--json"], in: scratch)
    let answer = try finished.json()
    let shares = answer.methods.elements.map { $0.accuracy.number ?? -1 }
    let warned = answer.warnings.elements.compactMap(\.string)
    for (method, share) in zip(answer.methods.elements, shares) {
      let isWorse = share < shares[0] - 1e-9
      #expect(warned.contains { $0.hasPrefix("\(method.method.string ?? "") does worse than majority") } == isWorse)
    }
    let differ = answer.agreement.elements.contains { $0.same.int != $0.items.int }
    #expect(warned.contains { $0.hasPrefix("the methods do not all agree") } == differ)
  }

  @Test("The same annotator twice on one sample is a warning, and one vote.")
  func repeated() throws {
    let scratch = try Scratch()
    try scratch.write("task,worker,label\nt1,ann,yes\nt1,ann,no\nt1,bea,no\n", to: "answers.csv")
    let answer = try BuiltProgram.run(["aggregate", "answers.csv", "--method", "majority", "--json"], in: scratch)
      .json()
    #expect(answer.ratings.int == 2)
    #expect(answer.warnings.elements.contains { $0.string?.contains("t1 by ann") == true })
  }

  @Test(
    "A file without answers has no labels, whatever the method",
    arguments: [
      ("rover", "answers.jsonl", ""), ("weighted-median", "answers.csv", "task,worker,label\n"),
      ("bradley-terry", "answers.csv", "worker,left,right,label\n"),
    ])
  func noAnswers(method: String, name: String, text: String) throws {
    let scratch = try Scratch()
    try scratch.write(text, to: name)
    let finished = try BuiltProgram.run(["aggregate", name, "--method", method, "-o", "labels.csv"], in: scratch)
    #expect(finished.status == 2 && finished.error.contains("there are no answers in it"), "\(finished.error)")
  }

  @Test("Without --json it is a table; what cannot be done says what to do.")
  func words() throws {
    let scratch = try scratch()
    let table = try BuiltProgram.run(["aggregate", "answers.csv"], in: scratch)
    #expect(table.output.contains("dawid-skene") && table.output.contains("cid"))
    let unknown = try BuiltProgram.run(["aggregate", "answers.csv", "--method", "oracle"], in: scratch)
    #expect(unknown.status == 64 && unknown.error.contains("choose one of majority"))
    let both = try BuiltProgram.run(["aggregate", "answers.csv", "--method", "all", "-o", "x.csv"], in: scratch)
    #expect(both.status == 64)
    try scratch.write("task,worker,label\nt1,a,x\nt1,b,y\nt2,a,z\n", to: "three.csv")
    let kos = try BuiltProgram.run(["aggregate", "three.csv", "--method", "kos"], in: scratch)
    #expect(kos.status == 2 && kos.error.contains("two values only"))
    #expect(try BuiltProgram.run(["aggregate", "missing.csv"], in: scratch).status == 2)
    let piped = try BuiltProgram.run(["aggregate", "-", "-o", "-"], in: scratch, input: Self.answers)
    #expect(piped.output.hasPrefix("sample,label,confidence\nt1,yes,"))
  }

  @Test("In a workspace the answers to a question are aggregated, and resolutions are gold.")
  func workspace() throws {
    let scratch = try TweetsProject.annotated()
    let finished = try BuiltProgram.run(["aggregate", "sentiment", "--as", "rita", "--json"], in: scratch)
    let answer = try finished.json()
    #expect(answer.method.string == "dawid-skene", "\(finished.error)")
    #expect(answer.ratings.int == 10 && answer.items.int == 4)
    #expect(answer.values.elements.map(\.string) == ["negative", "neutral", "positive"])
    let unknown = try BuiltProgram.run(["aggregate", "mood", "--as", "rita"], in: scratch)
    #expect(unknown.status == 2 && unknown.error.contains("sentiment"))
  }

  private static let yaml = """
    name: tweets
    fields: [{name: text, kind: text}]
    questions:
      - {name: mood, kind: choice, values: [{name: good}, {name: bad}]}
    round: {overlap: 5}
    labels: {rule: posterior, at-least: 2, above: 0.9}
    people: [{name: lea, role: lead}]

    """

  /// Rows of answers by four, of whom the last is wrong at every third sample.
  private func answers(_ samples: Range<Int>) -> String {
    samples.reduce(into: "sample,annotator,mood\n") { text, sample in
      for worker in 0..<4 {
        let isGood = (sample % 2 == 0) != (worker == 3 && sample % 3 == 0)
        text += "t\(sample),w\(worker),\(isGood ? "good" : "bad")\n"
      }
    }
  }

  private func posteriorWorkspace(_ samples: Range<Int>) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(Self.yaml, to: "gloss.yaml")
    try scratch.write("id,text\n" + (0..<12).map { "t\($0),text \($0)\n" }.joined(), to: "samples.csv")
    try run(["init", "."], in: scratch)
    try run(["import", "samples.csv", "--id", "id"], in: scratch)
    try annotate(samples, in: scratch)
    try run(["commit", "-m", "first", "--as", "lea"], in: scratch)
    return scratch
  }

  private func annotate(_ samples: Range<Int>, in scratch: Scratch, branch: String = "main") throws {
    try scratch.write(answers(samples), to: "answers.csv")
    try run(["import", "answers.csv", "--annotations", "--branch", branch, "--as", "lea"], in: scratch)
  }

  @discardableResult
  private func run(_ arguments: [String], in scratch: Scratch) throws -> String {
    let finished = try BuiltProgram.run(arguments, in: scratch)
    #expect(finished.status == 0, "\(arguments): \(finished.error)")
    return finished.output
  }

  @Test("Labels by posterior are made of all answers of a commit; a merge makes what one commit of all makes.")
  func posteriorLabels() throws {
    let scratch = try posteriorWorkspace(0..<4)
    try run(["branch", "trial", "--as", "lea"], in: scratch)
    try annotate(4..<8, in: scratch, branch: "trial")
    try run(["commit", "-m", "theirs", "--branch", "trial", "--as", "lea"], in: scratch)
    try annotate(8..<12, in: scratch)
    try run(["merge", "trial", "--as", "lea"], in: scratch)
    let merged = try run(["export", "main", "--annotations", "-o", "-"], in: scratch)
    #expect(merged.contains(#""by":"posterior","confidence":"#))
    let whole = try run(["export", "main", "--annotations", "-o", "-"], in: try posteriorWorkspace(0..<12))
    #expect(merged == whole)
    #expect(merged.split(separator: "\n").count == 12)
    try run(["fsck"], in: scratch)
    // Nothing is new: the labels are those of the head.
    let again = try BuiltProgram.run(["status", "--json"], in: scratch).json()
    #expect(again.uncommitted.int == 0)
    #expect(try run(["blame", "t1"], in: scratch).contains("by posterior"))
  }
}

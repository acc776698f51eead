import Foundation
import Testing

@Suite("Spans, rankings, comparisons and texts of bare files", .timeLimit(.minutes(5)))
struct OtherKindsTests {
  private func run(_ arguments: [String], _ text: String, as name: String) throws -> JSON {
    let scratch = try Scratch()
    try scratch.write(text, to: name)
    let words = [arguments[0], name] + arguments.dropFirst() + ["--json"]
    let finished = try BuiltProgram.run(words, in: scratch)
    #expect(finished.status == 0, "\(finished.error)")
    return try finished.json()
  }

  static let spans = """
    {"doc": "d1", "text": "Anna met Bo in Rome.", "tokens": [[0,4],[5,8],[9,11],[12,14],[15,19],[19,20]], \
    "gold": [[0,4,"PER"],[9,11,"PER"],[15,19,"LOC"]], \
    "ann": {"ann": [[0,4,"PER"],[15,19,"LOC"]], "bob": [[0,4,"PER"],[9,11,"PER"],[15,20,"LOC"]], "cy": [[0,4,"PER"],[9,11,"PER"]]}}
    {"doc": "d2", "text": "No names.", "tokens": [[0,2],[3,8],[8,9]], "gold": [], "ann": {"ann": [], "bob": [[3,8,"PER"]]}}

    """

  @Test("Spans: F1 of pairs and against gold, token alpha, and gamma with what it rests on")
  func spanFigures() throws {
    let found = try run(["agreement", "--kind", "spans"], Self.spans, as: "spans.jsonl").questions
      .spans
    #expect(found.items.int == 2 && found.annotators.int == 3 && found.pairs_of_answers.int == 4)
    // Pairs of d1: 1 of 5, 1 of 4, 2 of 5 spans; of d2: none of 1.
    #expect(abs((found.exact_f1.number ?? 0) - 8.0 / 15) < 1e-12)
    #expect(abs((found.overlap_f1.number ?? 0) - 10.0 / 15) < 1e-12)
    #expect(abs((found.gold.exact_f1.number ?? 0) - 12.0 / 17) < 1e-12)
    #expect(found.token_alpha.number != nil && found.gamma.number != nil)
    #expect(found.gamma_settings.seed.int == 1 && (found.gamma_settings.samples.int ?? 0) >= 60)
    #expect(found.gamma_settings.documents_not_exact.int == 0)
    #expect(found.gamma_documents[0].doc.string == "d1")
    #expect(found.labels.LOC.exact_f1.number == 0)
    #expect(
      found.pairs[0].a.string == "ann" && found.pairs[0].b.string == "bob"
        && found.pairs[0].items.int == 2)
    let again = try run(["agreement", "--kind", "spans"], Self.spans, as: "spans.jsonl").questions
      .spans
    #expect(found == again)
  }

  @Test("One list of spans out of many, as rows of the output")
  func aggregatedSpans() throws {
    let found = try run(["aggregate", "--method", "rover"], Self.spans, as: "spans.jsonl")
    #expect(found.method.string == "rover" && found.items.int == 2)
    #expect(abs((found.gold_exact_f1.number ?? 0) - 1) < 1e-12)
    let scratch = try Scratch()
    try scratch.write(Self.spans, to: "spans.jsonl")
    let finished = try BuiltProgram.run(
      ["aggregate", "spans.jsonl", "--method", "rover", "-o", "-"], in: scratch)
    #expect(
      finished.output.hasPrefix(
        "sample,label,confidence\nd1,\"[[0,4,\"\"PER\"\"],[9,11,\"\"PER\"\"],[15,19,\"\"LOC\"\"]]\","
      ))
  }

  @Test("Rankings: W and tau-b, with what was left out")
  func rankings() throws {
    let text = "task,worker,label\n1,a,x>y>z\n1,b,x>z>y\n1,c,x>y=z\n2,a,x>y\n2,b,y>x>z\n"
    let found = try run(["agreement", "--kind", "ranking"], text, as: "rankings.csv").questions
      .label
    #expect(found.tasks[0].w.number == 162.0 / 198)
    #expect(found.tasks[1].tau_b.number == -1)
    #expect(found.incomplete_items.int == 1 && found.objects_left_out.int == 1)
    #expect(found.findings[0].string?.contains("not all ranked the same objects") == true)
  }

  @Test("Comparisons: alpha, strengths, and those who do not look")
  func comparisons() throws {
    let text =
      "worker,left,right,label\nw1,a,b,a\nw2,b,a,a\nw1,b,c,b\nw2,b,c,c\nw1,a,c,a\nw2,c,a,c\n"
    let found = try run(["agreement", "--kind", "pairwise"], text, as: "pairs.csv").questions.label
    #expect(abs((found.percent.number ?? 0) - 1.0 / 3) < 1e-12)
    #expect(found.bradley_terry.objects[0].name.string == "a")
    let model = try run(["aggregate", "--method", "noisy-bradley-terry"], text, as: "pairs.csv")
    #expect(model.converged.bool == true && model.annotators[0].skill.number != nil)
    let plain = try run(
      ["aggregate", "--method", "bradley-terry"], "worker,left,right,label\nw,a,b,a\n",
      as: "pairs.csv")
    #expect(plain.warnings[0].string?.contains("only won or only lost") == true)
  }

  @Test("Texts: exact match, character errors, chrF; ratings: a median by weight")
  func textsAndRatings() throws {
    let text = "task,worker,label\n1,a,kitten\n1,b,sitting\n2,a,same\n2,b,same\n"
    let found = try run(["agreement", "--kind", "text"], text, as: "texts.csv").questions.label
    #expect(found.exact.number == 0.5)
    #expect(abs((found.character_error_rate.number ?? 0) - 6.0 / 21) < 1e-12)
    let numbers = "task,worker,label\n1,a,2\n1,b,2\n1,c,5\n2,a,1\n2,b,4\n"
    let median = try run(["aggregate", "--method", "weighted-median"], numbers, as: "ratings.csv")
    #expect(median.items.int == 2 && median.annotators[2].weight.number != nil)
  }

  @Test("A number is the same for agreement and for a median: without blanks, and neither 0x10 nor 1e308")
  func numbers() throws {
    let commands = [["agreement", "--level", "interval"], ["aggregate", "--method", "weighted-median"]]
    for command in commands {
      let blank = try run(command, "task,worker,label\n1,a, 3\n1,b,3\n2,a,4\n2,b,5 \n", as: "ratings.csv")
      #expect(blank.items.int == 2 || blank.questions.label.items.int == 2)
      for (text, reason) in [("0x10", "no number"), ("1e308", "too far"), ("-1e308", "too far"), ("1e-400", "too far")]
      {
        let scratch = try Scratch()
        try scratch.write("task,worker,label\n1,a,3\n1,b,\(text)\n", to: "ratings.csv")
        let finished = try BuiltProgram.run([command[0], "ratings.csv"] + command.dropFirst(), in: scratch)
        #expect(finished.status != 0 && finished.error.contains(reason), "\(finished.error)")
        #expect(finished.error.contains("ratings.csv:3"), "\(finished.error)")
      }
    }
  }
}

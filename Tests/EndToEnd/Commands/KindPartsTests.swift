import Foundation
import Testing

@Suite("Slices, stretches of time, pairs and labels of spans, rankings, comparisons and texts", .timeLimit(.minutes(5)))
struct KindPartsTests {
  private struct Case: CustomTestStringConvertible, Sendable {
    var kind: String
    var name: String
    var text: String
    /// The figures that each part has.
    var figures: [String]
    /// Figures of a pair.
    var pair: [String]
    var question = "label"

    var testDescription: String { kind }
  }

  private static let cases: [Case] = [
    Case(
      kind: "ranking", name: "answers.csv", text: table { ["x>y>z", "x>z>y", "y>x>z"][$0 % 3] },
      figures: ["w", "tau_b"], pair: ["tau_b"]),
    Case(
      kind: "text", name: "answers.csv", text: table { ["kitten", "sitting", ""][$0 % 3] },
      figures: ["exact", "character_error_rate", "chrf"], pair: ["exact", "chrf"]),
    Case(
      kind: "pairwise", name: "answers.csv", text: comparisons, figures: ["percent", "alpha", "alpha_mirrored"],
      pair: ["percent", "kappa"]),
    Case(
      kind: "spans", name: "answers.jsonl", text: spans,
      figures: ["exact_f1", "overlap_f1", "token_alpha", "gamma"], pair: ["exact_f1", "overlap_f1"], question: "spans"),
  ]

  /// 20 items by two annotators, the second of whom differs now and then.
  private static func table(_ value: (Int) -> String) -> String {
    var text = "task,worker,label,lang,time\n"
    for task in 0..<20 {
      for worker in 0..<2 {
        let answer = value(task % 5 == 0 ? task + worker : task)
        text += "t\(task),w\(worker),\(answer),\(task < 10 ? "de" : "en"),2024-05-01T09:\(10 + task):00Z\n"
      }
    }
    return text
  }

  private static let comparisons: String = {
    var text = "worker,left,right,label,lang,time\n"
    let objects = ["a", "b", "c", "d", "e", "f", "g"]
    var row = 0
    for (place, left) in objects.enumerated() {
      for right in objects[(place + 1)...] where row < 20 {
        for worker in 0..<2 {
          let winner = (row % 3 == 0) == (row % 5 == 0 && worker == 1) ? left : right
          text += "w\(worker),\(left),\(right),\(winner),\(row < 10 ? "de" : "en"),2024-05-01T09:\(10 + row):00Z\n"
        }
        row += 1
      }
    }
    return text
  }()

  private static let spans: String = (0..<20).map { row in
    let second = row % 5 == 0 ? "[[0,4,\"PER\"]]" : "[[0,4,\"PER\"],[9,11,\"LOC\"]]"
    return
      "{\"text\": \"Anna met Bo.\", \"lang\": \"\(row < 10 ? "de" : "en")\", \"time\": \"2024-05-01T09:\(10 + row):00Z\", "
      + "\"ann\": {\"w0\": [[0,4,\"PER\"],[9,11,\"LOC\"]], \"w1\": \(second)}}\n"
  }.joined()

  private func run(_ one: Case, _ arguments: [String]) throws -> JSON {
    let scratch = try Scratch()
    try scratch.write(one.text, to: one.name)
    let words = ["agreement", one.name, "--kind", one.kind, "--json"]
    let finished = try BuiltProgram.run(words + arguments, in: scratch)
    #expect(finished.status == 0, "\(finished.error)")
    return try finished.json().questions[one.question]
  }

  @Test(
    "By a column: the figures of each part, with intervals, as of a file that has only these rows", arguments: cases)
  private func slices(_ one: Case) throws {
    let found = try run(one, ["--by", "lang", "--samples", "50"])
    #expect(found.slices.elements.map { $0["value"].string } == ["de", "en"])
    let lines = one.text.split(separator: "\n")
    var german = one
    german.text = lines.filter { !$0.contains("\"en\"") && !$0.contains(",en,") }.joined(separator: "\n")
    let alone = try run(german, ["--samples", "50"])
    for figure in one.figures {
      #expect(found.slices[0][figure].number == alone[figure].number, "\(figure)")
      #expect(found.slices[0]["\(figure)_interval"] == alone["\(figure)_interval"], "\(figure)")
    }
    #expect(found.slices[0].items.int == 10)
    #expect(found.slices[0].names.contains("\(one.figures[0])_interval"))
  }

  @Test("Over time: ten stretches, each alone and with all before it, to the figures of all", arguments: cases)
  private func overTime(_ one: Case) throws {
    let found = try run(one, ["--over-time", "--samples", "50"])
    #expect(found.over_time.elements.count == 10)
    #expect(found.over_time[0].from.string == "2024-05-01T09:10:00.000Z")
    #expect(found.over_time[0].ratings.int == 4 && found.over_time[0].items.int == 2)
    for figure in one.figures {
      #expect(found.over_time[9]["\(figure)_so_far"].number == found[figure].number, "\(figure)")
      #expect(found.over_time[9]["\(figure)_so_far_interval"] == found["\(figure)_interval"], "\(figure)")
    }
  }

  @Test(
    "Pairs and labels have intervals, the seed stands beside them, and without intervals there are none",
    arguments: cases)
  private func pairsAndLabels(_ one: Case) throws {
    let found = try run(one, ["--samples", "60", "--seed", "7"])
    #expect(
      found.bootstrap.seed.int == 7 && found.bootstrap.samples.int == 60 && found.bootstrap.pair_samples.int == 60)
    #expect(found.pairs[0].a.string == "w0" && found.pairs[0].b.string == "w1" && found.pairs[0].items.int == 20)
    for figure in one.pair { #expect(found.pairs[0].names.contains("\(figure)_interval"), "\(figure)") }
    let labels = ["ranking": "x", "pairwise": "a", "spans": "LOC"]
    if let label = labels[one.kind] {
      #expect(found.labels[label].names.contains { $0.hasSuffix("_interval") }, "\(found.labels)")
      #expect((found.labels[label].items.int ?? 0) > 0)
    } else {
      #expect(found.labels.names.isEmpty)
    }
    #expect(try run(one, ["--samples", "60", "--seed", "7"]) == found)
    let plain = try run(one, ["--no-intervals"])
    #expect(plain.bootstrap.isNull && !plain.pairs[0].names.contains { $0.hasSuffix("_interval") })
    #expect(!plain.names.contains { $0.hasSuffix("_interval") })
  }

  @Test("People read the same as tables", arguments: cases)
  private func tables(_ one: Case) throws {
    let scratch = try Scratch()
    try scratch.write(one.text, to: one.name)
    let arguments = ["agreement", one.name, "--kind", one.kind, "--by", "lang", "--over-time", "--samples", "50"]
    let text = try BuiltProgram.run(arguments, in: scratch).output
    #expect(text.contains("w0 – w1") && text.contains("lang = de") && text.contains("so far"), "\(text)")
  }

  @Test("A column that is not there, no times and a level are refused with words", arguments: cases)
  private func refused(_ one: Case) throws {
    let scratch = try Scratch()
    let untimed = one.text.replacing(",time", with: ",when").replacing("\"time\"", with: "\"when\"")
    try scratch.write(untimed, to: one.name)
    func failure(_ arguments: [String]) throws -> (status: Int32, error: String) {
      let finished = try BuiltProgram.run(["agreement", one.name, "--kind", one.kind] + arguments, in: scratch)
      return (finished.status, finished.error)
    }
    let column = try failure(["--by", "nothing"])
    #expect(column.status == 2 && column.error.contains("“nothing”") && column.error.contains("lang"), "\(column)")
    let time = try failure(["--over-time"])
    #expect(time.status == 2 && time.error.contains("no column of times"), "\(time)")
    #expect(try failure(["--over-time", "--map", "time=when"]).status == 0)
    let noTime = try failure(["--over-time", "--map", "time=lang"])
    #expect(noTime.status == 2 && noTime.error.contains("“de” is no time"), "\(noTime)")
    #expect(try failure(["--level", "ordinal"]).status == 64)
  }

  @Test("A column by annotators parts a document; gamma is then left out with the reason, the other figures stand")
  func partedDocuments() throws {
    let text = (0..<6).map { _ in
      "{\"text\": \"Anna met Bo.\", \"team\": {\"w0\": \"x\", \"w1\": \"x\", \"w2\": \"y\"}, "
        + "\"ann\": {\"w0\": [[0,4,\"PER\"]], \"w1\": [[0,4,\"PER\"]], \"w2\": [[9,11,\"PER\"]]}}\n"
    }.joined()
    let one = Case(kind: "spans", name: "s.jsonl", text: text, figures: [], pair: [], question: "spans")
    let found = try run(one, ["--by", "team", "--samples", "20"])
    #expect(found.slices.elements.map { $0["value"].string } == ["x", "y"])
    #expect(found.slices[0].exact_f1.number == 1 && found.slices[0].items.int == 6)
    #expect(found.slices[0].gamma.isNull && found.slices[0].gamma_why.string?.contains("searched anew") == true)
    #expect(found.slices[1].exact_f1.isNull && found.slices[1].exact_f1_why.string != nil)
    #expect(found.gamma_settings.pairs_and_labels_why.string?.contains("searched anew") == true)
  }

  @Test("Without gamma the other figures are the same, and it says why there is none")
  func withoutGamma() throws {
    let spans = Self.cases[3]
    let (all, without) = (try run(spans, ["--by", "lang"]), try run(spans, ["--by", "lang", "--no-gamma"]))
    #expect(without.exact_f1_interval == all.exact_f1_interval && without.token_alpha.number == all.token_alpha.number)
    #expect(without.gamma.isNull && without.gamma_why.string?.contains("--no-gamma") == true)
    #expect(without.slices[0].gamma_why == without.gamma_why && without.gamma_documents.elements.isEmpty)
    let scratch = try Scratch()
    try scratch.write("task,worker,label\n1,a,x\n", to: "a.csv")
    #expect(try BuiltProgram.run(["agreement", "a.csv", "--no-gamma"], in: scratch).status == 64)
  }

  @Test("Two empty texts agree exactly and count; a JSON member that is null is no answer")
  func emptyTexts() throws {
    let csv = Case(
      kind: "text", name: "t.csv", text: "task,worker,label\n1,a,\n1,b,\n2,a,x\n2,b,\n", figures: [], pair: [])
    let found = try run(csv, [])
    #expect(found.items.int == 2 && found.ratings.int == 4 && found.exact.number == 0.5)
    #expect(found.character_error_rate.number == 2 && found.chrf.number == 50)
    let lines = [("1", "a", "\"\""), ("1", "b", "\"\""), ("2", "a", "null"), ("2", "b", "\"\"")].map {
      "{\"task\": \"\($0)\", \"worker\": \"\($1)\", \"label\": \($2)}\n"
    }.joined()
    let json = try run(Case(kind: "text", name: "t.jsonl", text: lines, figures: [], pair: []), [])
    #expect(json.ratings.int == 3 && json.exact.number == 1 && json.chrf.number == 100)
    #expect(json.character_error_rate.number == 0 && json.character_error_rate_why.string?.contains("empty") == true)
    #expect(json.findings[0].string?.contains("1 row without a value") == true)
  }

  @Test(
    "A file without answers is refused by every command and kind in the same words",
    arguments: [
      (["agreement"], "e.csv", "task,worker,label\n"), (["agreement"], "e.csv", "task,worker,label\n1,a,\n"),
      (["agreement", "--kind", "rating"], "e.csv", "task,worker,label\n"),
      (["agreement", "--kind", "choices"], "e.csv", "task,worker,label\n"),
      (["agreement", "--kind", "taxonomy"], "e.csv", "task,worker,label\n"),
      (["agreement", "--kind", "ranking"], "e.csv", "task,worker,label\n"),
      (["agreement", "--kind", "text"], "e.csv", "task,worker,label\n"),
      (["agreement", "--kind", "pairwise"], "e.csv", "worker,left,right,label\n"),
      (["agreement", "--kind", "spans"], "e.jsonl", "{\"doc\": \"d\", \"ann\": {}}\n"),
      (["agreement", "--kind", "spans"], "e.jsonl", ""), (["aggregate"], "e.csv", "task,worker,label\n"),
      (["aggregate", "--method", "bradley-terry"], "e.csv", "worker,left,right,label\n"),
      (["aggregate", "--method", "rover"], "e.jsonl", "{\"doc\": \"d\", \"ann\": {}}\n"),
      (["aggregate", "--method", "weighted-median"], "e.csv", "task,worker,label\n"),
      (["suspects", "--text", "task", "--label", "label"], "e.csv", "task,worker,label\n"),
      (["suspects", "--label", "label", "--probabilities", "e.csv"], "e.csv", "task,worker,label\n"),
    ])
  func noAnswers(arguments: [String], name: String, text: String) throws {
    let scratch = try Scratch()
    try scratch.write(text, to: name)
    for json in [[], ["--json"]] {
      let finished = try BuiltProgram.run([arguments[0], name] + arguments.dropFirst() + json, in: scratch)
      #expect(finished.status == 2 && finished.output.isEmpty, "\(finished.output)")
      #expect(
        finished.error.contains("\(name): there are no answers in it; name a file with a row an answer"),
        "\(finished.error)")
    }
  }
}

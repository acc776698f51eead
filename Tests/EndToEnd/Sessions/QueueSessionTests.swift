import Foundation
import Testing

@Suite("The queue on a terminal", .timeLimit(.minutes(10)))
struct QueueSessionTests {
  private static func yaml(_ round: String) -> String {
    TweetsProject.yaml.replacing("round: {overlap: 3, order: imported, lease: 10m, seed: 1}", with: "round: {\(round)}")
      .replacing("at-least: 2", with: "at-least: 1")
  }

  private func run(_ arguments: [String], in scratch: Scratch) throws -> Finished {
    let finished = try BuiltProgram.run(arguments, in: scratch)
    guard finished.status == 0 else { throw Unexpected(finished: finished) }
    return finished
  }

  @Test("Who misses the gold finds the queue paused and is told so; the lead sees it, and lets them go on at once.")
  func pause() throws {
    let scratch = try Scratch()
    try scratch.write(
      Self.yaml("overlap: 3, order: imported, gold: 50%, pause: {gold-below: 70%, after: 1}, seed: 1"), to: "gloss.yaml"
    )
    try scratch.write(TweetsProject.guidelines, to: "guidelines.md")
    try scratch.write(TweetsProject.samples, to: "samples.jsonl")
    try scratch.write("sample,sentiment\nt1,positive\nt2,positive\nt3,positive\nt4,positive\n", to: "gold.csv")
    _ = try run(["init", "."], in: scratch)
    _ = try run(["import", "samples.jsonl"], in: scratch)
    #expect(try run(["gold", "add", "gold.csv", "--json"], in: scratch).json().added.int == 4)
    #expect(try BuiltProgram.run(["gold", "list", "--as", "alice"], in: scratch).status == 2)

    let terminal = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    try terminal.wait(for: "1 of 4")
    terminal.type("1")
    try terminal.wait(for: "Your queue is paused: please talk to whoever leads the project.")
    #expect(terminal.find("gold") == nil)
    let status = try run(["status", "--json"], in: scratch).json()
    #expect(status.annotators[0].name.string == "alice" && status.annotators[0].paused_since.string != nil)
    #expect(try run(["status"], in: scratch).output.contains("gloss resume alice lets them go on"))
    let report = try run(["gold", "report", "--json"], in: scratch).json()
    #expect(report.annotators[0].gold.items.int == 1 && report.annotators[0].gold["value"].number == 0)
    _ = try run(["resume", "alice"], in: scratch)
    try terminal.wait(for: " of 4")
    try terminal.leave()
    #expect(try BuiltProgram.run(["resume", "alice"], in: scratch).status == 2)
  }

  @Test("In the order of uncertainty what the model cannot tell comes first, planned beside the keys.")
  func uncertainty() throws {
    let scratch = try Scratch()
    try scratch.write(Self.yaml("overlap: 1, order: uncertainty, seed: 1"), to: "gloss.yaml")
    try scratch.write(TweetsProject.guidelines, to: "guidelines.md")
    var samples = ""
    var annotations = "sample,annotator,sentiment\n"
    for index in 0..<40 {
      let isGood = index.isMultiple(of: 2)
      let text = isGood ? "a lovely wonderful splendid day" : "an awful broken terrible day"
      samples += "{\"id\": \"k\(index)\", \"text\": \"\(text)\"}\n"
      annotations += "k\(index),bob,\(isGood ? "positive" : "negative")\n"
    }
    for index in 0..<30 { samples += "{\"id\": \"u\(index)\", \"text\": \"a lovely wonderful splendid day\"}\n" }
    samples += "{\"id\": \"torn\", \"text\": \"a lovely awful day torn between\"}\n"
    try scratch.write(samples, to: "samples.jsonl")
    try scratch.write(annotations, to: "annotations.csv")
    _ = try run(["init", "."], in: scratch)
    _ = try run(["import", "samples.jsonl"], in: scratch)
    _ = try run(["import", "--annotations", "annotations.csv"], in: scratch)

    let log = scratch.path + "/effects.log"
    let terminal = try TerminalSession.gloss(
      ["label", "--as", "alice"], in: scratch, environment: ["GLOSS_LOG": log])
    try terminal.wait(for: "41 of 71")
    try terminal.wait("the plan") { _ in
      (try? String(contentsOfFile: log, encoding: .utf8).contains(" plan ")) == true
    }
    try terminal.answer("3", "positive", at: 41)
    try terminal.wait(for: "torn between")
    #expect(terminal.find("71 of 71") != nil)
    try terminal.leave()
    let plan = try run(["plan", "--json"], in: scratch).json()
    #expect(plan.order.string == "uncertainty" && plan.plan.positions[0].int == 70)
    #expect(plan.plan.models[0].labels.int == 40)
    #expect(plan.questions.sentiment.learning.advice.string?.isEmpty == false)
  }
}

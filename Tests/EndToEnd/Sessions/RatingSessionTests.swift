import Foundation
import Testing

/// Ratings and suggestions in the real program: as they look, and as they come out again.
@Suite("Ratings from file to file", .serialized, .timeLimit(.minutes(5)))
struct RatingSessionTests {
  static let yaml = """
    name: answers
    fields: [{name: text, kind: text}]
    questions:
      - name: helpful
        kind: rating
        title: How much does it help?
        min: 1
        max: 5
        level: ordinal
        values: [{name: 1, title: not at all, colour: red}, {name: 5, title: fully, colour: green}]
      - {name: right, kind: choice, title: Is it right?, values: [{name: right, key: r}, {name: wrong, key: w}]}
      - {name: sure, kind: rating, title: How sure are you?, required: false, min: 0, max: 100, step: 0.5}
    round: {overlap: 3}
    labels: {rule: majority, at-least: 2}
    people:
      - {name: dora, role: annotator}
      - {name: rita, role: reviewer}

    """

  static let samples = """
    {"id": "a1", "text": "Boil it for six minutes, then into cold water.", "suggestions": {"helpful": {"value": 4, "score": 0.93, "model": "m1"}}}
    {"id": "a2", "text": "Canberra.", "suggestions": {"right": "right"}}
    {"id": "a3", "text": "Mix bleach with vinegar."}

    """

  static let annotations = """
    sample,annotator,helpful,right,sure,seconds
    a2,alice,5.0,right,97.5,3
    a2,bob,03,right,50,4
    a2,chen,4,right,,2
    a3,alice,1,wrong,100,2
    a3,bob,1,wrong,1e2,2

    """

  private func begin() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(Self.yaml, to: "gloss.yaml")
    try scratch.write(Self.samples, to: "samples.jsonl")
    try scratch.write(Self.annotations, to: "annotations.csv")
    for arguments in [["init", "."], ["import", "samples.jsonl"], ["import", "annotations.csv", "--annotations"]] {
      let finished = try BuiltProgram.run(arguments, in: scratch, environment: ["GLOSS_CLOCK": PictureProject.clock])
      guard finished.status == 0 else { throw Unexpected(finished: finished) }
    }
    return scratch
  }

  @Test("The screens are the ones that are kept.", arguments: [(24, 80), (12, 40)])
  func pictures(_ size: (rows: Int, columns: Int)) throws {
    let scratch = try begin()
    let suffix = "-\(size.columns)x\(size.rows)"
    func shows(_ command: [String], _ steps: [(keys: String, name: String)]) throws {
      let terminal = try TerminalSession.gloss(
        command, in: scratch, rows: size.rows, columns: size.columns, environment: ["GLOSS_CLOCK": PictureProject.clock]
      )
      try terminal.wait { $0.contains("?") }
      for step in steps {
        terminal.type(step.keys)
        try terminal.reach(step.name + suffix)
        golden(terminal.text, named: step.name + suffix)
      }
      terminal.kill()
    }
    try shows(
      ["label", "--as", "dora"],
      [("", "rating"), ("\t", "rating-accepted"), ("w", "rating-second"), ("97", "rating-typed")])
    try shows(["review", "--as", "rita"], [("", "rating-review")])
  }

  @Test("Numbers go in by files and keys, and come out as plain numbers, their median as the label.")
  func roundTrip() throws {
    let scratch = try begin()
    let terminal = try TerminalSession.gloss(["label", "--as", "dora"], in: scratch)
    try terminal.wait(for: "six minutes")
    terminal.type("\tr97.5\r")
    try terminal.wait(for: "97.5")
    terminal.type("\r")
    try terminal.wait(for: "✓ 1")
    terminal.type("Q")
    _ = try terminal.waitForExit()
    for arguments in [
      ["commit", "-m", "all", "--as", "rita"],
      ["export", "main", "--format", "jsonl", "--annotations", "-o", "out.jsonl", "--as", "rita"],
    ] { #expect(try BuiltProgram.run(arguments, in: scratch).status == 0) }
    let rows = try scratch.read("out.jsonl").split(separator: "\n")
    #expect(rows[0].contains(#""answers":{"helpful":4,"right":"right","sure":97.5}"#), "\(rows[0])")
    #expect(rows[1].contains(#""helpful":4,"right":"right","sure":50"#), "the median, of two the lower: \(rows[1])")
    #expect(rows[1].contains(#""by":"median""#))
    #expect(rows[2].contains(#""helpful":1,"right":"wrong","sure":100"#))
  }

  @Test("A number off the scale is refused with its line and the allowed ones, and nothing is imported.")
  func refused() throws {
    let scratch = try begin()
    try scratch.write("sample,annotator,helpful,right\na1,al,3,right\na1,bo,7,right\n", to: "bad.csv")
    let finished = try BuiltProgram.run(["import", "bad.csv", "--annotations"], in: scratch)
    #expect(finished.status == 2)
    #expect(finished.error.contains("3") && finished.error.contains("helpful is 7, and it takes a number from 1 to 5"))
    try scratch.write(#"{"id": "b1", "text": "x", "suggestions": {"helpful": 9}}"# + "\n", to: "bad.jsonl")
    let proposed = try BuiltProgram.run(["import", "bad.jsonl"], in: scratch)
    #expect(proposed.status == 2)
    #expect(proposed.error.contains("the suggestion for helpful: it takes a number from 1 to 5, and this is 9"))
  }
}

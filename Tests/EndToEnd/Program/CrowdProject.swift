/// Sixty tweets by four annotators, one of whom is careless: enough for every plot of the dashboard to have a shape.
enum CrowdProject {
  static let names = ["alice", "bob", "chen", "emil"]
  private static let values = ["negative", "neutral", "positive"]

  static func begin() throws -> Scratch {
    let scratch = try Scratch()
    let people = names.map { "  - {name: \($0), role: annotator}\n" }.joined()
    try scratch.write(
      TweetsProject.yaml.replacing("people:", with: "people:\n\(people)  - {name: lena, role: lead}")
        .replacing(
          "  - {name: alice, role: annotator}\n  - {name: bob, role: annotator}\n  - {name: rita",
          with: "  - {name: rita"),
      to: "gloss.yaml")
    try scratch.write(TweetsProject.guidelines, to: "guidelines.md")
    try scratch.write(samples, to: "samples.jsonl")
    try scratch.write(annotations, to: "annotations.csv")
    for arguments in [["init", "."], ["import", "samples.jsonl"], ["import", "annotations.csv", "--annotations"]] {
      let finished = try BuiltProgram.run(
        arguments, in: scratch, environment: ["GLOSS_CLOCK": PictureProject.clock])
      guard finished.status == 0 else { throw Unexpected(finished: finished) }
    }
    return scratch
  }

  private static let samples = (0..<60).map { number in
    let words = ["lovely", "plain", "dreadful"][number * 7 % 3]
    return
      "{\"id\": \"s\(number)\", \"text\": \"A \(words) day, the \(number)th\", \"lang\": \"\(number % 4 == 0 ? "fr" : "en")\"}\n"
  }.joined()

  private static let annotations =
    "sample,annotator,sentiment,seconds\n"
    + (0..<60).flatMap { number in
      names.enumerated().compactMap { place, name -> String? in
        // The last one came late, and is often one value off.
        if place == 3 && number < 20 { return nil }
        let truth = (number * 7 + 2) % 3
        let slips = [11, 9, 7, 3][place]
        let given = (number + place * 5) % slips == 0 ? (truth + 1 + number % 2) % 3 : truth
        return "s\(number),\(name),\(values[given]),\(2 + (number + place) % 5).5\n"
      }
    }.joined()
}

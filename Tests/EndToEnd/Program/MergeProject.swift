import Testing

/// Two branches that made different things of the same two samples, and the merge of them that waits for a reviewer.
enum MergeProject {
  /// Begins with a workspace whose t2 stands first among the disagreements, and whose t4 bob has not answered.
  ///
  /// - Parameter clock: The time of all of it, in milliseconds since 1970; nil: now.
  static func part(_ scratch: Scratch, clock: String? = nil) throws {
    let environment = clock.map { ["GLOSS_CLOCK": $0] } ?? [:]
    func run(_ arguments: [String], exit status: Int32 = 0) throws {
      let finished = try BuiltProgram.run(arguments, in: scratch, environment: environment)
      guard finished.status == status else { throw Unexpected(finished: finished) }
    }
    func resolve(_ key: String, _ words: String, on branch: String, as person: String) throws {
      let terminal = try TerminalSession.gloss(
        ["review", "--as", person, "--branch", branch], in: scratch, environment: environment)
      try terminal.wait(for: "phone interview")
      terminal.type(key)
      try terminal.wait { _ in terminal.acknowledged == "2 \(words)" }
      try terminal.leave()
    }
    let people = "people:\n  - {name: samuel, role: reviewer}\n  - {name: lea, role: lead}"
    try scratch.write(scratch.read("gloss.yaml").replacing("people:", with: people), to: "gloss.yaml")
    try run(["schema", "--yes"])
    try run(["commit", "-m", "what both begin with", "--as", "rita"])
    try run(["branch", "second-team"])
    try scratch.write("sample,annotator,sentiment,comment\nt4,bob,neutral,not sure\n", to: "main.csv")
    try scratch.write("sample,annotator,sentiment\nt4,bob,positive\n", to: "side.csv")
    try run(["import", "main.csv", "--annotations"])
    try run(["import", "side.csv", "--annotations", "--branch", "second-team"])
    try resolve("2", "neutral", on: "main", as: "rita")
    try resolve("3", "positive", on: "second-team", as: "samuel")
    try run(["commit", "-m", "Rita's look", "--as", "rita"])
    try run(["commit", "-m", "the second team's look", "--as", "samuel", "--branch", "second-team"])
    try run(["merge", "second-team", "--as", "lea"], exit: 1)
  }
}

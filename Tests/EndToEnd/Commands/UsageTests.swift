import Testing

@Suite("Usage, errors and exit status", .timeLimit(.minutes(10)))
struct UsageTests {
  @Test(
    "Wrong usage is status 64, one line on standard error, nothing on standard output.",
    arguments: [
      ["frobnicate"], ["status", "--frob"], ["commit"], ["commit", "-m", " "], ["diff"], ["import"],
      ["export", "main"], ["export", "main", "-o", "x", "--format", "xlsx"], ["log", "--limit", "0"], ["op", "frob"],
      ["schema", "--rename", "a"], ["status", "extra"], ["-C"],
    ])
  func wrongUsage(_ arguments: [String]) throws {
    let finished = try BuiltProgram.run(arguments, in: try TweetsProject.begin())
    #expect(finished.status == 64, "\(finished.error)")
    #expect(finished.output.isEmpty)
    expectOneForm(finished.error)
  }

  @Test(
    "What cannot be done is status 2, in the one form.",
    arguments: [
      ["status"], ["label"], ["review"], ["import", "x.jsonl"], ["agreement", "--json"], ["log"], ["fsck"],
      ["-C", "nowhere", "status"], ["export", "main", "-o", "out.jsonl"],
    ])
  func outsideWorkspace(_ arguments: [String]) throws {
    let finished = try BuiltProgram.run(arguments, in: try Scratch())
    #expect(finished.status == 2, "\(finished.error)")
    #expect(finished.output.isEmpty)
    expectOneForm(finished.error)
  }

  @Test(
    "Faults inside a workspace say where and what to do.",
    arguments: [
      ["show", "nothing"], ["diff", "main", "nothing"], ["tag", "v1"], ["export", "v9", "-o", "out.jsonl"],
      ["label", "--as", "mallory"], ["import", "missing.jsonl"], ["commit", "-m", "x", "--as", "alice"],
      ["import", "samples.jsonl", "--as", "alice"],
    ])
  func insideWorkspace(_ arguments: [String]) throws {
    let finished = try BuiltProgram.run(arguments, in: try TweetsProject.begin())
    #expect(finished.status == 2, "\(finished.error)")
    expectOneForm(finished.error)
    #expect(finished.error.contains("; "), "says what to do: \(finished.error)")
  }

  @Test("-C names the workspace before and after the command, and several follow one another.")
  func directory() throws {
    let scratch = try TweetsProject.begin()
    try scratch.write("", to: "inner/deep/.keep")
    for arguments in [
      ["-C", scratch.path, "status", "--json"], ["status", "--json", "-C", scratch.path],
      ["-C", "inner", "-C", "deep", "status", "--json"],
    ] {
      let finished = try BuiltProgram.run(arguments, in: scratch)
      #expect(finished.status == 0, "\(arguments): \(finished.error)")
      #expect(try finished.json().samples.int == 4)
    }
  }

  @Test("Help goes to standard output and is no failure.", arguments: [["--help"], ["help", "import"], ["--version"]])
  func help(_ arguments: [String]) throws {
    let finished = try BuiltProgram.run(arguments, in: try Scratch())
    #expect(finished.status == 0)
    #expect(finished.error.isEmpty)
    #expect(!finished.output.isEmpty)
  }

  @Test("A screen without a terminal is refused in words.", arguments: ["home", "label", "review"])
  func noTerminal(_ command: String) throws {
    let finished = try BuiltProgram.run([command], in: try TweetsProject.begin())
    #expect(finished.status == 2)
    expectOneForm(finished.error)
    #expect(finished.error.contains("terminal"), "\(finished.error)")
  }
}

/// The one form of errors: `gloss: [WHERE: ]WHAT[; WHAT TO DO]` on one line.
func expectOneForm(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  #expect(lines.count == 2 && lines[1].isEmpty, "one line: \(text)", sourceLocation: sourceLocation)
  #expect(lines[0].hasPrefix("gloss: ") && lines[0].count > 12, "\(text)", sourceLocation: sourceLocation)
  #expect(!lines[0].hasSuffix(".") && !lines[0].contains("Error("), "\(text)", sourceLocation: sourceLocation)
}

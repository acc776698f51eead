import Testing

@Suite("gloss merge", .timeLimit(.minutes(10)))
struct MergeTests {
  private func run(_ arguments: [String], in scratch: Scratch) throws -> JSON {
    let finished = try BuiltProgram.run(arguments + ["--json"], in: scratch)
    guard finished.status == 0 else { throw Unexpected(finished: finished) }
    return try finished.json()
  }

  /// Imports answers to a branch, and commits them there.
  private func answer(_ lines: [String], on branch: String, in scratch: Scratch) throws {
    try scratch.write("sample,annotator,sentiment\n" + lines.joined(separator: "\n") + "\n", to: "more.csv")
    _ = try run(["import", "more.csv", "--annotations", "--branch", branch], in: scratch)
    _ = try run(["commit", "-m", "more on \(branch)", "--branch", branch], in: scratch)
  }

  /// Main and `trial`, which left it after a first commit, with answers of their own.
  private func parted(main: [String], trial: [String]) throws -> Scratch {
    let scratch = try TweetsProject.annotated()
    _ = try run(["commit", "-m", "first"], in: scratch)
    _ = try run(["branch", "trial"], in: scratch)
    if !main.isEmpty { try answer(main, on: "main", in: scratch) }
    if !trial.isEmpty { try answer(trial, on: "trial", in: scratch) }
    return scratch
  }

  /// The answers of a committed version: "t4 alice" → "negative".
  private func answers(_ version: String, in scratch: Scratch) throws -> [String: String] {
    let finished = try BuiltProgram.run(["export", version, "-o", "-", "--annotations"], in: scratch)
    guard finished.status == 0 else { throw Unexpected(finished: finished) }
    var answers: [String: String] = [:]
    for line in finished.output.split(separator: "\n") {
      let row = try JSON(parsing: String(line))
      for annotation in row.annotations.elements {
        answers["\(row.id.string ?? "") \(annotation.annotator.string ?? "")"] = annotation.answers.sentiment.string
      }
    }
    return answers
  }

  @Test("What one side touched merges silently and equal changes are one; then it is merged already, or forwarded.")
  func silent() throws {
    let scratch = try parted(
      main: ["t4,bob,negative", "t4,chen,neutral"], trial: ["t4,chen,neutral", "t4,dora,negative", "t1,dora,neutral"])
    let trial = try run(["show", "trial"], in: scratch)
    let main = try run(["show", "main"], in: scratch)
    let merged = try run(["merge", "trial"], in: scratch)
    #expect(merged.conflicts.int == 0 && merged.outcome.string == "merged")
    let log = try run(["log"], in: scratch).commits[0]
    #expect(log.commit == merged.commit)
    #expect(log.parents.elements == [main.commit, trial.commit])
    let after = try answers("main", in: scratch)
    #expect(after.count == 14)
    #expect(after["t4 bob"] == "negative" && after["t4 chen"] == "neutral" && after["t4 dora"] == "negative")
    #expect(after["t1 dora"] == "neutral")
    #expect(try run(["status"], in: scratch).uncommitted.int == 0)
    #expect(try run(["fsck"], in: scratch).damage.elements.isEmpty)

    let again = try run(["merge", "trial"], in: scratch)
    #expect(again.outcome.string == "already" && again.commit == merged.commit)
    let forward = try run(["merge", "main", "--branch", "trial"], in: scratch)
    #expect(forward.outcome.string == "fast-forward" && forward.commit == merged.commit)
    #expect(try BuiltProgram.run(["merge", "trial"], in: scratch).output == "main has all of trial already\n")
    // It is one step back to where main was.
    #expect(try run(["undo"], in: scratch).ref.string == "heads/trial")
    #expect(try run(["undo"], in: scratch).commit == main.commit)
    #expect(try answers("main", in: scratch).count == 12)
  }

  @Test("Different changes exit with 1 and wait; nothing of the other side is here; --abort ends it without a trace.")
  func conflict() throws {
    let scratch = try parted(main: ["t4,dora,positive"], trial: ["t4,dora,neutral", "t3,dora,neutral"])
    let before = try run(["show"], in: scratch)
    let waiting = try BuiltProgram.run(["merge", "trial", "--json"], in: scratch)
    #expect(waiting.status == 1)
    #expect(waiting.error.isEmpty)
    let report = try waiting.json()
    #expect(report.names.contains("commit") && report.commit.isNull)
    #expect(report.conflicts.int == 1 && report.samples.int == 1)
    #expect(try run(["show"], in: scratch).commit == before.commit)
    #expect(try run(["status"], in: scratch).conflicts.int == 1)
    let words = try BuiltProgram.run(["merge", "trial"], in: scratch)
    #expect(words.status == 1)
    #expect(words.output.contains("1 conflict in 1 sample: decide with gloss review"), "\(words.output)")
    #expect(try BuiltProgram.run(["status"], in: scratch).output.contains("conflicts      1 of a merge that waits"))

    _ = try run(["branch", "other", "trial"], in: scratch)
    try answer(["t2,dora,neutral"], on: "other", in: scratch)
    let other = try BuiltProgram.run(["merge", "other"], in: scratch)
    #expect(other.status == 2)
    expectOneForm(other.error)

    #expect(try run(["merge", "--abort"], in: scratch).outcome.string == "aborted")
    #expect(try run(["status"], in: scratch).conflicts.int == 0)
    #expect(try answers("main", in: scratch)["t4 dora"] == "positive")
    #expect(try BuiltProgram.run(["merge", "--abort"], in: scratch).status == 2)
  }

  @Test("--ours and --theirs settle what is in conflict and nothing else; --strict makes conflicts of more.")
  func sides() throws {
    for (flag, kept) in [("--ours", "positive"), ("--theirs", "neutral")] {
      let scratch = try parted(
        main: ["t4,dora,positive", "t1,eve,neutral"], trial: ["t4,dora,neutral", "t1,dora,neutral"])
      let merged = try run(["merge", "trial", flag, "-m", "settled"], in: scratch)
      #expect(merged.conflicts.int == 0 && merged.commit.string != nil)
      let after = try answers("main", in: scratch)
      #expect(after["t4 dora"] == kept)
      #expect(after["t1 dora"] == "neutral" && after["t1 eve"] == "neutral")
      #expect(try run(["log"], in: scratch).commits[0].message.string == "settled")
    }
    let scratch = try parted(main: ["t1,eve,neutral"], trial: ["t1,dora,neutral"])
    let strict = try BuiltProgram.run(["merge", "trial", "--strict", "--json"], in: scratch)
    #expect(strict.status == 1)
    #expect(try strict.json().conflicts.int == 2)
    #expect(try run(["merge", "--abort"], in: scratch).branch.string == "trial")
    #expect(try run(["merge", "trial"], in: scratch).conflicts.int == 0)
  }

  @Test("Flags that exclude one another, and a branch that is not there, are refused.")
  func usage() throws {
    let scratch = try parted(main: [], trial: [])
    for arguments in [["trial", "--ours", "--theirs"], ["trial", "--strict", "--ours"], ["trial", "--abort"], []] {
      #expect(try BuiltProgram.run(["merge"] + arguments, in: scratch).status == 64, "\(arguments)")
    }
    let nowhere = try BuiltProgram.run(["merge", "nowhere"], in: scratch)
    #expect(nowhere.status == 2)
    expectOneForm(nowhere.error)
  }
}

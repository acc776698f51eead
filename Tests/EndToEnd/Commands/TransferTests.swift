import Foundation
import Testing

@Suite("gloss clone, fetch, push, pull", .timeLimit(.minutes(10)))
struct TransferTests {
  /// The annotated project with one version, pushed to the directory `hub`.
  private func pushed() throws -> Scratch {
    let scratch = try TweetsProject.annotated()
    try run(["commit", "-m", "first"], in: scratch)
    try run(["remote", "add", "origin", "hub"], in: scratch)
    try run(["push"], in: scratch)
    return scratch
  }

  @discardableResult
  private func run(_ arguments: [String], in scratch: Scratch, status: Int32 = 0) throws -> Finished {
    let finished = try BuiltProgram.run(arguments, in: scratch)
    guard finished.status == status else { throw Unexpected(finished: finished) }
    return finished
  }

  @Test("A second Ctrl-C ends a push that waits for a silent server, and nothing is lost by it.")
  func interruptedTwice() throws {
    let scratch = try TweetsProject.annotated()
    try run(["commit", "-m", "first"], in: scratch)
    try scratch.write("away\tssh://host/hub\n", to: ".gloss/store/remotes")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: BuiltProgram.path)
    process.arguments = ["push", "away"]
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    // Ctrl-C in a terminal goes to ssh too; this one stays.
    process.environment = BuiltProgram.environment(
      in: scratch, ["GLOSS_SSH": "sh -c 'trap \"\" INT; printf GLOSSRP1; echo >reached; cat >>reached'"])
    process.standardError = FileHandle.nullDevice
    try process.run()
    for _ in 0..<2000 where (try? scratch.read("reached"))?.contains("GLOSSRP1") != true { usleep(5000) }
    process.interrupt()
    // A signal that comes while the first is still pending would be none.
    usleep(200_000)
    #expect(process.isRunning)
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGINT)
    #expect(try run(["fsck", "--json"], in: scratch).json().damage.elements.isEmpty)
    try run(["remote", "add", "origin", "hub"], in: scratch)
    try run(["push", "origin"], in: scratch)
  }

  @Test("What one clone labels, commits and pushes another pulls; their exports are the original's, byte for byte.")
  func roundTrip() throws {
    let scratch = try pushed()
    try run(["export", "main", "--annotations", "-o", "original.jsonl"], in: scratch)
    for name in ["one", "two"] {
      let clone = try run(["clone", "file://\(scratch.path)/hub", name, "--json"], in: scratch).json()
      #expect(clone.names.isSuperset(of: ["path", "branch", "commit", "objects", "bytes", "requests"]))
      #expect(clone.branch.string == "main")
      try run(["-C", name, "export", "main", "--annotations", "-o", "copy.jsonl"], in: scratch)
      #expect(try scratch.read("\(name)/copy.jsonl") == scratch.read("original.jsonl"))
      #expect(try scratch.read("\(name)/gloss.yaml") == TweetsProject.yaml)
      #expect(try scratch.read("\(name)/guidelines.md") == TweetsProject.guidelines)
      let status = try run(["-C", name, "status", "--json"], in: scratch).json()
      #expect(status.samples.int == 4)
      #expect(status.uncommitted.int == 0)
      #expect(try run(["-C", name, "fsck", "--json"], in: scratch).json().damage.elements.isEmpty)
    }

    try scratch.write("sample,annotator,sentiment\nt4,bob,negative\n", to: "more.csv")
    try run(["-C", "one", "import", "--annotations", "../more.csv"], in: scratch)
    let early = try run(["-C", "one", "push", "--json"], in: scratch).json()
    #expect(early.objects.int == 0)
    #expect(early.uncommitted.int == 1)
    let commit = try run(["-C", "one", "commit", "-m", "more", "--json"], in: scratch).json()
    let push = try run(["-C", "one", "push", "--json"], in: scratch).json()
    #expect(push.requests.int == 3)
    #expect((push.objects.int ?? 0) < 8)
    #expect(push.refs[0].ref.string == "heads/main")
    #expect(push.refs[0].new == commit.commit)

    let fetch = try run(["-C", "two", "fetch", "--json"], in: scratch).json()
    #expect(fetch.refs[0].ref.string == "remotes/origin/main")
    #expect(fetch.objects == push.objects)
    let pull = try run(["-C", "two", "pull", "--json"], in: scratch).json()
    #expect(pull.commit == commit.commit)
    #expect(pull.conflicts.int == 0)
    for name in ["one", "two"] { try run(["-C", name, "export", "main", "-o", "later.jsonl"], in: scratch) }
    #expect(try scratch.read("one/later.jsonl") == scratch.read("two/later.jsonl"))
    let rows = try scratch.read("two/later.jsonl").split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(rows.map(\.sentiment.string) == ["positive", "negative", nil, "negative"])
    #expect(try run(["-C", "two", "pull"], in: scratch).output.contains("main has all of origin/main already"))
    // The first workspace gets it too, and its live work with it.
    try run(["pull"], in: scratch)
    #expect(try run(["status", "--json"], in: scratch).json().uncommitted.int == 0)
    #expect(try run(["fsck"], in: scratch).status == 0)
  }

  @Test("A clone with --filter labels has no sample content until it is looked at, and exports the same.")
  func partial() throws {
    let scratch = try pushed()
    try run(["export", "main", "--annotations", "-o", "original.jsonl"], in: scratch)
    try run(["clone", "hub", "part", "--filter", "labels"], in: scratch)
    let before = try run(["-C", "part", "fsck", "--json"], in: scratch).json()
    #expect(before.promised.int == 4)
    #expect(before.damage.elements.isEmpty)
    #expect(try run(["-C", "part", "agreement", "--json"], in: scratch).json().questions.sentiment.items.int != nil)

    // With the remote away it is said what is the matter.
    try FileManager.default.moveItem(atPath: scratch.path + "/hub", toPath: scratch.path + "/away")
    let failed = try run(["-C", "part", "export", "main", "-o", "copy.jsonl"], in: scratch, status: 2)
    #expect(failed.error.contains("the content of samples is still there"))
    #expect(!scratch.exists("part/copy.jsonl"))
    try FileManager.default.moveItem(atPath: scratch.path + "/away", toPath: scratch.path + "/hub")

    try run(["-C", "part", "export", "main", "--annotations", "-o", "copy.jsonl"], in: scratch)
    #expect(try scratch.read("part/copy.jsonl") == scratch.read("original.jsonl"))
    #expect(try run(["-C", "part", "fsck", "--json"], in: scratch).json().promised.int == 0)
  }

  @Test("Where others pushed meanwhile a push is refused, and says to pull.")
  func refused() throws {
    let scratch = try pushed()
    try run(["clone", "hub", "one"], in: scratch)
    for (place, sample) in [("one", "t4"), (".", "t3")] {
      try scratch.write("sample,annotator,sentiment\n\(sample),rita,negative\n", to: "more.csv")
      try run(["-C", place, "import", "--annotations", scratch.path + "/more.csv"], in: scratch)
      try run(["-C", place, "commit", "-m", "more"], in: scratch)
    }
    try run(["-C", "one", "push"], in: scratch)
    let refused = try run(["push"], in: scratch, status: 2)
    #expect(refused.error.contains("the branch main has commits there that are not in what is pushed"))
    #expect(refused.error.contains("gloss pull origin"))
    // Both changed other samples: the merge is silent, and then the push goes.
    let pull = try run(["pull", "--json"], in: scratch).json()
    #expect(pull.conflicts.int == 0)
    #expect(pull.outcome.string == "merged")
    #expect(try run(["push", "--json"], in: scratch).json().refs[0].new == pull.commit)
    let other = try run(["-C", "one", "pull", "--json"], in: scratch).json()
    #expect(other.commit == pull.commit)
    for place in ["one", "."] { try run(["-C", place, "export", "-o", "end.jsonl"], in: scratch) }
    #expect(try scratch.read("one/end.jsonl") == scratch.read("end.jsonl"))
  }

  @Test("Where both changed one answer a pull waits for a decision, with exit status 1.")
  func conflict() throws {
    let scratch = try pushed()
    try run(["clone", "hub", "one"], in: scratch)
    for (place, value) in [("one", "neutral"), (".", "positive")] {
      try scratch.write("sample,annotator,sentiment\nt4,rita,\(value)\n", to: "other.csv")
      try run(["-C", place, "import", "--annotations", scratch.path + "/other.csv"], in: scratch)
      try run(["-C", place, "commit", "-m", value], in: scratch)
    }
    try run(["-C", "one", "push"], in: scratch)
    let pull = try run(["pull", "--json"], in: scratch, status: 1).json()
    #expect(pull.commit.isNull)
    #expect(pull.conflicts.int == 1)
    #expect(try run(["merge", "origin/main", "--ours"], in: scratch).status == 0)
    try run(["push"], in: scratch)
  }

  @Test(
    "What is not committed is never pulled over in silence: it is committed, and what contradicts it is a conflict.")
  func liveWork() throws {
    let scratch = try pushed()
    try run(["clone", "hub", "one"], in: scratch)
    for (place, value) in [("one", "neutral"), (".", "positive")] {
      try scratch.write("sample,annotator,sentiment\nt4,rita,\(value)\n", to: "other.csv")
      try run(["-C", place, "import", "--annotations", scratch.path + "/other.csv"], in: scratch)
    }
    try run(["-C", "one", "commit", "-m", "neutral"], in: scratch)
    try run(["-C", "one", "push"], in: scratch)
    let pull = try run(["pull", "--json"], in: scratch, status: 1).json()
    #expect(pull.commit.isNull)
    #expect(pull.conflicts.int == 1)
    let status = try run(["status", "--json"], in: scratch).json()
    #expect(status.merge.conflicts.int == 1)
    #expect(status.merge.branch.string == "origin/main")
  }

  @Test("A clone that cannot be made leaves nothing behind.")
  func nothingLeft() throws {
    let scratch = try pushed()
    let missing = try run(["clone", "nowhere", "copy"], in: scratch, status: 2)
    #expect(missing.error.contains("nowhere"))
    #expect(!scratch.exists("copy"))
    try scratch.write("mine", to: "full/file.txt")
    #expect(try run(["clone", "hub", "full"], in: scratch, status: 2).error.contains("the directory is not empty"))
    #expect(scratch.files(under: "full") == ["file.txt"])
    let branch = try run(["clone", "hub", "copy", "--branch", "other"], in: scratch, status: 2)
    #expect(branch.error.contains("there is no branch “other”"))
    #expect(!scratch.exists("copy"))
    #expect(try BuiltProgram.run(["clone", "hub", "--filter", "text"], in: scratch).status == 64)
    #expect(try BuiltProgram.run(["push", "nobody"], in: scratch).error.contains("there is no remote “nobody”"))
  }
}

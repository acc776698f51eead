import Foundation
import Testing

@Suite("gloss branch, switch, restore, undo, redo", .timeLimit(.minutes(10)))
struct BranchTests {
  private func run(_ arguments: [String], in scratch: Scratch, environment: [String: String] = [:]) throws -> JSON {
    let finished = try BuiltProgram.run(arguments + ["--json"], in: scratch, environment: environment)
    guard finished.status == 0 else { throw Unexpected(finished: finished) }
    return try finished.json()
  }

  @Test("A branch is made, gone to, worked on, listed and deleted; main knows nothing of it; undo brings it back.")
  func branches() throws {
    let scratch = try TweetsProject.annotated()
    let early = try BuiltProgram.run(["branch", "trial"], in: scratch)
    #expect(early.status == 2)
    #expect(early.error.contains("nothing is committed on main yet; make a first version with gloss commit"))
    let first = try run(["commit", "-m", "first"], in: scratch)
    #expect(try run(["branch", "trial"], in: scratch).commit == first.commit)
    let switched = try run(["switch", "trial"], in: scratch)
    #expect(switched.branch.string == "trial" && switched.uncommitted.int == 0)

    try scratch.write("sample,annotator,sentiment\nt4,bob,negative\n", to: "more.csv")
    #expect(try BuiltProgram.run(["import", "more.csv", "--annotations"], in: scratch).status == 0)
    let status = try run(["status"], in: scratch)
    #expect(status.branch.string == "trial" && status.uncommitted.int == 1)
    #expect(try run(["status"], in: scratch, environment: ["GLOSS_BRANCH": "main"]).uncommitted.int == 0)
    #expect(try run(["status", "--branch", "main"], in: scratch).branch.string == "main")

    let list = try run(["branch"], in: scratch).branches
    #expect(list.elements.map(\.name.string) == ["main", "trial"])
    #expect(list[1].current.bool == true && list[0].current.bool == false)
    #expect(list[1].uncommitted.int == 1 && list[0].uncommitted.int == 0)
    #expect(list[0].commit == first.commit)

    let second = try run(["commit", "-m", "on the branch"], in: scratch)
    #expect(second.branch.string == "trial")
    #expect(second.parents[0] == first.commit)
    #expect(try run(["log"], in: scratch).commits.elements.count == 2)
    #expect(try run(["log", "--branch", "main"], in: scratch).commits.elements.count == 1)
    #expect(try run(["diff", "main"], in: scratch).annotations.added.int == 1)
    #expect(try run(["show"], in: scratch).commit == second.commit)

    #expect(try BuiltProgram.run(["branch", "-d", "trial"], in: scratch).status == 2)
    #expect(try run(["switch", "main"], in: scratch).branch.string == "main")
    #expect(try run(["branch", "-d", "trial"], in: scratch).name.string == "trial")
    #expect(try run(["branch"], in: scratch).branches.elements.count == 1)
    #expect(try run(["undo"], in: scratch).ref.string == "heads/trial")
    #expect(try run(["show", "trial"], in: scratch).commit == second.commit)
    #expect(try run(["fsck"], in: scratch).damage.elements.isEmpty)
  }

  @Test("switch -c makes the branch on the way; a branch that others deleted leaves its people on main.")
  func switchCreates() throws {
    let scratch = try TweetsProject.annotated()
    _ = try run(["commit", "-m", "first"], in: scratch)
    #expect(try run(["switch", "-c", "trial"], in: scratch).branch.string == "trial")
    #expect(try BuiltProgram.run(["branch", "-d", "trial", "--branch", "main"], in: scratch).status == 0)
    let status = try BuiltProgram.run(["status"], in: scratch)
    #expect(status.status == 0)
    #expect(status.error.contains("the branch trial is gone; this is main"))
    #expect(try BuiltProgram.run(["switch", "nowhere"], in: scratch).error.contains("there is no branch “nowhere”"))
  }

  @Test("A commit is undone and redone; a version is restored, whole and for one sample.")
  func undoAndRestore() throws {
    let scratch = try TweetsProject.annotated()
    let first = try run(["commit", "-m", "first"], in: scratch)
    try scratch.write("sample,annotator,sentiment\nt4,bob,negative\nt1,dora,neutral\n", to: "more.csv")
    #expect(try BuiltProgram.run(["import", "more.csv", "--annotations"], in: scratch).status == 0)
    let second = try run(["commit", "-m", "second"], in: scratch)
    let undone = try run(["undo"], in: scratch)
    #expect(undone.what.string == "commit: second" && undone.commit == first.commit && undone.uncommitted.int == 2)
    #expect(try run(["redo"], in: scratch).commit == second.commit)
    #expect(try run(["status"], in: scratch).uncommitted.int == 0)

    let one = try run(["restore", "main~1", "--sample", "t4"], in: scratch)
    #expect(one.samples.int == 1 && one.annotations.int == 1)
    let all = try run(["restore", "main~2"], in: scratch)
    #expect(all.from == first.commit && all.samples.int == 1)
    #expect(
      try run(["diff", "main~3", "main"], in: scratch).annotations
        == run(["diff", "main", "main"], in: scratch).annotations)
    #expect(try run(["restore", "main"], in: scratch).commit.isNull)
    #expect(try BuiltProgram.run(["restore", "main", "--sample", "t9"], in: scratch).status == 2)
    let nothing = try BuiltProgram.run(["redo"], in: scratch)
    #expect(nothing.status == 2 && nothing.error.contains("nothing"))
  }
}

import Foundation
import Testing

@Suite("Labeling on two branches", .timeLimit(.minutes(10)))
struct BranchSessionTests {
  @Test("Two people label the same samples on two branches at once; each keeps theirs, and switching loses nothing.")
  func atOnce() throws {
    let scratch = try TweetsProject.begin()
    for arguments in [["commit", "-m", "first"], ["branch", "trial"], ["switch", "trial", "--as", "bob"]] {
      let finished = try BuiltProgram.run(arguments, in: scratch)
      guard finished.status == 0 else { throw Unexpected(finished: finished) }
    }
    let alice = try TerminalSession.gloss(["label", "--as", "alice"], in: scratch)
    let bob = try TerminalSession.gloss(["label", "--as", "bob"], in: scratch)
    for place in 1...3 {
      try alice.answer("3", "positive", at: place)
      try bob.answer("1", "negative", at: place)
    }
    try alice.leave()
    try bob.leave()
    #expect(
      try scratch.exportedAnswers() == [
        "t1": ["alice": "positive"], "t2": ["alice": "positive"], "t3": ["alice": "positive"],
      ])

    // Bob goes on where he was, also after a visit to main.
    for branch in ["main", "trial"] {
      #expect(try BuiltProgram.run(["switch", branch, "--as", "bob"], in: scratch).status == 0)
    }
    let status = try BuiltProgram.run(["status", "--branch", "trial", "--json"], in: scratch).json()
    #expect(status.uncommitted.int == 3)
    let again = try TerminalSession.gloss(["label", "--as", "bob"], in: scratch)
    again.type("2")
    try again.wait(for: "✓ 4 neutral")
    again.press(.backspace)
    try again.wait(for: "taken back: 4 neutral")
    try again.leave()
    let kept = try BuiltProgram.run(["status", "--branch", "trial", "--json"], in: scratch).json()
    #expect(kept.uncommitted.int == 3)
  }
}

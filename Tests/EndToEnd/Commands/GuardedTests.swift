import Foundation
import Testing

/// What commands say to annotators of a queue with gold.
@Suite("gloss in a project with gold", .timeLimit(.minutes(10)))
struct GuardedTests {
  private func project() throws -> Scratch {
    let scratch = try Scratch()
    let round = "round: {overlap: 3, order: uncertainty, gold: 20%, seed: 1}"
    try scratch.write(
      TweetsProject.yaml.replacing("round: {overlap: 3, order: imported, lease: 10m, seed: 1}", with: round),
      to: "gloss.yaml")
    try scratch.write(TweetsProject.guidelines, to: "guidelines.md")
    try scratch.write(TweetsProject.samples, to: "samples.jsonl")
    for arguments in [["init", "."], ["import", "samples.jsonl"]] {
      let finished = try BuiltProgram.run(arguments, in: scratch)
      guard finished.status == 0 else { throw Unexpected(finished: finished) }
    }
    return scratch
  }

  private func output(_ arguments: [String], in scratch: Scratch) throws -> String {
    let finished = try BuiltProgram.run(arguments, in: scratch)
    guard finished.status == 0 else { throw Unexpected(finished: finished) }
    return finished.output
  }

  @Test("Leads are told how many changes are not committed, annotators in tens, which every command says.")
  func rounded() throws {
    let scratch = try project()
    #expect(try output(["status"], in: scratch).contains("\n      1 change not committed"))
    #expect(try output(["switch", "main"], in: scratch).contains(", where 1 change are not committed"))
    #expect(try BuiltProgram.run(["branch", "--json"], in: scratch).json().branches[0].uncommitted.int == 1)

    let status = try output(["status", "--as", "alice"], in: scratch)
    #expect(status.contains("\n      up to 10 changes not committed"))
    #expect(status.contains("\n               totals are rounded to tens for annotators\n"))
    #expect(
      try output(["dashboard", "--as", "alice"], in: scratch).contains("totals are rounded to tens for annotators"))
    #expect(
      try output(["switch", "main", "--as", "alice"], in: scratch).contains("up to 10 changes are not committed"))
    let branch = try BuiltProgram.run(["branch", "--json", "--as", "alice"], in: scratch).json().branches[0]
    #expect(branch.uncommitted.int == 10 && branch.rounded_to.int == 10)
    #expect(try output(["branch", "--as", "alice"], in: scratch).contains("up to 10"))
  }

  @Test("An annotator who asks for a new plan is refused before there is one.")
  func plan() throws {
    let scratch = try project()
    let refused = try BuiltProgram.run(["plan", "--now", "--as", "alice"], in: scratch)
    #expect(refused.status == 2 && refused.error.contains("plan the queue anew"), "\(refused.error)")
    #expect(try output(["plan", "--now"], in: scratch).contains("plan of "))
  }
}

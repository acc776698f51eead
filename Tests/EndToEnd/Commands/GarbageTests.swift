import Testing

@Suite("gloss gc", .timeLimit(.minutes(10)))
struct GarbageTests {
  @Test("gc condemns within the grace period, removes without, and exports the same bytes before and after.")
  func collect() throws {
    let scratch = try TweetsProject.annotated()
    _ = try BuiltProgram.run(["commit", "-m", "first"], in: scratch)
    try scratch.write("sample,annotator,sentiment\nt4,bob,negative\n", to: "more.csv")
    _ = try BuiltProgram.run(["import", "more.csv", "--annotations"], in: scratch)
    _ = try BuiltProgram.run(["commit", "-m", "second"], in: scratch)
    for revision in ["main", "main~1"] {
      _ = try BuiltProgram.run(["export", revision, "-o", "before-\(revision).jsonl"], in: scratch)
    }
    let young = try BuiltProgram.run(["gc", "--json"], in: scratch)
    #expect(young.status == 0, "\(young.error)")
    #expect(try young.json().removed.int == 0 && young.json().condemned.int == 0)

    let dry = try BuiltProgram.run(["gc", "--grace", "0s", "--dry-run", "--json"], in: scratch).json()
    #expect(dry.dry_run.bool == true)
    let packs = scratch.files(under: ".gloss/store").filter { $0.hasSuffix(".pack") }
    #expect(packs.count > 1)
    #expect(dry.condemned.int == packs.count)

    let collected = try BuiltProgram.run(["gc", "--grace", "0s", "--json"], in: scratch)
    #expect(collected.status == 0, "\(collected.error)")
    #expect(try collected.json().removed.int == packs.count)
    #expect(try collected.json().written.int == 1)
    #expect(scratch.files(under: ".gloss/store").filter { $0.hasSuffix(".pack") }.count == 1)
    for revision in ["main", "main~1"] {
      _ = try BuiltProgram.run(["export", revision, "-o", "after-\(revision).jsonl"], in: scratch)
      #expect(try scratch.read("after-\(revision).jsonl") == scratch.read("before-\(revision).jsonl"))
    }
    #expect(try BuiltProgram.run(["fsck"], in: scratch).status == 0)
    #expect(try BuiltProgram.run(["gc"], in: scratch).output.contains("in use"))
  }

  @Test("A time without a unit is wrong usage, and a reviewer may not collect.")
  func refused() throws {
    let scratch = try TweetsProject.annotated()
    #expect(try BuiltProgram.run(["gc", "--grace", "10"], in: scratch).status == 64)
    #expect(try BuiltProgram.run(["gc", "--keep", "soon"], in: scratch).status == 64)
    #expect(try BuiltProgram.run(["gc", "--as", "rita"], in: scratch).status == 2)
  }
}

import Foundation
import Testing

@Suite("gloss import of directories, and --update", .timeLimit(.minutes(10)))
struct DirectoryImportTests {
  private func begin() throws -> Scratch {
    let scratch = try TweetsProject.begin()
    for index in 0..<40 { try scratch.write("note \(index)\n", to: "notes/\(index / 10)/\(index).txt") }
    return scratch
  }

  @Test("Each file of a directory is a sample with its path as the id; the same again changes nothing.")
  func directory() throws {
    let scratch = try begin()
    let first = try BuiltProgram.run(["import", "notes", "--json"], in: scratch)
    #expect(try first.json().imported.int == 40, "\(first.error)")
    let again = try BuiltProgram.run(["import", "--format", "text", "notes/", "--json"], in: scratch)
    #expect(try again.json().unchanged.int == 40, "\(again.error)")
    _ = try BuiltProgram.run(["commit", "-m", "notes"], in: scratch)
    let lines = try BuiltProgram.run(["export", "main", "-o", "-"], in: scratch).output.split(separator: "\n")
    let row = try #require(lines.first { $0.contains(#"37.txt""#) })
    #expect(row.contains(#""note 37\n""#), "\(row)")
  }

  @Test("A file with other content is refused without --update; with it the sample changes and its labels stay.")
  func update() throws {
    let scratch = try begin()
    _ = try BuiltProgram.run(["import", "notes"], in: scratch)
    try scratch.write("sample,annotator,sentiment\n0/7.txt,ann,positive\n", to: "answers.csv")
    let answers = try BuiltProgram.run(["import", "--annotations", "answers.csv"], in: scratch)
    #expect(answers.status == 0, "\(answers.error)")
    _ = try BuiltProgram.run(["commit", "-m", "first"], in: scratch)
    try scratch.write("another note 7\n", to: "notes/0/7.txt")
    let refused = try BuiltProgram.run(["import", "notes"], in: scratch)
    #expect(refused.status == 2)
    #expect(refused.error.contains("notes/0/7.txt:1:"), "\(refused.error)")
    #expect(refused.error.contains("--update"), "\(refused.error)")

    let updated = try BuiltProgram.run(["import", "--update", "notes", "--json"], in: scratch)
    let report = try updated.json()
    #expect(report.updated.int == 1, "\(updated.error)")
    #expect(report.unchanged.int == 39)
    #expect(report.imported.int == 0)
    _ = try BuiltProgram.run(["commit", "-m", "second"], in: scratch)
    let diff = try BuiltProgram.run(["diff", "--json", "main~1", "main"], in: scratch).json()
    #expect(diff.samples.changed.int == 1)
    #expect(diff.annotations.changed.int == 0)
    let rows = try BuiltProgram.run(["export", "main", "-o", "-", "--annotations"], in: scratch).output
    let row = try #require(rows.split(separator: "\n").first { $0.contains(#"/7.txt""#) })
    #expect(row.contains("another note 7") && row.contains("positive"), "\(row)")
    #expect(try BuiltProgram.run(["fsck", "--json"], in: scratch).json().damage.elements.isEmpty)
    #expect(try BuiltProgram.run(["import", "--update", "notes"], in: scratch).output.contains("nothing new"))
    // Another import in between: what was seen of the directory does not count any more.
    try scratch.write(#"{"id": "0/7.txt", "text": "from elsewhere"}"# + "\n", to: "other.jsonl")
    let other = try BuiltProgram.run(["import", "--update", "other.jsonl", "--json"], in: scratch)
    #expect(try other.json().updated.int == 1, "\(other.error)")
    let back = try BuiltProgram.run(["import", "--update", "notes", "--json"], in: scratch)
    #expect(try back.json().updated.int == 1, "\(back.error)")
    #expect(try back.json().read.int == 40)
    let words = try BuiltProgram.run(["import", "--update", "samples.jsonl", "notes"], in: scratch)
    #expect(words.status == 0, "\(words.error)")
  }

  @Test("Hidden files and other bytes than UTF-8 stop the import with their paths; --quarantine takes them away.")
  func badFiles() throws {
    let scratch = try begin()
    try scratch.write("x", to: "notes/.cache")
    try Data([0x61, 0x0A, 0xFF]).write(to: URL(fileURLWithPath: scratch.path + "/notes/1/latin.txt"))
    let stopped = try BuiltProgram.run(["import", "notes"], in: scratch)
    #expect(stopped.status == 2)
    expectOneForm(stopped.error)
    #expect(stopped.error.contains("notes/.cache:1:"), "\(stopped.error)")
    let inside = try BuiltProgram.run(["import", "notes", "--quarantine", "notes/bad"], in: scratch)
    #expect(inside.status == 2 && inside.error.contains("notes/bad"), "\(inside.error)")
    let taken = try BuiltProgram.run(
      ["import", "samples.jsonl", "notes", "--quarantine", "bad", "--json"], in: scratch)
    #expect(try taken.json().imported.int == 40, "\(taken.error)")
    #expect(try taken.json().quarantined.int == 2)
    let bad = try scratch.read("bad").split(separator: "\n").map { try JSON(parsing: String($0)) }
    #expect(bad.map { $0.file.string } == ["notes/.cache", "notes/1/latin.txt"])
    #expect(bad.map { $0.line.int } == [1, 2])
  }

  @Test("A directory takes no other format, and --update no annotations.")
  func usage() throws {
    let scratch = try begin()
    for arguments in [
      ["import", "notes", "--format", "jsonl"], ["import", "notes", "--annotations"],
      ["import", "samples.jsonl", "--annotations", "--update"],
    ] {
      let finished = try BuiltProgram.run(arguments, in: scratch)
      #expect(finished.status == 64 || finished.status == 2, "\(arguments): \(finished.output)")
      #expect(try BuiltProgram.run(["status", "--json"], in: scratch).json().samples.int == 4)
    }
  }
}

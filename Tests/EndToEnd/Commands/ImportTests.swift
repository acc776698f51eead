import Foundation
import Testing

@Suite("gloss import", .timeLimit(.minutes(10)))
struct ImportTests {
  @Test("The same file again imports nothing new and says so.")
  func again() throws {
    let scratch = try TweetsProject.begin()
    let finished = try BuiltProgram.run(["import", "samples.jsonl", "--json"], in: scratch)
    let report = try finished.json()
    #expect(report.read.int == 4)
    #expect(report.imported.int == 0)
    #expect(report.unchanged.int == 4)
    #expect(report.quarantined.int == 0)
    #expect(try BuiltProgram.run(["import", "samples.jsonl"], in: scratch).output.contains("nothing new"))
  }

  @Test(
    "What Gloss lives on, or is reading, is never written over.",
    arguments: ["gloss.yaml", "guidelines.md", ".gloss/journal.sqlite", ".gloss/store/x", "bad.jsonl", "folder"])
  func protectedTargets(_ target: String) throws {
    let scratch = try TweetsProject.begin()
    try scratch.write("{\"id\": \"n1\", \"text\": \"new\"}\n{\n", to: "bad.jsonl")
    try scratch.write("", to: "folder/x")
    let kept = ["gloss.yaml", "guidelines.md", "bad.jsonl", "folder/x"]
    let before = try kept.map(scratch.read)
    let imported = try BuiltProgram.run(["import", "bad.jsonl", "--quarantine", target], in: scratch)
    #expect(imported.status == 2)
    expectOneForm(imported.error)
    if target != "bad.jsonl" {
      let exported = try BuiltProgram.run(["export", "main", "-o", target, "--format", "csv"], in: scratch)
      #expect(exported.status == 2)
    }
    #expect(try kept.map(scratch.read) == before)
    #expect(!scratch.files(under: ".gloss").contains { $0.hasSuffix(".partial") })
    #expect(try BuiltProgram.run(["status", "--json"], in: scratch).json().samples.int == 4)
  }

  @Test("CSV, TSV and plain text come in by their names or by --format.")
  func formats() throws {
    let scratch = try TweetsProject.begin()
    try scratch.write("\u{FEFF}key;text;lang\r\nc1;\"two\r\nlines; \"\"quoted\"\"\";de\r\n", to: "a.csv")
    try scratch.write("key\ttext\nv1\tone\nv2\ttwo\n", to: "b.tsv")
    try scratch.write("a line\nanother line\n", to: "c.txt")
    let csv = try BuiltProgram.run(["import", "a.csv", "--delimiter", ";", "--id", "key", "--json"], in: scratch)
    #expect(try csv.json().imported.int == 1, "\(csv.error)")
    let tsv = try BuiltProgram.run(["import", "b.tsv", "--id", "key", "--json"], in: scratch)
    #expect(try tsv.json().imported.int == 2, "\(tsv.error)")
    let lines = try BuiltProgram.run(["import", "c.txt", "--format", "lines", "--json"], in: scratch)
    #expect(try lines.json().imported.int == 2, "\(lines.error)")
    #expect(try BuiltProgram.run(["status", "--json"], in: scratch).json().samples.int == 9)
  }

  @Test("Columns of other names are mapped, standard input is `-`, and several files are one import.")
  func mapping() throws {
    let scratch = try TweetsProject.begin()
    try scratch.write("nr,tweet\n1,one\n", to: "a.csv")
    try scratch.write("nr,tweet\n2,two\n", to: "b.csv")
    let both = try BuiltProgram.run(
      ["import", "a.csv", "b.csv", "--id", "nr", "--map", "text=tweet", "--json"], in: scratch)
    #expect(try both.json().imported.int == 2, "\(both.error)")
    let piped = try BuiltProgram.run(
      ["import", "-", "--format", "csv", "--id", "nr", "--map", "text=tweet", "--json"], in: scratch,
      input: "nr,tweet\n3,three\n")
    #expect(try piped.json().imported.int == 1, "\(piped.error)")
  }

  @Test("A bad line stops everything and is named; --quarantine takes it away with number and reason.")
  func quarantine() throws {
    let scratch = try TweetsProject.begin()
    try scratch.write(
      #"{"id": "n1", "text": "fine"}"# + "\n{broken\n" + #"{"id": "n2", "text": "fine"}"# + "\n", to: "bad.jsonl")
    let stopped = try BuiltProgram.run(["import", "bad.jsonl"], in: scratch)
    #expect(stopped.status == 2)
    #expect(stopped.error.contains("bad.jsonl:2:"), "\(stopped.error)")
    #expect(stopped.error.contains("--quarantine"), "\(stopped.error)")
    #expect(try BuiltProgram.run(["status", "--json"], in: scratch).json().samples.int == 4)

    let taken = try BuiltProgram.run(["import", "bad.jsonl", "--quarantine", "bad.out", "--json"], in: scratch)
    #expect(taken.status == 0, "\(taken.error)")
    #expect(try taken.json().quarantined.int == 1)
    #expect(try taken.json().imported.int == 2)
    let line = try JSON(parsing: try scratch.read("bad.out"))
    #expect(line.line.int == 2)
    #expect(line.reason.string?.isEmpty == false)
    #expect(line.raw.string == "{broken")
  }

  @Test("An interrupted import leaves nothing behind and says so.")
  func interrupted() throws {
    let scratch = try TweetsProject.begin()
    let before = scratch.files(under: ".gloss/store")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: BuiltProgram.path)
    process.arguments = ["import", "-", "--format", "lines"]
    process.currentDirectoryURL = URL(fileURLWithPath: scratch.path)
    process.environment = BuiltProgram.environment(in: scratch)
    let (input, error) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardError = error
    try process.run()
    // More than any buffer on the way holds, so that the import is well under way when the signal comes.
    let lines = Data((0..<200_000).map { "line \($0)\n" }.joined().utf8)
    try input.fileHandleForWriting.write(contentsOf: lines)
    // The pipe stays open: the program must not wait for more.
    process.interrupt()
    process.waitUntilExit()
    try input.fileHandleForWriting.close()
    let said = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 2, "\(said)")
    #expect(said.contains("SIGINT") && said.contains("nothing"), "\(said)")
    #expect(scratch.files(under: ".gloss/store") == before)
    #expect(try BuiltProgram.run(["status", "--json"], in: scratch).json().samples.int == 4)
  }
}

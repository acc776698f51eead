import Foundation
import Testing

@Suite("gloss export's seal, and gloss verify", .timeLimit(.minutes(10)))
struct SealTests {
  private func committed() throws -> Scratch {
    let scratch = try TweetsProject.annotated()
    for arguments in [["commit", "-m", "first"], ["tag", "v1"]] {
      let finished = try BuiltProgram.run(arguments, in: scratch)
      guard finished.status == 0 else { throw Unexpected(finished: finished) }
    }
    return scratch
  }

  @Test("A sealed directory holds data, project, guidelines and figures, and is checked without the workspace.")
  func directory() throws {
    let scratch = try committed()
    let exported = try BuiltProgram.run(["export", "v1", "-o", "out/snap/", "--json"], in: scratch)
    #expect(exported.status == 0, "\(exported.error)")
    #expect(try exported.json().rows.int == 4)
    #expect(try exported.json().path.string == "out/snap/data.jsonl")
    #expect(
      scratch.files(under: "out/snap") == ["SNAPSHOT.json", "data.jsonl", "gloss.yaml", "guidelines.md"])
    #expect(try scratch.read("out/snap/gloss.yaml") == TweetsProject.yaml)
    #expect(try scratch.read("out/snap/guidelines.md") == TweetsProject.guidelines)

    let seal = try JSON(parsing: scratch.read("out/snap/SNAPSHOT.json"))
    #expect(seal.ref.string == "v1")
    #expect(seal.commit == (try BuiltProgram.run(["show", "v1", "--json"], in: scratch).json().commit))
    #expect([seal.counts.samples.int, seal.counts.annotations.int, seal.counts.labels.int] == [4, 10, 2])
    #expect(seal.questions.sentiment["values"].positive.int == 1)
    // The figures are those of gloss agreement, with the items that they rest on.
    let agreement = try BuiltProgram.run(["agreement", "--json"], in: scratch).json().questions.sentiment
    #expect(seal.agreement.sentiment.items == agreement.items)
    #expect(seal.agreement.sentiment.alpha == agreement.alpha)
    #expect(seal.agreement.sentiment["values"].negative.alpha == agreement.labels.negative.alpha)

    let elsewhere = try Scratch()
    try FileManager.default.moveItem(atPath: scratch.path + "/out/snap", toPath: elsewhere.path + "/snap")
    let sound = try BuiltProgram.run(["verify", "snap", "--json"], in: elsewhere)
    #expect(sound.status == 0, "\(sound.error)")
    #expect(try sound.json().holds.bool == true)
    #expect(try sound.json().seal.sha256 == exported.json().seal.sha256)
    try elsewhere.write(TweetsProject.yaml + "\n", to: "snap/gloss.yaml")
    let broken = try BuiltProgram.run(["verify", "snap"], in: elsewhere)
    #expect(broken.status == 1)
    #expect(broken.output.contains("gloss.yaml     changed"))
  }

  @Test("The same commit gives the same bytes, the seal's too, whatever was labeled since.")
  func deterministic() throws {
    let scratch = try committed()
    #expect(try BuiltProgram.run(["export", "v1", "-o", "a/", "--annotations"], in: scratch).status == 0)
    try scratch.write("sample,annotator,sentiment\nt4,bob,negative\n", to: "more.csv")
    try scratch.write(TweetsProject.guidelines + "3. New.\n", to: "guidelines.md")
    #expect(try BuiltProgram.run(["import", "more.csv", "--annotations"], in: scratch).status == 0)
    #expect(try BuiltProgram.run(["commit", "-m", "second"], in: scratch).status == 0)
    #expect(try BuiltProgram.run(["export", "v1", "-o", "b/", "--annotations"], in: scratch).status == 0)
    #expect(scratch.files(under: "a") == scratch.files(under: "b"))
    for name in scratch.files(under: "a") { #expect(try scratch.read("a/" + name) == scratch.read("b/" + name)) }
  }

  @Test("A single file is sealed beside it; --no-seal and standard output leave it out.")
  func files() throws {
    let scratch = try committed()
    let plain = try BuiltProgram.run(["export", "v1", "-o", "out/../plain.jsonl", "--no-seal"], in: scratch)
    #expect(plain.status == 2, "there is no directory out")
    #expect(try BuiltProgram.run(["export", "v1", "-o", "plain.jsonl", "--no-seal"], in: scratch).status == 0)
    let piped = try BuiltProgram.run(["export", "v1", "-o", "-"], in: scratch)
    #expect(try piped.output == scratch.read("plain.jsonl"))
    #expect(!scratch.exists("SNAPSHOT.json"))
    #expect(try BuiltProgram.run(["export", "v1", "-o", "sealed.jsonl"], in: scratch).status == 0)
    #expect(try scratch.read("sealed.jsonl") == scratch.read("plain.jsonl"))
    #expect(try BuiltProgram.run(["export", "v1", "-o", "sealed.csv"], in: scratch).status == 0)
    let seal = try JSON(parsing: scratch.read("SNAPSHOT.json"))
    #expect(seal.files.elements.map(\.name.string) == ["sealed.csv", "sealed.jsonl"])
    #expect(try BuiltProgram.run(["verify", "."], in: scratch).status == 0)
    #expect(try BuiltProgram.run(["verify", "plain.jsonl"], in: scratch).status == 2)
  }

  @Test("The workspace's own directories are never exported to.")
  func ownDirectories() throws {
    let scratch = try committed()
    for target in [".", ".gloss", ".gloss/new/"] {
      let finished = try BuiltProgram.run(["export", "v1", "-o", target], in: scratch)
      #expect(finished.status == 2)
      #expect(finished.error.contains("the workspace itself is kept there"), "\(finished.error)")
    }
    #expect(try scratch.read("gloss.yaml") == TweetsProject.yaml)
  }
}

import Foundation
import S3Server
import Testing

@Suite("gloss remote add, list, remove", .timeLimit(.minutes(10)))
struct RemoteTests {
  @Test("A directory is made a store, named, listed and forgotten; what is in it stays.")
  func directory() throws {
    let scratch = try TweetsProject.begin()
    let added = try BuiltProgram.run(["remote", "add", "backup", "there/deep", "--json"], in: scratch)
    #expect(added.status == 0, "\(added.error)")
    let url = try added.json().url.string
    #expect(url?.hasPrefix("/") == true && url?.hasSuffix("/there/deep") == true)
    #expect(scratch.exists("there/deep/format"))
    // Once more is no harm; another place by that name is refused.
    #expect(try BuiltProgram.run(["remote", "add", "backup", "there/deep"], in: scratch).status == 0)
    let taken = try BuiltProgram.run(["remote", "add", "backup", "elsewhere"], in: scratch)
    #expect(taken.status == 2 && taken.error.contains("already"), "\(taken.error)")
    expectOneForm(taken.error)
    #expect(!scratch.exists("elsewhere"))

    let list = try BuiltProgram.run(["remote", "list", "--json"], in: scratch).json()
    #expect(list.remotes.elements.map(\.name.string) == ["backup"])
    #expect(list.remotes[0].filter.isNull)
    #expect(try BuiltProgram.run(["remote"], in: scratch).output.contains("there/deep"))
    #expect(try BuiltProgram.run(["remote", "remove", "backup", "--json"], in: scratch).json().name.string == "backup")
    #expect(try BuiltProgram.run(["remote", "list"], in: scratch).output == "no remotes yet\n")
    #expect(scratch.exists("there/deep/format"))
    let unknown = try BuiltProgram.run(["remote", "remove", "backup"], in: scratch)
    #expect(unknown.status == 2)
    expectOneForm(unknown.error)
  }

  @Test("A bucket is taken where its server keeps conditions; nothing of the race is left there.")
  func bucket() throws {
    let scratch = try TweetsProject.begin()
    let server = try S3Server()
    defer { server.stop() }
    let added = try BuiltProgram.run(
      ["remote", "add", "origin", "s3://labels/tweets"], in: scratch, environment: server.environment)
    #expect(added.status == 0, "\(added.error)")
    #expect(added.output == "origin is s3://labels/tweets\n")
    #expect(server.objects.keys.sorted() == ["tweets/format"])
  }

  @Test("A server that ignores a condition is refused with the condition's name, and not listed.")
  func ignoredConditions() throws {
    let scratch = try TweetsProject.begin()
    for isMatch in [false, true] {
      var manner = S3Server.Manner()
      manner.ignoresIfMatch = isMatch
      manner.ignoresIfNoneMatch = !isMatch
      let server = try S3Server(manner: manner)
      defer { server.stop() }
      let refused = try BuiltProgram.run(
        ["remote", "add", "origin", "s3://labels/tweets"], in: scratch, environment: server.environment)
      #expect(refused.status == 2)
      expectOneForm(refused.error)
      #expect(refused.error.contains(isMatch ? "If-Match" : "If-None-Match: *"), "\(refused.error)")
      #expect(server.objects.isEmpty)
    }
    #expect(try BuiltProgram.run(["remote", "list"], in: scratch).output == "no remotes yet\n")
  }

  @Test(
    "What cannot be a remote says what is wrong and what to do.",
    arguments: [
      (["a/b", "there"], "slash"), (["..", "there"], "dot"), (["origin", "http://host/x"], "http://"),
      (["origin", "host:path"], "cannot be the URL"), (["origin", "s3://labels/x"], "no credentials"),
      (["origin", "."], "something here already"),
    ])
  func refused(_ arguments: [String], _ words: String) throws {
    let scratch = try TweetsProject.begin()
    try scratch.write("", to: "other/file")
    let directory = arguments[1] == "." ? ["-C", "other"] : []
    let finished = try BuiltProgram.run(directory + ["remote", "add"] + arguments, in: scratch)
    #expect(finished.status == 2, "\(finished.error)")
    expectOneForm(finished.error)
    #expect(finished.error.contains(words) && finished.error.contains("; "), "\(finished.error)")
    #expect(!scratch.exists("there"))
  }

  @Test("serve-store is not among the commands that people are shown, and refuses what is no gloss.")
  func serving() throws {
    let scratch = try Scratch()
    #expect(try !BuiltProgram.run(["--help"], in: scratch).output.contains("serve-store"))
    let foreign = try BuiltProgram.run(["serve-store", "there"], in: scratch, input: "GET / HTTP/1.1\r\n\r\n")
    #expect(foreign.status == 2)
    #expect(foreign.output == "GLOSSRP1")
    expectOneForm(foreign.error)
  }
}

import AnnotationEngine
import Foundation
import Testing

@testable import Interchange

@Suite("Exporting to DVC")
struct DVCTests {
  @Test("Strings stand as Python's json.dumps writes them")
  func strings() {
    // python3 -c 'import json; print(json.dumps(…))'
    let cases = [
      ("a/b.jsonl", #""a/b.jsonl""#), ("\"\\/", #""\"\\/""#), ("\u{8}\u{9}\u{A}\u{C}\u{D}", #""\b\t\n\f\r""#),
      ("\u{1}\u{1F}\u{7F}", "\"\\u0001\\u001f\u{7F}\""), ("é\u{2028}", #""\u00e9\u2028""#), ("𝒳", #""\ud835\udcb3""#),
      ("e\u{301}", #""e\u0301""#),
    ]
    for (text, json) in cases { #expect(PythonJSON.string(text) == json) }
  }

  @Test("The list of a directory is in the order of code points, and its name is its MD5")
  func list() {
    // "hi\n" and "\"q\"\n" as `dvc add` lists them.
    let tree = DVCTree([
      DVCTree.File(
        name: "sub/é\"x.txt", md5: "d44a47455a104eee39028704132222d7", digest: FileDigest(Array("\"q\"\n".utf8))),
      DVCTree.File(name: "a.txt", md5: "764efa883dda1e11db47671c4a3bbd9e", digest: FileDigest(Array("hi\n".utf8))),
    ])
    #expect(tree.id == "c5d039b487e36dd7c152176dcf329252.dir")
    #expect(
      tree.pointer(named: "d") == """
        outs:
        - md5: c5d039b487e36dd7c152176dcf329252.dir
          size: 7
          nfiles: 2
          hash: md5
          path: d

        """)
    #expect(tree.pointer(named: "2024").hasSuffix("  path: '2024'\n"))
    // UTF-16 would put 𝒳 before U+FF5E, as would no order of Python's.
    let names = DVCTree(["𝒳", "～", "Z", "a", "é"].map { DVCTree.File(name: $0, md5: "", digest: FileDigest([])) })
    #expect(names.files.map(\.name) == ["Z", "a", "é", "～", "𝒳"])
  }

  private func project(in directory: String, remote: String?) throws -> DVCProject.Outcome {
    let facts = try SealTests.facts()
    let project = DVCProject(in: directory, of: facts, remote: try remote.map { try DVCRemote($0) }, environment: [:])
    let writer = try SealedSnapshot(
      to: .directory(project.snapshotPath), .jsonl, withAnnotations: false, facts: facts, ref: "main")
    try writer.begin(facts.project)
    try writer.finish()
    return try project.write()
  }

  @Test("Objects that are there are kept, and what is there of others' making as well")
  func again() throws {
    let scratch = try Scratch()
    let (directory, remote) = (scratch.path + "/project", scratch.path + "/remote")
    let first = try project(in: directory, remote: "file://" + remote)
    #expect(first.files == 4)
    let object = remote + "/" + DVCTree.key(first.md5)
    let before = try FileManager.default.attributesOfItem(atPath: object)[.systemFileNumber] as? Int
    #expect(try project(in: directory, remote: remote) == first)
    #expect(try FileManager.default.attributesOfItem(atPath: object)[.systemFileNumber] as? Int == before)
    let config = directory + "/.dvc/config"
    #expect(
      try String(contentsOfFile: config, encoding: .utf8)
        == "[core]\n    remote = gloss\n['remote \"gloss\"']\n    url = \(remote)\n")
    #expect(try String(contentsOfFile: directory + "/.gitignore", encoding: .utf8) == "/a\n")
    try "[core]\n    remote = mine\n".write(toFile: config, atomically: false, encoding: .utf8)
    #expect(try project(in: directory, remote: remote).keptConfig)
    #expect(try String(contentsOfFile: config, encoding: .utf8) == "[core]\n    remote = mine\n")
  }

  @Test("A remote of a kind that is not written to is refused with the way that there is")
  func kinds() throws {
    for url in ["gs://bucket/x", "ssh://host/x", "file://host/x"] {
      guard case .snapshot(let place, _, let remedy)? = engineError({ _ = try DVCRemote(url) }) else {
        Issue.record("\(url) was taken")
        continue
      }
      #expect(place == url)
      #expect(remedy.contains("dvc push"))
    }
  }
}

import AnnotationEngine
import Foundation
import Testing

@testable import Interchange

@Suite("Sealing snapshots")
struct SealTests {
  static func facts(commit: Character = "a", guidelines: String? = "Be kind.\n") throws -> SnapshotFacts {
    var project = try Fixture.project
    project.guidelines = guidelines.map { _ in "docs/guide.md" }
    return SnapshotFacts(
      commit: String(repeating: commit, count: 64), message: "first", project: project, schema: Fixture.yaml,
      guidelines: guidelines, annotations: 3, agreement: AgreementReport())
  }

  @discardableResult
  func export(
    to target: SealedSnapshot.Target, _ format: SnapshotFormat = .jsonl, withAnnotations: Bool = false,
    commit: Character = "a", guidelines: String? = "Be kind.\n", rows: [ExportedRow] = SnapshotTests.rows
  ) throws -> SealedSnapshot {
    let facts = try Self.facts(commit: commit, guidelines: guidelines)
    let writer = try SealedSnapshot(to: target, format, withAnnotations: withAnnotations, facts: facts, ref: "v1")
    try writer.begin(facts.project)
    for row in rows { try writer.write(row) }
    try writer.finish()
    return writer
  }

  func statuses(_ path: String) throws -> [String] {
    try SealCheck.run(path).files.map { "\($0.name) \($0.status.rawValue)" }
  }

  @Test("A directory gets data, project file and guidelines, and the seal names them with sizes and hashes")
  func directory() throws {
    let scratch = try Scratch()
    let sealed = try export(to: .directory(scratch.path + "/new/snap"))
    let seal = try #require(sealed.seal)
    #expect(seal.files.map(\.name) == ["data.jsonl", "docs/guide.md", "gloss.yaml"])
    #expect(seal.samples == 2)
    #expect(seal.annotations == 3)
    #expect(seal.labels == 3)
    #expect(seal.questions.map(\.labels) == [1, 2])
    // A label of several values counts with each, one of none with no value.
    #expect(seal.questions[1].values.map(\.count) == [1, 1, 0])
    // sha256sum of "Be kind.\n"
    #expect(seal.guidelines?.sha256 == FileDigest(Array("Be kind.\n".utf8)).sha256)
    #expect(FileDigest(Array("abc".utf8)).sha256.hasPrefix("ba7816bf8f01cfea"))
    let check = try SealCheck.run(scratch.path + "/new/snap/")
    #expect(check.holds)
    #expect(check.seal == seal)
    #expect(check.digest == sealed.digest)
  }

  @Test("The same snapshot is sealed by the same bytes, in the form that the article gives")
  func bytes() throws {
    let scratch = try Scratch()
    var texts: [String] = []
    for name in ["a", "b"] {
      try export(to: .directory(scratch.path + "/" + name), guidelines: nil, rows: [])
      texts.append(try String(contentsOfFile: scratch.path + "/\(name)/SNAPSHOT.json", encoding: .utf8))
    }
    #expect(texts[0] == texts[1])
    #expect(
      texts[0].hasPrefix(
        """
        {
          "format": 1,
          "sealed": "directory",
          "project": "a",
          "commit": "\(String(repeating: "a", count: 64))",
          "ref": "v1",
          "schema": {
            "file": "gloss.yaml",
            "sha256": "\(FileDigest(Array(Fixture.yaml.utf8)).sha256)"
          },
          "guidelines": null,
          "counts": {
            "samples": 0,
            "annotations": 3,
            "labels": 0
          },
          "questions": {
            "mood": {
              "kind": "choice",
              "labels": 0,
              "values": {
                "good": 0,
                "bad": 0
              }
            },

        """))
    #expect(texts[0].hasSuffix("}\n"))
  }

  @Test("Each change is found and named: other bytes, fewer, a file that is gone, one too many")
  func changes() throws {
    let scratch = try Scratch()
    let folder = scratch.path + "/snap"
    try export(to: .directory(folder))
    var bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/data.jsonl"))
    bytes[10] ^= 1
    try bytes.write(to: URL(fileURLWithPath: folder + "/data.jsonl"))
    try FileManager.default.removeItem(atPath: folder + "/docs/guide.md")
    try "name: b\n".write(toFile: folder + "/gloss.yaml", atomically: false, encoding: .utf8)
    try "".write(toFile: folder + "/docs/other.md", atomically: false, encoding: .utf8)
    #expect(
      try statuses(folder) == [
        "data.jsonl changed", "docs/guide.md missing", "docs/other.md extra", "gloss.yaml changed",
      ])
    #expect(try !SealCheck.run(folder).holds)
  }

  @Test("A seal whose counts are not those of the data does not hold", arguments: SnapshotFormat.allCases)
  func counts(format: SnapshotFormat) throws {
    let scratch = try Scratch()
    let folder = scratch.path + "/snap"
    try export(to: .directory(folder), format, withAnnotations: true)
    #expect(try SealCheck.run(folder).holds)
    let path = folder + "/SNAPSHOT.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for (from, to) in [
      ("\"rows\": 2", "\"rows\": 3"), ("\"good\": 1", "\"good\": 2"), ("\"samples\": 2", "\"samples\": 4"),
    ] {
      let changed = text.replacingOccurrences(of: from, with: to)
      #expect(changed != text)
      try changed.write(toFile: path, atomically: false, encoding: .utf8)
      #expect(try statuses(folder).contains("data.\(format.rawValue) miscounted"), "\(to)")
    }
  }

  @Test("A second export of the commit adds its file; one of another commit takes the place of all")
  func second() throws {
    let scratch = try Scratch()
    let folder = scratch.path + "/snap"
    try export(to: .directory(folder))
    try export(to: .directory(folder), .csv)
    #expect(try statuses(folder) == ["data.csv ok", "data.jsonl ok", "docs/guide.md ok", "gloss.yaml ok"])
    try export(to: .directory(folder), .csv, commit: "b", guidelines: nil)
    #expect(try statuses(folder) == ["data.csv ok", "gloss.yaml ok"])
    #expect(try SealCheck.run(folder).seal.commit.first == "b")
    // What somebody has changed is not thrown away.
    try "mine".write(toFile: folder + "/data.csv", atomically: false, encoding: .utf8)
    #expect(engineError { try export(to: .directory(folder), .jsonl, commit: "c") } != nil)
    #expect(try String(contentsOfFile: folder + "/data.csv", encoding: .utf8) == "mine")
  }

  @Test("A directory that holds anything else is left alone")
  func occupied() throws {
    let scratch = try Scratch()
    _ = try scratch.file("thesis.txt", [1])
    guard case .snapshot(_, let problem, _)? = engineError({ try export(to: .directory(scratch.path)) }) else {
      Issue.record("it was written to")
      return
    }
    #expect(problem.contains("thesis.txt"))
    #expect(scratch.names == ["thesis.txt"])
  }

  @Test("Single files of one commit share a seal; a file of another commit gets its own")
  func files() throws {
    let scratch = try Scratch()
    _ = try scratch.file("thesis.txt", [1])
    for name in ["a.jsonl", "a.csv"] {
      try export(to: .file(scratch.path + "/" + name), name.hasSuffix("v") ? .csv : .jsonl)
    }
    #expect(scratch.names == ["SNAPSHOT.json", "a.csv", "a.jsonl", "thesis.txt"])
    #expect(try statuses(scratch.path) == ["a.csv ok", "a.jsonl ok"])
    try export(to: .file(scratch.path + "/b.jsonl"), commit: "b")
    #expect(scratch.names.contains("b.jsonl.SNAPSHOT.json"))
    #expect(try statuses(scratch.path + "/b.jsonl") == ["b.jsonl ok"])
    #expect(try statuses(scratch.path + "/a.csv") == ["a.csv ok"])
    #expect(engineError { _ = try SealCheck.run(scratch.path + "/thesis.txt") } != nil)
  }

  @Test("A file that is somebody else's is never taken for a seal, nor written over")
  func foreign() throws {
    let scratch = try Scratch()
    _ = try scratch.file("SNAPSHOT.json", Array(#"{"version": 2}"#.utf8))
    try export(to: .file(scratch.path + "/a.jsonl"))
    #expect(scratch.names == ["SNAPSHOT.json", "a.jsonl", "a.jsonl.SNAPSHOT.json"])
    #expect(try String(contentsOfFile: scratch.path + "/SNAPSHOT.json", encoding: .utf8) == #"{"version": 2}"#)
    #expect(engineError { _ = try SealCheck.run(scratch.path) } != nil)
    _ = try scratch.file("SNAPSHOT.json", Array(#"{"format": 2}"#.utf8))
    guard case .snapshot(_, let problem, _)? = engineError({ _ = try SealCheck.run(scratch.path) }) else {
      Issue.record("read")
      return
    }
    #expect(problem.contains("newer"))
  }

  @Test("A seal cannot make the check read outside of its directory")
  func outside() throws {
    let scratch = try Scratch()
    let folder = scratch.path + "/snap"
    try export(to: .directory(folder))
    let path = folder + "/SNAPSHOT.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacingOccurrences(of: "\"data.jsonl\"", with: "\"../../etc/passwd\"")
      .write(toFile: path, atomically: false, encoding: .utf8)
    let finding = try #require(try SealCheck.run(folder).files.first { $0.name.hasPrefix("..") })
    #expect(finding.problem?.contains("outside") == true)
  }
}

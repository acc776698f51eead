import Foundation
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Collecting garbage in a workspace")
struct CollectGarbageTests {
  private func collect(_ fixture: ImportFixture) throws -> CollectSummary {
    try fixture.workspace.collectGarbage(fixture.lead, grace: 0, keep: 0)
  }

  @Test("Imports and answers that no commit holds are in use, and so is every commit.")
  func liveWork() throws {
    let fixture = try ImportFixture()
    try fixture.add((0..<200).map { ("s\($0)", "text \($0)") })
    try fixture.label("s1", as: "alice", ["sentiment": .choice("positive")])
    _ = try fixture.workspace.label(fixture.annotator, .comment(sample: "s1", text: "clear"))
    try fixture.commit()
    try fixture.label("s2", as: "alice", ["sentiment": .choice("neutral")])
    try fixture.resolve("s1", "negative", reason: "irony")
    try fixture.add([("later", "came later")])
    let ids = try fixture.ids()
    let summary = try collect(fixture)
    #expect(summary.removed > 0 && summary.condemned == 0)
    let reopened = try fixture.reopened()
    #expect(try reopened.fsck { _, _ in }.damage == [])
    #expect(try fixture.ids() == ids)
    #expect(try fixture.commit().samples == 201)
    #expect(try collect(fixture).objects > summary.objects)
    #expect(try fixture.reopened().fsck { _, _ in }.damage == [])
  }

  @Test("The texts of samples that were replaced and never committed go.")
  func replaced() throws {
    let fixture = try ImportFixture()
    try fixture.add([("a", "first"), ("b", "second")])
    let blobs = { () throws -> Set<ObjectID> in
      try fixture.workspace.journal.read { db in
        var found: Set<ObjectID> = []
        try Tree(root: #require(try db.liveSamples()), in: fixture.workspace.store).forEach(from: nil) { row in
          found.insert(try #require(SampleRow(encoded: row.value)).blob)
          return true
        }
        return found
      }
    }
    let before = try blobs()
    try fixture.importing([.sample("a", "mended")], replaces: true)
    let after = try blobs()
    _ = try collect(fixture)
    for blob in before.subtracting(after) { #expect(try !fixture.workspace.store.contains(blob)) }
    for blob in after { #expect(try fixture.workspace.store.contains(blob)) }
    #expect(before.subtracting(after).count == 1)
  }

  @Test("The live work of other branches is in use too.")
  func branches() throws {
    let fixture = try ImportFixture()
    try fixture.add([("a", "1")])
    try fixture.commit()
    // A journal as another branch has it: with an import of its own.
    let place = BranchPlace(root: fixture.workspace.path, branch: "other")
    try FileManager.default.createDirectory(atPath: place.directory, withIntermediateDirectories: true)
    let other = try ImportFixture()
    try other.add([("z", "only there")])
    let root = try #require(try other.workspace.journal.read { try $0.liveSamples() })
    try other.workspace.journal.close()
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: other.workspace.journal.path + suffix) {
      try FileManager.default.copyItem(atPath: other.workspace.journal.path + suffix, toPath: place.journal + suffix)
    }
    for pack in try other.files() where pack.hasSuffix(".pack") {
      try FileManager.default.copyItem(
        atPath: other.directory + "/.gloss/" + pack, toPath: fixture.directory + "/.gloss/" + pack)
    }
    _ = try collect(fixture)
    #expect(try Tree(root: root, in: fixture.workspace.store).count() == 1)
  }

  @Test("Only a lead collects.")
  func permission() throws {
    let fixture = try ImportFixture()
    #expect(throws: EngineError.self) {
      try fixture.workspace.collectGarbage(fixture.reviewer, grace: 0, keep: 0)
    }
  }
}

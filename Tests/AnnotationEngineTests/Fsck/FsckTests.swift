import Foundation
import GRDB
import Testing

@testable import AnnotationEngine
@testable import VersionStore

@Suite("Checking a workspace")
struct FsckTests {
  /// Samples, answers with comments, a commit, and work since.
  private func worked() throws -> ImportFixture {
    let fixture = try ImportFixture()
    try fixture.add((0..<200).map { ("s\($0)", "text \($0)") })
    try fixture.label("s1", as: "alice", ["sentiment": .choice("positive")])
    _ = try fixture.workspace.label(fixture.annotator, .comment(sample: "s1", text: "clear"))
    try fixture.commit()
    try fixture.label("s2", as: "alice", ["sentiment": .choice("neutral")])
    try fixture.resolve("s1", "negative", reason: "irony")
    try fixture.add([("later", "came later")])
    return fixture
  }

  private func damage(_ fixture: ImportFixture) throws -> [FsckDamage] {
    try fixture.reopened().fsck { _, _ in }.damage
  }

  private func packs(_ fixture: ImportFixture) throws -> Set<String> {
    try fixture.files().filter { $0.hasSuffix(".pack") }
  }

  @Test("A whole workspace has no damage, is counted, and is not changed by looking.")
  func whole() throws {
    let fixture = try worked()
    let (files, events) = (try fixture.files(), try fixture.events())
    var steps: [(Int, Int)] = []
    let summary = try fixture.workspace.fsck { steps.append(($0, $1)) }
    #expect(summary.damage == [])
    #expect(summary.packs == 3)
    #expect(summary.commits == 1)
    #expect(summary.events == Int(events))
    #expect(summary.objects > 200)
    #expect(steps.last.map { $0.0 == $0.1 } == true)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.0 <= $1.0 })
    #expect(try fixture.files() == files)
    #expect(try fixture.events() == events)
  }

  @Test("A pack that is gone: what is missing, from which commit, on which path.")
  func lostPack() throws {
    let fixture = try ImportFixture()
    try fixture.add([("a", "1"), ("b", "2")])
    let first = try packs(fixture)
    let commit = try #require(try fixture.commit().commit)
    for pack in first { try FileManager.default.removeItem(atPath: fixture.directory + "/.gloss/" + pack) }
    let found = try damage(fixture)
    #expect(found.contains { $0.kind == "missing" && $0.commit == commit && $0.path?.contains("samples") == true })
  }

  @Test("Samples that no commit holds yet are looked at too.")
  func lostLiveSamples() throws {
    let fixture = try ImportFixture()
    try fixture.add([("a", "1")])
    try fixture.commit()
    let before = try packs(fixture)
    try fixture.add([("b", "2")])
    for pack in try packs(fixture).subtracting(before) {
      try FileManager.default.removeItem(atPath: fixture.directory + "/.gloss/" + pack)
    }
    #expect(try damage(fixture).contains { $0.path == "live samples" })
  }

  @Test("A flipped bit in a pack is found.")
  func flipped() throws {
    let fixture = try worked()
    let pack = try #require(try packs(fixture).sorted().first)
    let file = URL(fileURLWithPath: fixture.directory + "/.gloss/" + pack)
    var bytes = try Data(contentsOf: file)
    bytes[40] ^= 4
    try FileManager.default.removeItem(at: file)
    try bytes.write(to: file)
    let found = try damage(fixture)
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { !$0.detail.isEmpty })
  }

  @Test(
    "What was changed in the journal behind its back is found, and said where.",
    arguments: [
      ("UPDATE annotations SET answers = '{}' WHERE sample = 's2'", "table annotations"),
      ("DELETE FROM touched WHERE sample = 's1'", "table touched"),
      ("UPDATE facts SET value = '7' WHERE name = 'committed_seq'", "table facts"),
      ("UPDATE events SET payload = '{' WHERE kind = 'resolve'", "event"),
      ("UPDATE events SET kind = 'dance' WHERE kind = 'commit'", "event"),
      ("UPDATE prose SET stored = x'00'", "prose"),
      ("DELETE FROM prose", "event"),
      ("UPDATE batches SET count = count + 1", "order of the batch"),
      ("UPDATE batches SET id = x'0102030405060708' WHERE number = 1", "batch"),
    ])
  func journal(change: String, place: String) throws {
    let fixture = try worked()
    try fixture.workspace.journal.write { try $0.execute(sql: change) }
    let found = try damage(fixture)
    #expect(found.contains { $0.kind == "journal" && $0.path?.hasPrefix(place) == true }, "\(found)")
  }

  @Test("A text that was erased from the journal but stands in the store is no damage.")
  func committedProse() throws {
    let fixture = try ImportFixture()
    try fixture.add([("a", "1")])
    _ = try fixture.workspace.label(fixture.annotator, .skip(sample: "a", reason: "unclear", seconds: 1))
    try fixture.commit()
    try fixture.workspace.journal.write { try $0.execute(sql: "DELETE FROM prose") }
    #expect(try damage(fixture) == [])
  }
}

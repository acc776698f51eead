import Foundation
import GRDB
import Testing

@testable import AnnotationEngine

@Suite("The journal and the workspace around it")
struct JournalTests {
  private func emptyDirectory() throws -> String {
    let path = NSTemporaryDirectory() + "gloss-journal-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  @Test("Every commit is synced before it counts as saved.")
  func durability() throws {
    let test = try TestWorkspace()
    let (mode, synchronous) = try test.workspace.journal.write { db in
      (
        try String.fetchOne(db, sql: "PRAGMA journal_mode"), try Int.fetchOne(db, sql: "PRAGMA synchronous")
      )
    }
    #expect(mode == "wal")
    #expect(synchronous == 2)  // FULL
  }

  @Test("A write that fails leaves nothing behind.")
  func rollback() throws {
    let test = try TestWorkspace()
    let before = try test.derivedRows()
    #expect(throws: EngineError.self) {
      try test.workspace.journal.write { db in
        try db.append(
          .flag, actor: "alice", at: 0, sample: "s1",
          payload: .object([JSONMember("position", JSONValue(0)), JSONMember("flagged", .bool(true))]))
        throw EngineError.unknownSample("s9")
      }
    }
    #expect(try test.derivedRows() == before)
  }

  @Test("A directory without a workspace, or without a project file, says what to do.")
  func missing() throws {
    let path = try emptyDirectory()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var error = engineError { _ = try Workspace.open(at: path) }
    #expect(error?.recoverySuggestion?.contains("gloss init") == true)
    error = engineError { _ = try Workspace.create(at: path) }
    #expect(error?.errorDescription == "there is no gloss.yaml here")
    #expect(error?.failureReason == path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  @Test("A workspace is found from a directory below it, and not made twice.")
  func nearest() throws {
    let test = try TestWorkspace()
    let below = test.directory + "/a/b"
    try FileManager.default.createDirectory(atPath: below, withIntermediateDirectories: true)
    #expect(try Workspace.open(at: below).path == test.workspace.path)
    let error = engineError { _ = try Workspace.create(at: test.directory) }
    #expect(error?.errorDescription == "there is a Gloss workspace here already")
  }

  @Test("A project file that is wrong, or guidelines that are not there, leave no half-made workspace.")
  func halfMade() throws {
    let path = try emptyDirectory()
    defer { try? FileManager.default.removeItem(atPath: path) }
    for yaml in ["name: x\nfeilds: []\n", TestWorkspace.yaml(extra: "guidelines: nowhere.md")] {
      try Data(yaml.utf8).write(to: URL(fileURLWithPath: path + "/gloss.yaml"))
      #expect(throws: EngineError.self) { try Workspace.create(at: path) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["gloss.yaml"])
    }
  }

  @Test("A journal that a newer Gloss wrote is refused.")
  func newer() throws {
    let test = try TestWorkspace()
    _ = try test.workspace.journal.write { try $0.execute(sql: "PRAGMA user_version = 9") }
    let error = engineError { _ = try test.reopened() }
    #expect(error?.errorDescription == "the journal was written by a newer Gloss (its format is 9)")
    #expect(error?.recoverySuggestion?.contains("newer Gloss") == true)
  }

  @Test("A damaged journal says so, and what can be done.")
  func damaged() throws {
    let test = try TestWorkspace()
    try test.workspace.journal.close()
    let path = test.directory + "/.gloss/journal.sqlite"
    try Data(repeating: 0x55, count: 8192).write(to: URL(fileURLWithPath: path))
    let error = engineError { _ = try test.reopened() }
    #expect(error?.errorDescription?.contains("is damaged") == true)
    #expect(error?.recoverySuggestion?.contains("backup") == true)
  }

  @Test("A journal that is gone is not replaced by an empty one.")
  func gone() throws {
    let test = try TestWorkspace()
    try test.workspace.journal.close()
    try FileManager.default.removeItem(atPath: test.directory + "/.gloss/journal.sqlite")
    let error = engineError { _ = try test.reopened() }
    #expect(error?.errorDescription?.contains("is missing") == true)
  }

  @Test("A full disk is told as such, and nothing of the act is kept.")
  func fullDisk() throws {
    let test = try TestWorkspace()
    let path = test.directory + "/.gloss/journal.sqlite"
    let error = engineError {
      try test.workspace.journal.write { db in
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        for _ in 0..<100 { _ = try db.keepProse(String(repeating: "long ", count: 2000)) }
      }
    }
    guard case .io(ENOSPC, "write to the journal", path)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.recoverySuggestion?.contains("room on the disk") == true)
    #expect(try test.workspace.journal.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM prose") } == 0)
  }

  @Test("The change count grows with every process's acts.")
  func changes() throws {
    let test = try TestWorkspace()
    let other = try test.reopened()
    let before = try test.workspace.changeCount()
    _ = try other.label(TestWorkspace.session("bob"), .start)
    #expect(try test.workspace.changeCount() > before)
  }

  @Test("What people write is kept apart from events, under a hash that says nothing.")
  func prose() throws {
    let test = try TestWorkspace()
    try test.label("alice", .comment(sample: "s1", text: "secret words"))
    try test.label("bob", .comment(sample: "s1", text: "secret words"))
    let (payloads, ids) = try test.workspace.journal.read { db in
      (
        try String.fetchAll(db, sql: "SELECT payload FROM events"), try Data.fetchAll(db, sql: "SELECT id FROM prose")
      )
    }
    #expect(!payloads.contains { $0.contains("secret") })
    #expect(Set(ids).count == 2)
  }

  @Test("Several writers at once give every act a place, and no sample too many annotations.")
  func severalWriters() async throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(overlap: 2), samples: 30)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for person in TestWorkspace.people {
        let workspace = try test.reopened()
        group.addTask {
          let session = TestWorkspace.session(person)
          var count = 0
          var step = try workspace.label(session, .start)
          while let item = step.item {
            step = try workspace.label(
              session,
              .submit(sample: item.sample.id, answers: ["sentiment": .choice("neutral")], seconds: 1, advance: true))
            if step.act?.kind == .submitted { count += 1 }
          }
          return count
        }
      }
      var total = 0
      for try await count in group { total += count }
      #expect(total == 60)
    }
    let status = try test.workspace.status()
    #expect(status.complete == 30)
    #expect(status.annotators.map(\.submitted).reduce(0, +) == 60)
  }
}

import Foundation
import GRDB
import Testing

@testable import AnnotationEngine

@Suite("A journal that an older Gloss wrote")
struct MigrationTests {
  /// Takes a journal back to how version 1 had it.
  private func age(_ test: TestWorkspace) throws {
    try test.workspace.journal.close()
    let queue = try DatabaseQueue(path: test.directory + "/.gloss/journal.sqlite")
    try queue.write { db in
      let younger = ["base_rows", "holes", "conflicts", "plan", "gold", "served", "swaps", "repeats", "pauses"]
      for table in younger { try db.execute(sql: "DROP TABLE \(table)") }
      try db.execute(sql: "ALTER TABLE cursors DROP COLUMN plan")
      try db.execute(sql: "ALTER TABLE annotations DROP COLUMN offered")
      try db.execute(sql: "DROP INDEX events_review_acts")
      try db.execute(
        sql: """
          CREATE INDEX events_review_acts ON events (actor, seq)
            WHERE kind IN ('resolve', 'send-back', 'review-comment')
          """)
      // As it was made then, with the rows that stand in it.
      try db.execute(sql: "ALTER TABLE batches RENAME TO new_batches")
      try db.execute(
        sql: """
          CREATE TABLE batches (
            number INTEGER PRIMARY KEY, id BLOB NOT NULL, first BIGINT NOT NULL UNIQUE, count BIGINT NOT NULL,
            order_root BLOB NOT NULL)
          """)
      try db.execute(sql: "INSERT INTO batches SELECT number, id, first, count, order_root FROM new_batches")
      try db.execute(sql: "DROP TABLE new_batches")
      try db.execute(sql: "PRAGMA user_version = 1")
    }
    try queue.close()
  }

  @Test("It is brought up to date when it is opened: its batches have ordinals, and work goes on.")
  func migrates() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(order: "random"), samples: 5)
    try test.add([("late", "later")])
    try test.submit("alice", "s1", "positive")
    let order = try test.label("alice", .jump(to: .place(1))).item?.sample.id
    try age(test)
    let workspace = try test.reopened()
    let version = try workspace.journal.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    #expect(version == JournalSchema.version)
    let batches = try workspace.journal.read { try $0.batches() }
    #expect(batches.map(\.ordinal) == [1, 2])
    #expect(batches.map(\.samples) == [5, 1])
    #expect(batches.filter(\.isListed).count == 2)
    #expect(try workspace.answers("s1") == ["alice": "positive"])
    #expect(try workspace.label(TestWorkspace.session("alice"), .jump(to: .place(1))).item?.sample.id == order)
    _ = try workspace.commit(TestWorkspace.lead, message: "after")
    try workspace.expectSound()
  }

  @Test("Second answers to repeats that were given before they were counted by kind are counted then.")
  func countsRepeats() throws {
    let test = try TestWorkspace(yaml: TestWorkspace.yaml(round: "overlap: 1, repeats: 40%, seed: 2"), samples: 60)
    var (step, seen, repeats) = (try test.label("alice", .start), Set<String>(), 0)
    while repeats < 6, let id = step.item?.sample.id {
      guard !seen.insert(id).inserted else {
        step = try test.submit("alice", id, "positive")
        continue
      }
      repeats += 1
      if repeats == 2 { try test.label("alice", .flag(sample: id, true)) }
      if repeats.isMultiple(of: 3) {
        try test.label("alice", .draft(sample: id, answers: ["sentiment": .choice("neutral")], seconds: 1))
        if repeats == 6 { break }
      }
      step =
        repeats.isMultiple(of: 2)
        ? try test.label("alice", .skip(sample: id, reason: "odd", seconds: 1))
        : try test.submit("alice", id, "neutral")
    }
    func counts(_ workspace: Workspace) throws -> [String: Int] {
      try workspace.journal.read { db in
        let rows = try SQLRow.fetchAll(
          db, sql: "SELECT name, value FROM counts WHERE person = 'alice' AND value <> 0 AND name <> 'uncommitted'")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
      }
    }
    let counted = try counts(test.workspace)
    #expect(counted["repeats-skipped"] == 2 && counted["repeats-drafts"] == 1 && counted["flagged"] == 1)
    _ = try test.workspace.journal.write { db in
      try db.execute(sql: "DROP INDEX repeats_recent")
      try db.execute(sql: "DELETE FROM counts WHERE name LIKE 'repeats-%' OR (person = 'alice' AND name = 'flagged')")
      try db.execute(
        sql: """
          UPDATE counts SET value = (SELECT count(*) FROM annotations WHERE status = 'submitted')
          WHERE person = 'alice' AND name LIKE 'hour/%'
          """)
      try db.execute(sql: "PRAGMA user_version = 4")
    }
    #expect(try counts(test.workspace) != counted)
    #expect(try counts(test.reopened()) == counted)
  }

  @Test("Several that open it at once bring it up to date once.")
  func atOnce() async throws {
    let test = try TestWorkspace()
    try test.submit("alice", "s1", "positive")
    try age(test)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for person in TestWorkspace.people {
        group.addTask { try test.reopened().submit(person, "s2", "neutral") }
      }
      try await group.waitForAll()
    }
    try test.reopened().expectSound()
  }

  @Test("A commit that an older Gloss made, which names no batches, is a branch's beginning all the same.")
  func oldCommit() throws {
    let test = try TestWorkspace()
    try test.add([("late", "later")])
    try test.submit("alice", "late", "positive")
    let id = try test.commit()
    let store = test.workspace.store
    var commit = try store.commit(id)
    commit.trees[TableName.batches] = nil
    let pack = try store.newPack()
    let old = try pack.add(commit)
    try pack.finish()
    #expect(try store.moveRef("heads/old", from: nil, to: old, author: "lea", time: 1, what: "branch: old"))
    let branch = try test.opened("old")
    #expect(try branch.status().samples == 6)
    #expect(try branch.answers("late") == ["alice": "positive"])
    // The next commit names them.
    let next = try #require(try branch.commit(TestWorkspace.lead, message: "names them").commit)
    let trees = try store.commit(store.resolve(next)).trees
    let same = try store.commit(id).trees
    #expect(trees == same)
    try branch.expectSound()
  }
}

import Foundation
import Synchronization
import Testing

@testable import VersionStore

/// How many writers still write.
private final class Running: Sendable {
  private let count: Atomic<Int>

  init(_ count: Int) { self.count = Atomic(count) }

  var isAny: Bool { count.load(ordering: .relaxed) > 0 }
  func end() { count.subtract(1, ordering: .relaxed) }
}

/// Writers and a collector side by side, each with the store opened for itself, as processes have it.
@Suite("Collecting beside running work", .timeLimit(.minutes(10)))
struct CollectRaceTests {
  @Test("Nothing that writers name is lost while garbage is collected without any grace, again and again.")
  func nothingLost() async throws {
    let scratch = try Scratch()
    _ = try scratch.makeStore()
    let path = scratch.store
    let running = Running(4)
    let results = await withTaskGroup(of: Result<(String, Version)?, any Error>.self) { group in
      for writer in 0..<4 {
        group.addTask {
          defer { running.end() }
          return Result { try CollectRaceTests.write(writer, in: path) }
        }
      }
      group.addTask {
        Result {
          let store = try Store.open(at: path)
          var (rounds, removed) = (0, 0)
          while running.isAny || rounds < 3 {
            removed += try store.collectAll().removed
            rounds += 1
          }
          // Else the test would say nothing.
          #expect(removed > 10)
          return nil
        }
      }
      var results: [(String, Version)] = []
      for await result in group {
        switch result {
        case .success(let found): if let found { results.append(found) }
        case .failure(let error): Issue.record(error)
        }
      }
      return results
    }
    let store = try Store.open(at: path)
    #expect(results.count == 4)
    for (name, version) in results {
      #expect(try store.ref(name) == version.commit)
      #expect(try store.table(of: version.commit) == version.rows)
    }
    #expect(try store.isWhole())
    try store.collectAll()
    #expect(try store.isWhole())
    #expect(try scratch.files(in: "packs").count == 1)
    #expect(try scratch.files(in: "leases") == [])
  }

  /// Commits, throws away what it did, and does the same again: all the time it finds its rows written, in garbage.
  private static func write(_ writer: Int, in path: String) throws -> (String, Version) {
    var random = Seeded(UInt64(writer) + 9)
    let name = "heads/\(writer)"
    var head: ObjectID?
    var rows: [[UInt8]: [UInt8]] = [:]
    for round in 0..<25 {
      let store = try Store.open(at: path)
      // Few different rows, so that the writers write the same objects.
      let start = Int.random(in: 0..<4, using: &random) * 20
      let changes = textRows(start..<start + 40, "\(Int.random(in: 0..<2, using: &random))")
      if round % 6 == 5 {
        // The branch goes, and begins again from nothing.
        _ = try store.moveRef(name, from: head, to: nil, author: "", time: 0, what: "delete")
        (head, rows) = (nil, [:])
      }
      let (id, pack) = try store.commit(changes, on: head, time: Int64(round))
      let isMoved = try store.moveRef(name, from: head, to: id, author: "", time: 0, what: "commit")
      pack.abandon()
      #expect(isMoved)
      head = id
      for (key, value) in changes { rows[key] = value }
      if round % 5 == 0 { #expect(try store.table(of: id) == rows) }
    }
    return (name, Version(commit: try #require(head), rows: rows))
  }
}

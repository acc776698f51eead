import Foundation
import Testing

@testable import VersionStore

/// Every step at which the disk can fail, one after another.
@Suite("Faults")
struct FaultTests {
  private static let rows = (0..<60).map {
    Edit(key: [UInt8]("row \(100 + $0)"), value: [UInt8](repeating: 1, count: 40))
  }

  /// Adds a version of sixty rows and some blobs on top of `parent`.
  private func commit(_ store: Store, _ parent: ObjectID?) throws -> ObjectID? {
    let pack = try store.newPack()
    for number in 0..<5 { _ = try pack.addBlob([UInt8](repeating: UInt8(number), count: 20_000)) }
    let start = try parent.flatMap { try store.commit($0).trees["samples"] } ?? Node.emptyID
    let changes = FaultTests.rows.map { Edit(key: $0.key, value: $0.value.map { $0 + (parent?.bytes ?? []) }) }
    let root = try Tree(root: start, in: store).applying(changes, pack: pack)
    let id = try pack.add(
      Commit(
        parents: parent.map { [$0] } ?? [], trees: ["samples": root], blobs: [:], author: "ada", time: 0, message: ""))
    try pack.finish()
    let isMoved = try store.moveRef("heads/team/main", from: parent, to: id, author: "ada", time: 0, what: "commit")
    return isMoved ? id : nil
  }

  /// The store is whole, the ref is at one of `allowed`, and the log tells the same story.
  private func check(_ path: String, allowed: [ObjectID?], step: Int) throws -> ObjectID? {
    let store = try Store.open(at: path)
    let head = try store.ref("heads/team/main")
    #expect(allowed.contains(head), "step \(step)")
    #expect(try store.operations().last?.new == head, "step \(step)")
    let report = try store.fsck(references: { _, _ in [] }, progress: { _, _ in })
    #expect(report.damage == [], "step \(step)")
    return head
  }

  @Test(
    "Whatever fails, and whenever, the old version or the new one is there whole.", arguments: FaultyDisk.Fault.allCases
  )
  func committing(fault: FaultyDisk.Fault) throws {
    for hasHistory in [false, true] {
      var step = 0
      var isDone = false
      while !isDone {
        let scratch = try Scratch()
        let first = hasHistory ? try commit(scratch.makeStore(), nil) : nil
        if !hasHistory { _ = try scratch.makeStore() }
        let disk = FaultyDisk(fault, at: step)
        var made: ObjectID?
        do {
          made = try commit(Store.open(at: scratch.store, access: disk.access), first)
        } catch let error as StoreError {
          guard case .io = error else {
            Issue.record("step \(step): \(error)")
            return
          }
        }
        isDone = !disk.hasFailed
        try disk.losePower()
        // A ref that moved was told to have moved, unless the very last sync failed.
        let head = try check(
          scratch.store, allowed: made.map { [$0] } ?? [first, nil] + unknownHeads(scratch, first), step: step)
        if made != nil { #expect(head == made, "step \(step)") }
        if fault == .fullOnce, made == nil { #expect(try leftovers(scratch) == [], "step \(step)") }
        // And work goes on as if nothing had been.
        let again = try commit(Store.open(at: scratch.store), head)
        #expect(again != nil, "step \(step)")
        #expect(try check(scratch.store, allowed: [again], step: step) == again)
        #expect(try leftovers(scratch) == [], "step \(step)")
        let operations = try Store.open(at: scratch.store).operations()
        #expect(operations.map(\.sequence) == Array(1...operations.count))
        step += 1
      }
      #expect(step > 12)
    }
  }

  /// What a move whose last step failed left: the new version, which nobody was told of.
  private func unknownHeads(_ scratch: Scratch, _ first: ObjectID?) throws -> [ObjectID?] {
    let store = try Store.open(at: scratch.store)
    guard let head = try store.ref("heads/team/main") else { return [] }
    return try store.commit(head).parents.first == first ? [head] : []
  }

  /// Packs in the making that nobody makes any more.
  private func leftovers(_ scratch: Scratch) throws -> [String] {
    try scratch.files(in: "tmp").filter { $0.hasPrefix("pack-") }
  }

  @Test("Deleting a ref is whole or not at all.", arguments: FaultyDisk.Fault.allCases)
  func deleting(fault: FaultyDisk.Fault) throws {
    var step = 0
    var isDone = false
    while !isDone {
      let scratch = try Scratch()
      let first = try commit(scratch.makeStore(), nil)
      let disk = FaultyDisk(fault, at: step)
      let store = try Store.open(at: scratch.store, access: disk.access)
      let isMoved = try? store.moveRef("heads/team/main", from: first, to: nil, author: "", time: 0, what: "delete")
      isDone = !disk.hasFailed
      try disk.losePower()
      let head = try check(scratch.store, allowed: isMoved == true ? [nil] : [first, nil], step: step)
      let again = try commit(Store.open(at: scratch.store), head)
      #expect(try check(scratch.store, allowed: [again], step: step) == again)
      step += 1
    }
    #expect(step > 3)
  }

  @Test("Making a store is whole or can be done again.", arguments: FaultyDisk.Fault.allCases)
  func creating(fault: FaultyDisk.Fault) throws {
    var step = 0
    var isDone = false
    while !isDone {
      let scratch = try Scratch()
      let disk = FaultyDisk(fault, at: step)
      let isMade = (try? Store.create(at: scratch.store, access: disk.access)) != nil
      isDone = !disk.hasFailed
      try disk.losePower()
      if isMade {
        #expect(try Store.open(at: scratch.store).refs() == [:])
      } else if (try? Store.open(at: scratch.store)) == nil {
        #expect(try Store.create(at: scratch.store).refs() == [:], "step \(step)")
      }
      step += 1
    }
    #expect(step > 8)
  }

  @Test("A full disk in the middle of an import is told by add or finish, and nothing is left.")
  func fullDuringImport() throws {
    for failing in [1, 3, 7, 20] {
      let scratch = try Scratch()
      _ = try scratch.makeStore()
      let disk = FaultyDisk(.killed, at: failing)
      let store = try Store.open(at: scratch.store, access: disk.access)
      var random = Seeded(11)
      #expect {
        let pack = try store.newPack()
        for _ in 0..<400 { _ = try pack.addBlob(random.bytes(30_000)) }
        try pack.finish()
      } throws: { error in
        if case .io? = error as? StoreError { true } else { false }
      }
      #expect(try scratch.files(in: "packs") == [])
      try Store.open(at: scratch.store).newPack().abandon()
      #expect(try scratch.files(in: "tmp") == [])
    }
  }
}

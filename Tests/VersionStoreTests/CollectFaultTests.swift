import Foundation
import Testing

@testable import VersionStore

/// Every step at which the disk can fail while garbage is collected, one after another.
@Suite("Faults while collecting")
struct CollectFaultTests {
  /// A store with a branch of three commits, a tag of one that the branch has left, and garbage of all kinds.
  private struct Filled {
    var scratch: Scratch
    var tables: [ObjectID: [[UInt8]: [UInt8]]] = [:]
    var draft: ObjectID

    init() throws {
      scratch = try Scratch()
      let store = try scratch.makeStore()
      var head: ObjectID?
      for number in 0..<3 {
        let next = try store.commit(textRows(number * 10..<number * 10 + 40), on: head).0
        #expect(try store.moveRef("heads/main", from: head, to: next, author: "", time: 0, what: ""))
        head = next
      }
      draft = try store.commit(textRows(0..<30, "draft"), on: head).0
      let tagged = try store.commit(textRows(90..<100, "tagged"), on: head).0
      let pack = try store.newPack()
      let tag = try pack.add(VersionStore.Tag(target: tagged, name: "v1", author: "", time: 0, message: ""))
      try pack.finish()
      #expect(try store.moveRef("tags/v1", from: nil, to: tag, author: "", time: 0, what: ""))
      for id in [head, tagged] { if let id { tables[id] = try store.table(of: id) } }
    }

    /// All that is in use is there, whatever happened.
    func check(_ step: Int) throws {
      let store = try Store.open(at: scratch.store)
      for (commit, table) in tables { #expect(try store.table(of: commit) == table, "step \(step)") }
      #expect(try store.isWhole(), "step \(step)")
    }
  }

  @Test(
    "Whatever fails, and whenever, all that is in use is there, and the next one does the rest.",
    arguments: FaultyDisk.Fault.allCases)
  func everyStep(fault: FaultyDisk.Fault) throws {
    let filled = try Filled()
    var packs: [String] = []
    var step = 0
    var isDone = false
    while !isDone {
      let here = try Scratch()
      try FileManager.default.copyItem(atPath: filled.scratch.store, toPath: here.store)
      var copy = filled
      copy.scratch = here
      let disk = FaultyDisk(fault, at: step)
      let report = try? Store.open(at: here.store, access: disk.access).collectAll()
      isDone = !disk.hasFailed
      try disk.losePower()
      try copy.check(step)
      if isDone { #expect(report?.removed == 6) }
      // Twice, for what was condemned before the fault.
      for _ in 0..<2 { try Store.open(at: here.store).collectAll() }
      try copy.check(step)
      #expect(try !Store.open(at: here.store).contains(filled.draft), "step \(step)")
      #expect(try here.files(in: "condemned") == [], "step \(step)")
      #expect(try here.files(in: "tmp").filter { $0.hasPrefix("pack-") } == [], "step \(step)")
      if isDone { packs = try here.files(in: "packs") }
      #expect(try here.files(in: "packs").count == 1, "step \(step)")
      step += 1
    }
    #expect(packs.count == 1)
    #expect(step > 30)
  }
}

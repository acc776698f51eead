import Foundation
import Testing

@testable import VersionStore

@Suite("Compaction")
struct CompactionTests {
  @Test("The same packs come out in every copy of a store.")
  func deterministic() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var head: ObjectID?
    for number in 0..<12 {
      let next = try store.commit(textRows(number * 50..<number * 50 + 120, "\(number % 3)"), on: head).0
      #expect(try store.moveRef("heads/main", from: head, to: next, author: "", time: 0, what: ""))
      head = next
    }
    let copy = try Scratch()
    try FileManager.default.copyItem(atPath: scratch.store, toPath: copy.store)
    try store.collectAll()
    try Store.open(at: copy.store).collectAll()
    let packs = try scratch.files(in: "packs")
    #expect(packs.count == 1)
    #expect(try copy.files(in: "packs") == packs)
  }

  @Test("A pack of 80 MiB becomes two, small packs join one another, and all of it is read as before.")
  func sizes() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var random = Seeded(3)
    var large: [UInt8] = []
    large.reserveCapacity(1 << 20)
    while large.count < 1 << 20 { large.append(contentsOf: withUnsafeBytes(of: random.next()) { Array($0) }) }
    let pack = try store.newPack()
    var rows: [Edit] = []
    for number in 0..<80 {
      large[0] = UInt8(number)
      rows.append(Edit(key: [UInt8(number)], value: try pack.addBlob(large).bytes))
    }
    let root = try Tree(root: Node.emptyID, in: store).applying(rows, pack: pack)
    try pack.finish()
    pack.abandon()
    let head = try store.makeCommit("large", samples: Tree(root: root, in: store))
    #expect(try store.moveRef("heads/main", from: nil, to: head, author: "", time: 0, what: ""))
    let report = try store.collectAll()
    #expect(report.rewritten == 2 && report.written == 2 && report.removed == 2)
    for name in try scratch.files(in: "packs") {
      let attributes = try FileManager.default.attributesOfItem(atPath: scratch.store + "/packs/" + name)
      let size = try #require(attributes[.size] as? Int)
      #expect(size >= CompactionPlan.smallest && size <= CompactionPlan.largest)
    }
    #expect(try store.isWhole())
    #expect(try store.collectAll().written == 0)
  }

  @Test("Readers who have packs open go on, and find in the new packs what they had not read yet.")
  func readers() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var head: ObjectID?
    for number in 0..<5 {
      let next = try store.commit(textRows(number * 200..<number * 200 + 200), on: head).0
      #expect(try store.moveRef("heads/main", from: head, to: next, author: "", time: 0, what: ""))
      head = next
    }
    let commit = try #require(head)
    let idle = try Store.open(at: scratch.store)
    let reading = try Store.open(at: scratch.store)
    let tree = Tree(root: try #require(try reading.commit(commit).trees["samples"]), in: reading)
    var seen = 0
    try tree.forEach(from: nil) { row in
      let id = try #require(ObjectID(bytes: row.value))
      _ = try reading.read(id, .blob)
      seen += 1
      if seen == 10 { #expect(try store.collectAll().removed == 5) }
      return true
    }
    #expect(seen == 1000)
    #expect(try idle.table(of: commit).count == 1000)
  }

  @Test("A pack that goes while the directory is read is no damage.")
  func vanishing() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let id = try store.makeCommit("x")
    // A name in the list that cannot be opened is what a reader sees whose list is older than the removal.
    let link = scratch.store + "/packs/" + String(repeating: "a", count: 64) + ".pack"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: scratch.path + "/nowhere")
    let reader = try Store.open(at: scratch.store)
    #expect(try reader.commit(id).message == "x")
    #expect(throws: StoreError.missing(.made(1))) { try reader.commit(.made(1)) }
    #expect(try reader.isWhole())
  }
}

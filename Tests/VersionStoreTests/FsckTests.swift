import Foundation
import Testing

@testable import VersionStore

@Suite("fsck")
struct FsckTests {
  /// A store with two commits, each adding a hundred samples with a blob each.
  private struct Filled {
    let scratch: Scratch
    var commits: [ObjectID] = []
    var blobs: [[UInt8]: ObjectID] = [:]
    var packs: [String] = []
    var project: ObjectID

    init() throws {
      scratch = try Scratch()
      let store = try scratch.makeStore()
      var root = Node.emptyID
      project = .made(0)
      for part in 0..<2 {
        let pack = try store.newPack()
        var changes: [[UInt8]: [UInt8]?] = [:]
        for number in 0..<100 {
          let key = [UInt8]("\(number)-\(part)")
          let blob = try pack.addBlob([UInt8]("text of \(number)-\(part)"))
          blobs[key] = blob
          changes[key] = blob.bytes
        }
        if part == 0 { project = try pack.addBlob([UInt8]("name: x")) }
        root = try Tree(root: root, in: store).applying(edits(changes), pack: pack)
        let id = try pack.add(
          Commit(
            parents: commits.suffix(1), trees: ["samples": root], blobs: ["project": project], author: "ada",
            time: 0, message: ""))
        try pack.finish()
        packs.append(try #require(try scratch.files(in: "packs").first { !packs.contains($0) }))
        #expect(try store.moveRef("heads/main", from: commits.last, to: id, author: "", time: 0, what: ""))
        commits.append(id)
      }
    }

    func check() throws -> FsckReport {
      try Store.open(at: scratch.store)
        .fsck(references: { _, row in ObjectID(bytes: row.value).map { [$0] } ?? [] }, progress: { _, _ in })
    }
  }

  @Test("A sound store has no damage, and progress ends at its total.")
  func sound() throws {
    let filled = try Filled()
    let report = try filled.check()
    #expect(report.damage == [])
    #expect(report.packs == 2)
    #expect(report.commits == 2)
    #expect(report.objects >= 203)
    var steps: [(Int, Int)] = []
    _ = try Store.open(at: filled.scratch.store)
      .fsck(references: { _, _ in [] }, progress: { steps.append(($0, $1)) })
    #expect(steps.last?.0 == steps.last?.1)
    #expect(steps.allSatisfy { $0.0 <= $0.1 })
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.0 <= $1.0 })
  }

  @Test("A damaged blob is named with its pack, the commit that reaches it and its row.")
  func damagedBlob() throws {
    let filled = try Filled()
    // An object is damaged by writing a pack with other bytes in its place: found as a wrong hash.
    try filled.scratch.flip("packs/" + filled.packs[0], at: 60)
    let report = try filled.check()
    #expect(report.damage.contains { $0.kind == .badPack && $0.pack == filled.packs[0] })
    let corrupt = report.damage.filter { $0.kind == .corrupt }
    #expect(!corrupt.isEmpty)
    for damage in corrupt {
      let id = try #require(damage.object)
      #expect(damage.pack == filled.packs[0])
      #expect(damage.commit == filled.commits[1])
      if let key = filled.blobs.first(where: { $0.value == id })?.key {
        #expect(damage.path == "samples, key \(String(decoding: key, as: UTF8.self))")
      } else {
        #expect(id == filled.project)
        #expect(damage.path == "project")
      }
    }
  }

  @Test("Every byte of a pack matters: whatever is flipped is found.")
  func everyByte() throws {
    let filled = try Filled()
    let size = try Data(contentsOf: URL(fileURLWithPath: filled.scratch.store + "/packs/" + filled.packs[1])).count
    for offset in stride(from: 0, to: size, by: 97) {
      try filled.scratch.flip("packs/" + filled.packs[1], at: offset)
      #expect(try !filled.check().damage.isEmpty, "byte \(offset) of \(size)")
      try filled.scratch.flip("packs/" + filled.packs[1], at: offset)
    }
    #expect(try filled.check().damage == [])
  }

  @Test("What a lost pack had is missing, and said from where.")
  func lostPack() throws {
    let filled = try Filled()
    try FileManager.default.removeItem(atPath: filled.scratch.store + "/packs/" + filled.packs[0])
    let report = try filled.check()
    #expect(report.damage.allSatisfy { $0.kind == .missing })
    let byObject = Dictionary(grouping: report.damage, by: \.object)
    for (key, id) in filled.blobs where key.last == 0x30 {
      let damage = try #require(byObject[id]?.first)
      #expect(damage.commit == filled.commits[1])
      #expect(damage.path == "samples, key \(String(decoding: key, as: UTF8.self))")
    }
    #expect(byObject[filled.commits[0]]?.first?.path == "parent")
    #expect(byObject[filled.commits[0]]?.first?.commit == filled.commits[1])
    #expect(byObject[filled.project]?.first?.path == "project")
    #expect(byObject.count == 102)
  }

  @Test("Damaged refs, broken packs and a damaged log are found, and nothing is thrown.")
  func files() throws {
    let filled = try Filled()
    let store = filled.scratch.store
    try Data("x".utf8).write(to: URL(fileURLWithPath: store + "/refs/heads/bad"))
    try Data((ObjectID.made(5).hex + "\n").utf8).write(to: URL(fileURLWithPath: store + "/refs/heads/nowhere"))
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: store + "/packs/broken.pack"))
    try filled.scratch.flip("operations", at: 30)
    let report = try filled.check()
    #expect(report.damage.contains { $0.kind == .badRef && $0.path == "heads/bad" })
    #expect(report.damage.contains { $0.object == .made(5) && $0.path == "ref heads/nowhere" })
    #expect(report.damage.contains { $0.kind == .badPack && $0.pack == "broken.pack" })
    #expect(report.damage.contains { $0.kind == .badLog })
    #expect(report.damage.count == 4)
    #expect(report.packs == 3)
  }

  @Test("A node that is not what the node above says is damage, though its hash is right.")
  func disagreement() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let pack = try store.newPack()
    var leaf = NodeBuilder(level: 0)
    let (key, value): ([UInt8], [UInt8]) = ([1], [2])
    _ = key.withUnsafeBytes { key in value.withUnsafeBytes { leaf.add(key: key, value: $0) } }
    let child = try pack.add(.node, leaf.encoded())
    var roots: [ObjectID] = []
    for (last, rows) in [([1], 1), ([1], 2), ([3], 1)] as [([UInt8], Int)] {
      var parent = NodeBuilder(level: 1)
      _ = last.withUnsafeBytes { parent.add(key: $0, child: child, rowCount: rows) }
      roots.append(try pack.add(.node, parent.encoded()))
    }
    try pack.finish()
    for (root, details) in zip(roots, [0, 1, 1]) {
      let id = try store.makeCommit("\(root)", samples: Tree(root: root, in: store))
      let name = "heads/\(root)"
      #expect(try store.moveRef(name, from: nil, to: id, author: "", time: 0, what: ""))
      let report = try store.fsck(references: { _, _ in [] }, progress: { _, _ in })
      #expect(report.damage.count == details)
      #expect(report.damage.allSatisfy { $0.object == child && $0.commit == id })
      #expect(try store.moveRef(name, from: id, to: nil, author: "", time: 0, what: ""))
    }
  }

  @Test("What was erased on purpose is not damage.")
  func erased() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let blob = ObjectID.made(8)
    let pack = try store.newPack()
    pack.addErased(blob)
    let root = try Tree(root: Node.emptyID, in: store).applying([Edit(key: [1], value: blob.bytes)], pack: pack)
    try pack.finish()
    let id = try store.makeCommit("x", samples: Tree(root: root, in: store))
    #expect(try store.moveRef("heads/main", from: nil, to: id, author: "", time: 0, what: ""))
    let report = try store.fsck(
      references: { _, row in ObjectID(bytes: row.value).map { [$0] } ?? [] }, progress: { _, _ in })
    #expect(report.damage == [])
  }

  @Test("Keys that are no text are shown as digits.")
  func keys() {
    #expect(FsckWalk.words(for: [UInt8]("tweet 17")) == "tweet 17")
    #expect(FsckWalk.words(for: [0, 255]) == "0x00ff")
    #expect(FsckWalk.words(for: [27, 91]) == "0x1b5b")
    #expect(FsckWalk.words(for: [UInt8]("a\u{202E}b")) == "0x61e280ae62")
  }
}

import Foundation
import Testing

@testable import VersionStore

@Suite("Pushing")
struct PushTests {
  @Test("A first push sends everything that the branch reaches, and nothing else.")
  func first() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var random = Seeded(1)
    let head = try store.change(samples: Array(0..<300), annotations: [1: "why", 2: ""], random: &random)
    try store.change("other", samples: Array(0..<50), random: &random)
    let remote = TestRemote()
    let report = try store.push(to: remote)
    #expect(report.refs == [RefUpdate(ref: "heads/main", old: nil, new: head, outcome: .created)])
    #expect(remote.heads == ["heads/main": head])
    let reached = try store.reachable(from: [head])
    #expect(report.objects == reached.count)
    let there = try remote.materialized(in: scratch)
    #expect(try there.reachable(from: [head]) == reached)
    #expect(try there.listPacks().packs.reduce(0) { $0 + $1.footer.entryCount } == reached.count)
    #expect(try remote.damage(in: scratch) == [])
    #expect(try store.ref("remotes/origin/main") == head)
    // Refs, one pack, one ref.
    #expect(report.requests == 3)
    #expect(report.bytes == remote.storedPacks.values.reduce(0) { $0 + $1.count })
  }

  @Test("After an edit only what it made travels, in three requests; with nothing new it is one.")
  func edit() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var random = Seeded(2)
    let first = try store.change(samples: Array(0..<3000), annotations: [7: "a"], random: &random)
    let remote = TestRemote()
    try store.push(to: remote)
    let second = try store.change(samples: [5, 2000], annotations: [7: "b", 9: ""], time: 1, random: &random)
    remote.begin()
    let report = try store.push(to: remote)
    let new = try store.reachable(from: [second]).subtracting(store.reachable(from: [first]))
    #expect(report.objects == new.count)
    #expect(report.requests == 3)
    #expect(report.bytes < 40_000)
    #expect(report.refs == [RefUpdate(ref: "heads/main", old: first, new: second, outcome: .moved)])
    #expect(try remote.damage(in: scratch) == [])
    remote.begin()
    #expect(try store.push(to: remote).objects == 0)
    #expect(remote.counts.requests == 1)
  }

  @Test("A branch that shares its history travels as its own commits only.")
  func branches() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var random = Seeded(3)
    let base = try store.change(samples: Array(0..<1000), random: &random)
    let remote = TestRemote()
    try store.push(to: remote)
    #expect(try store.moveRef("heads/try", from: nil, to: base, author: "ada", time: 0, what: "branch: try"))
    let left = try store.change("try", samples: [1], annotations: [1: "left"], time: 1, random: &random)
    let right = try store.change(samples: [900], annotations: [2: "right"], time: 2, random: &random)
    let merge = try store.change(
      samples: [500], annotations: [1: "left"], parents: [right, left], time: 3, random: &random)
    let report = try store.push(["main", "try"], to: remote)
    let new = try store.reachable(from: [merge]).subtracting(store.reachable(from: [base]))
    #expect(report.objects == new.count)
    #expect(remote.heads == ["heads/main": merge, "heads/try": left])
    #expect(try remote.damage(in: scratch) == [])
  }

  @Test("What is no fast-forward is refused and changes nothing; with a lease it moves only from the known place.")
  func refused() throws {
    let scratch = try Scratch()
    let (mine, theirs) = (try scratch.makeStore("mine"), try scratch.makeStore("theirs"))
    var random = Seeded(4)
    try mine.change(samples: [1], random: &random)
    let remote = TestRemote()
    try mine.push(to: remote)
    _ = try theirs.transfer(with: remote).fetch()
    let base = try #require(try theirs.ref("remotes/origin/main"))
    _ = try theirs.moveRef("heads/main", from: nil, to: base, author: "bob", time: 0, what: "branch: main")
    let moved = try theirs.change(samples: [2], time: 1, random: &random)
    try theirs.push(to: remote)
    let own = try mine.change(samples: [3], time: 2, random: &random)
    let before = remote.storedPacks
    #expect(throws: StoreError.behind("main", url: remote.url, remote: "origin")) { try mine.push(to: remote) }
    let request = PushRequest(branches: ["main"], forceWithLease: true)
    #expect(throws: StoreError.leaseLost("main", url: remote.url, remote: "origin")) {
      try mine.transfer(with: remote).push(request)
    }
    #expect(remote.heads == ["heads/main": moved])
    #expect(remote.storedPacks == before)
    _ = try mine.transfer(with: remote).fetch()
    let report = try mine.transfer(with: remote).push(request)
    #expect(report.refs == [RefUpdate(ref: "heads/main", old: moved, new: own, outcome: .forced)])
    #expect(remote.heads == ["heads/main": own])
    #expect(try remote.damage(in: scratch) == [])
  }

  @Test("A clock that went back does not make a fast-forward look like none.")
  func clocks() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var random = Seeded(5)
    let remote = TestRemote()
    try store.change(samples: [1], time: 9_000_000_000, random: &random)
    try store.push(to: remote)
    let head = try store.change(samples: [2], time: 8_990_000_000, random: &random)
    try store.push(to: remote)
    let late = try store.change(samples: [3], time: 1, random: &random)
    #expect(try store.push(to: remote).refs.map(\.outcome) == [.moved])
    #expect(remote.heads == ["heads/main": late])
    #expect(head != late)
  }

  @Test("Tags travel with their objects; a taken name is refused.")
  func tags() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var random = Seeded(6)
    let head = try store.change(samples: [1], random: &random)
    let pack = try store.newPack()
    let tag = try pack.add(Tag(target: head, name: "v1", author: "ada", time: 0, message: "first"))
    try pack.finish()
    _ = try store.moveRef("tags/v1", from: nil, to: tag, author: "ada", time: 0, what: "tag: v1")
    let remote = TestRemote()
    let report = try store.push(to: remote, tags: true)
    #expect(report.refs.map(\.ref) == ["heads/main", "tags/v1"])
    #expect(remote.heads == ["heads/main": head, "tags/v1": tag])
    #expect(try remote.damage(in: scratch) == [])
    #expect(try store.push(to: remote, tags: true).refs.map(\.outcome) == [.unchanged, .unchanged])

    let other = try scratch.makeStore("other")
    _ = try other.transfer(with: remote).fetch()
    #expect(try other.ref("tags/v1") == tag)
    #expect(try other.tag(tag).message == "first")
    let own = try other.change(samples: [9], random: &random)
    _ = try other.moveRef("tags/v1", from: tag, to: own, author: "bob", time: 0, what: "tag: v1")
    #expect(throws: StoreError.tagTaken("v1", url: remote.url)) { try other.push([], to: remote, tags: true) }
    // And what stands here stays.
    #expect(try other.transfer(with: remote).fetch().refs.last?.outcome == .kept)
    #expect(try other.ref("tags/v1") == own)
  }

  @Test("Interrupted at any call and made again a push finishes, and never leaves a ref on missing objects.")
  func interruptions() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var random = Seeded(7)
    try store.change(samples: Array(0..<200), random: &random)
    let head = try store.change("more", samples: Array(0..<10), time: 1, random: &random)
    for fault in TestRemote.Fault.allCases {
      var call = 0
      while true {
        let remote = TestRemote()
        remote.begin(fault, at: call)
        _ = try? store.push(["main", "more"], to: remote)
        let hasFailed = remote.hasFailed
        #expect(try remote.damage(in: scratch) == [], "\(fault) at \(call)")
        remote.begin()
        _ = try store.push(["main", "more"], to: remote)
        #expect(remote.heads["heads/more"] == head, "\(fault) at \(call)")
        #expect(try remote.damage(in: scratch) == [], "\(fault) at \(call)")
        #expect(try scratch.files(in: "tmp").filter { $0.hasPrefix("pack-") } == [])
        if !hasFailed { break }
        call += 1
      }
      #expect(call == 4)
    }
  }

  @Test("Packs end at a size, the same objects give the same packs, and those that arrived are not sent again.")
  func manyPacks() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var random = Seeded(8)
    try store.change(samples: Array(0..<1200), annotations: [3: "prose"], size: 2000, random: &random)
    func packs(stoppingAfter limit: Int = .max) throws -> [(name: String, bytes: [UInt8])] {
      var sealed: [(String, [UInt8])] = []
      var outgoing = OutgoingPacks(from: store, limit: 400_000) { (pack) throws(StoreError) in
        sealed.append((pack.name, Array(FileManager.default.contents(atPath: pack.path) ?? Data())))
      }
      var walk = ObjectWalk(in: store, references: TestTables.references)
      var blobs: [ObjectID] = []
      try walk.run(from: [store.resolve("main")], except: []) { (kind, id, _) throws(StoreError) in
        if kind == .blob { blobs.append(id) } else { try outgoing.add(try store.read(id, kind), kind) }
      }
      try outgoing.beginBulk()
      for id in blobs.sorted() { try outgoing.add(try store.read(id, .blob), .blob) }
      try outgoing.finish()
      return sealed
    }
    let (first, second) = (try packs(), try packs())
    #expect(first.map(\.name) == second.map(\.name))
    #expect(first.count >= 6)
    #expect(first.allSatisfy { $0.bytes.count <= 420_000 })
    #expect(Set(first.map(\.name)).count == first.count)
  }

  @Test("A push of more than a pack finds what arrived before it was interrupted.")
  func resumed() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var random = Seeded(9)
    try store.change(samples: Array(0..<1100), size: 1000, random: &random)
    let remote = TestRemote()
    // Refs, the list of packs, the pack, and then the ref is not moved.
    remote.begin(.refused, at: 3)
    #expect(throws: StoreError.self) { try store.push(to: remote) }
    #expect(remote.counts.uploads == 1)
    remote.begin()
    try store.push(to: remote)
    #expect(remote.counts.uploads == 0)
    #expect(try remote.damage(in: scratch) == [])
  }

  @Test("Erased blobs do not travel and are no reason to stop.")
  func erased() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let pack = try store.newPack()
    let gone = ObjectID.made(5)
    pack.addErased(gone)
    var builder = TreeBuilder(pack: pack)
    try builder.add(key: TestTables.key(1), value: gone.bytes)
    let root = try builder.finish()
    let id = try pack.add(
      Commit(parents: [], trees: [TestTables.samples: root], blobs: [:], author: "ada", time: 0, message: ""))
    try pack.finish()
    _ = try store.moveRef("heads/main", from: nil, to: id, author: "ada", time: 0, what: "commit: x")
    let report = try store.push(to: TestRemote())
    #expect(report.objects == 2)
  }
}

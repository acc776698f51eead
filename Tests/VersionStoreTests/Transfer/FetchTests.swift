import Foundation
import Testing

@testable import VersionStore

@Suite("Fetching")
struct FetchTests {
  /// A remote with a branch of so many samples.
  private func remote(
    _ scratch: Scratch, samples: Int, size: Int = 200, _ random: inout Seeded
  ) throws -> (TestRemote, Store) {
    let store = try scratch.makeStore("source")
    try store.change(samples: Array(0..<samples), annotations: [1: "why", 2: ""], size: size, random: &random)
    let remote = TestRemote()
    try store.push(to: remote)
    remote.begin()
    return (remote, store)
  }

  private func isWhole(_ store: Store) throws -> Bool {
    try store.fsck(references: TestTables.references, progress: { _, _ in }).damage == []
  }

  @Test("An empty store gets everything: refs, the list of packs, and each pack whole.")
  func everything() throws {
    let scratch = try Scratch()
    var random = Seeded(11)
    let (remote, source) = try remote(scratch, samples: 500, &random)
    let store = try scratch.makeStore("copy")
    let report = try store.transfer(with: remote).fetch()
    #expect(report.requests == 3)
    let head = try #require(try source.ref("heads/main"))
    #expect(report.refs == [RefUpdate(ref: "remotes/origin/main", old: nil, new: head, outcome: .created)])
    #expect(try store.reachable(from: [head]) == source.reachable(from: [head]))
    #expect(report.objects == (try source.reachable(from: [head]).count))
    #expect(try isWhole(store))
    // The pack is the remote's own.
    #expect(try store.listPacks().packs.map(\.name) == Array(remote.storedPacks.keys))
    remote.begin()
    #expect(try store.transfer(with: remote).fetch().refs.map(\.outcome) == [.unchanged])
    #expect(remote.counts.requests == 1)
  }

  @Test("What others pushed comes in one request for its pack, and no more than is new.")
  func edit() throws {
    let scratch = try Scratch()
    var random = Seeded(12)
    let (remote, source) = try remote(scratch, samples: 3000, &random)
    let store = try scratch.makeStore("copy")
    _ = try store.transfer(with: remote).fetch()
    let before = try #require(try store.ref("remotes/origin/main"))
    let head = try source.change(samples: [4, 2500], annotations: [3: "new"], time: 1, random: &random)
    try source.push(to: remote)
    remote.begin()
    let report = try store.transfer(with: remote).fetch()
    #expect(report.requests == 3)
    #expect(report.objects == (try source.reachable(from: [head]).subtracting(source.reachable(from: [before])).count))
    #expect(try store.ref("remotes/origin/main") == head)
    #expect(try isWhole(store))
  }

  @Test("What this store pushed itself is not looked at again.")
  func ownPacks() throws {
    let scratch = try Scratch()
    var random = Seeded(13)
    let (remote, source) = try remote(scratch, samples: 100, &random)
    try source.change("more", samples: [1], time: 1, random: &random)
    try source.push(["more"], to: remote)
    let other = try scratch.makeStore("copy")
    _ = try other.transfer(with: remote).fetch()
    let base = try #require(try other.ref("remotes/origin/main"))
    _ = try other.moveRef("heads/main", from: nil, to: base, author: "b", time: 0, what: "x")
    try other.change(samples: [50], time: 2, random: &random)
    try other.push(to: remote)
    remote.begin()
    _ = try source.transfer(with: remote).fetch()
    // Refs, the list, the one new pack.
    #expect(remote.counts.requests == 3)
    #expect(try isWhole(source))
  }

  @Test("Of a large pack of which little is wanted only blocks are read.")
  func ranges() throws {
    let scratch = try Scratch()
    var random = Seeded(14)
    let source = try scratch.makeStore("source")
    let store = try scratch.makeStore("copy")
    let remote = TestRemote()
    try source.change(samples: Array(0..<1500), size: 1500, random: &random)
    // The copy has most of it from elsewhere: in packs of other names.
    let elsewhere = TestRemote()
    try source.push(to: elsewhere)
    _ = try store.transfer(with: elsewhere, named: "elsewhere").fetch()
    try source.change(samples: Array(0..<40), size: 1500, time: 1, random: &random)
    try source.push(to: remote)
    #expect(try #require(remote.storedPacks.values.map(\.count).max()) > IncomingObjects.smallPack)
    remote.begin()
    let report = try store.transfer(with: remote).fetch()
    #expect(remote.counts.downloads == 0)
    #expect(report.bytes < 700_000)
    #expect(report.requests <= 7)
    #expect(try isWhole(store))
  }

  @Test("Interrupted at any call a fetch moves no ref to missing objects, and made again it finishes.")
  func interruptions() throws {
    let scratch = try Scratch()
    var random = Seeded(15)
    let (remote, source) = try remote(scratch, samples: 900, size: 1500, &random)
    try source.change("more", samples: [7], time: 1, random: &random)
    try source.push(["more"], to: remote)
    let heads = remote.heads
    for isPartial in [false, true] {
      for fault in TestRemote.Fault.allCases {
        var call = 0
        while true {
          let store = try scratch.makeStore("copy-\(isPartial)-\(fault)-\(call)")
          remote.begin(fault, at: call)
          _ = try? store.transfer(with: remote, isPartial: isPartial).fetch()
          let hasFailed = remote.hasFailed
          let promised: Set<String> = isPartial ? [TestTables.samples] : []
          #expect(try store.damage(promised: promised) == [], "\(fault) at \(call)")
          remote.begin()
          _ = try store.transfer(with: remote, isPartial: isPartial).fetch()
          #expect(try store.damage(promised: promised) == [], "\(fault) at \(call)")
          for (name, id) in heads {
            #expect(try store.ref("remotes/origin/" + name.dropFirst("heads/".count)) == id)
          }
          let left = try FileManager.default.contentsOfDirectory(atPath: store.path + "/tmp")
          #expect(left.filter { $0.hasPrefix("pack-") } == [])
          if !hasFailed { break }
          call += 1
        }
        #expect(call >= 4)
      }
    }
  }

  @Test("A disk that fails at any step leaves the refs on what is there.", arguments: FaultyDisk.Fault.allCases)
  func faultyDisk(fault: FaultyDisk.Fault) throws {
    let outer = try Scratch()
    var random = Seeded(16)
    let (remote, source) = try remote(outer, samples: 60, &random)
    let head = try source.ref("heads/main")
    var step = 0
    var isDone = false
    while !isDone {
      let scratch = try Scratch()
      _ = try scratch.makeStore()
      let disk = FaultyDisk(fault, at: step)
      _ = try? Store.open(at: scratch.store, access: disk.access).transfer(with: remote).fetch()
      isDone = !disk.hasFailed
      try disk.losePower()
      let store = try Store.open(at: scratch.store)
      #expect(try isWhole(store), "step \(step)")
      _ = try store.transfer(with: remote).fetch()
      #expect(try store.ref("remotes/origin/main") == head, "step \(step)")
      #expect(try isWhole(store), "step \(step)")
      step += 1
    }
    #expect(step > 10)
  }

  @Test("Damaged packs are refused, and no ref moves.")
  func damage() throws {
    let scratch = try Scratch()
    var random = Seeded(17)
    let (remote, _) = try remote(scratch, samples: 300, &random)
    let (name, bytes) = try #require(remote.storedPacks.first)
    for (number, offset) in [20, bytes.count / 2, bytes.count - 300, bytes.count - 3].enumerated() {
      remote.damage(name, at: offset)
      let store = try scratch.makeStore("copy-\(number)")
      #expect(throws: StoreError.self) { try store.transfer(with: remote).fetch() }
      #expect(try store.refs() == [:])
      remote.damage(name, at: offset)
      _ = try store.transfer(with: remote).fetch()
      #expect(try isWhole(store))
    }
  }

  @Test("A remote that lacks what its refs lead to is named, and no ref moves.")
  func lacking() throws {
    let scratch = try Scratch()
    var random = Seeded(18)
    let (remote, source) = try remote(scratch, samples: 300, &random)
    let first = try #require(remote.storedPacks.keys.first)
    try source.change(samples: [5], time: 1, random: &random)
    try source.push(to: remote)
    remote.remove(pack: first)
    let store = try scratch.makeStore("copy")
    #expect {
      try store.transfer(with: remote).fetch()
    } throws: { error in
      guard case .remote(remote.url, let problem, _)? = error as? StoreError else { return false }
      return problem.contains("is not there, though its refs lead to it")
    }
    #expect(try store.refs() == [:])
  }

  @Test("Trees that rows name travel whole, and once.")
  func namedTrees() throws {
    let scratch = try Scratch()
    let source = try scratch.makeStore("source")
    func commit(_ orders: [Int: Int], on parent: ObjectID?) throws -> ObjectID {
      let pack = try source.newPack()
      var roots: [[UInt8]: [UInt8]] = [:]
      for (name, count) in orders {
        var builder = TreeBuilder(pack: pack)
        for place in 0..<count { try builder.add(key: TestTables.key(place), value: TestTables.key(name)) }
        roots[TestTables.key(name)] = try builder.finish().bytes
      }
      let start = try parent.flatMap { try source.commit($0).trees[TestTables.orders] } ?? Tree.empty(in: pack)
      let root = try Tree(root: start, in: source).applying(edits(roots.mapValues { $0 }), pack: pack)
      let id = try pack.add(
        Commit(
          parents: parent.map { [$0] } ?? [], trees: [TestTables.orders: root], blobs: [:], author: "ada", time: 0,
          message: ""))
      try pack.finish()
      _ = try source.moveRef("heads/main", from: parent, to: id, author: "ada", time: 0, what: "commit: x")
      return id
    }
    let remote = TestRemote()
    let first = try commit([1: 2000, 2: 0], on: nil)
    let all = try source.push(to: remote).objects
    #expect(all > 15)
    let copies = [try scratch.makeStore("whole"), try scratch.makeStore("partial")]
    for copy in copies { _ = try copy.transfer(with: remote, isPartial: copy.path.hasSuffix("partial")).fetch() }
    let second = try commit([3: 300], on: first)
    #expect(try source.push(to: remote).objects < 8)
    for copy in copies {
      _ = try copy.transfer(with: remote, isPartial: copy.path.hasSuffix("partial")).fetch()
      #expect(try copy.reachable(from: [second]) == source.reachable(from: [second]))
      let orders = try Tree(root: try #require(copy.commit(second).trees[TestTables.orders]), in: copy).rows()
      #expect(
        try orders.map { try Tree(root: #require(ObjectID(bytes: $0.value)), in: copy).count() } == [2000, 0, 300])
      #expect(try copy.damage(promised: [TestTables.samples]) == [])
    }
  }

  @Test("A branch that is gone at the remote goes here too.")
  func pruned() throws {
    let scratch = try Scratch()
    var random = Seeded(19)
    let (remote, source) = try remote(scratch, samples: 10, &random)
    try source.change("try", samples: [1], random: &random)
    try source.push(["try"], to: remote)
    let store = try scratch.makeStore("copy")
    _ = try store.transfer(with: remote).fetch()
    #expect(try store.ref("remotes/origin/try") != nil)
    let old = try #require(try remote.refs()["heads/try"])
    _ = try remote.moveRef("heads/try", from: old, to: nil, author: "", time: 0, what: "")
    #expect(try store.transfer(with: remote).fetch().refs.first?.outcome == .deleted)
    #expect(try store.ref("remotes/origin/try") == nil)
  }

  @Test("Random histories that three stores push and fetch end up the same everywhere.", arguments: 0..<3)
  func randomHistories(seed: Int) throws {
    let scratch = try Scratch()
    var random = Seeded(UInt64(seed) + 900)
    let remote = TestRemote()
    let stores = try (0..<3).map { try scratch.makeStore("store-\($0)") }
    for round in 0..<36 {
      let store = try #require(stores.randomElement(using: &random))
      let branch = "b\(Int.random(in: 0..<3, using: &random))"
      let here = "heads/" + branch
      _ = try store.transfer(with: remote).fetch()
      // Take over what others did, or build on both.
      let (own, theirs) = (try store.ref(here), try store.ref("remotes/origin/" + branch))
      var parents: [ObjectID]?
      if let theirs, own != theirs {
        let isForward = try own.map { try store.isAncestor($0, of: theirs) } ?? true
        if isForward {
          _ = try store.moveRef(here, from: own, to: theirs, author: "x", time: 0, what: "pull")
        } else if let own, try !store.isAncestor(theirs, of: own) {
          parents = [own, theirs]
        }
      }
      let changed = (0..<Int.random(in: 1...20, using: &random)).map { _ in Int.random(in: 0..<300, using: &random) }
      let comments = Dictionary(changed.prefix(3).map { ($0, "round \(round)") }) { first, _ in first }
      try store.change(
        branch, samples: Array(Set(changed)), annotations: comments, parents: parents, time: Int64(round),
        random: &random)
      if Bool.random(using: &random) { try store.push([branch], to: remote) }
    }
    for store in stores {
      for branch in try store.refs().keys where branch.hasPrefix("heads/") {
        let name = String(branch.dropFirst("heads/".count))
        _ = try store.transfer(with: remote).fetch()
        guard let theirs = try store.ref("remotes/origin/" + name), let own = try store.ref(branch) else { continue }
        if try !store.isAncestor(theirs, of: own) {
          try store.change(name, parents: [own, theirs], time: 100, random: &random)
        }
        try store.push([name], to: remote)
      }
    }
    let heads = remote.heads
    #expect(try remote.damage(in: scratch) == [])
    for store in stores {
      _ = try store.transfer(with: remote).fetch()
      #expect(try isWhole(store))
      for (name, id) in heads {
        #expect(try store.ref("remotes/origin/" + name.dropFirst("heads/".count)) == id)
      }
    }
    let reached = try stores.map { try $0.reachable(from: heads.values.sorted()) }
    #expect(reached[0] == reached[1])
    #expect(reached[1] == reached[2])
  }
}

extension Store {
  func damage(promised: Set<String> = []) throws -> [Damage] {
    try fsck(references: TestTables.references, promised: promised, progress: { _, _ in }).damage
  }
}

import Foundation
import Testing

@testable import VersionStore

@Suite("Partial clones")
struct PartialCloneTests {
  /// A source whose samples are far more than the rest, pushed, and a partial copy of it.
  private func copy(
    _ scratch: Scratch, samples: Int = 1500, _ random: inout Seeded
  ) throws -> (source: Store, remote: TestRemote, copy: Store, report: TransferReport) {
    let source = try scratch.makeStore("source")
    try source.change(
      samples: Array(0..<samples), annotations: [1: "why", 2: "", 9: "because"], size: 1000, random: &random)
    let remote = TestRemote()
    try source.push(to: remote)
    remote.begin()
    let copy = try scratch.makeStore("copy")
    let report = try copy.transfer(with: remote, isPartial: true).fetch()
    copy.promises = Promises(of: [TestTables.samples]) { () throws(StoreError) in remote }
    return (source, remote, copy, report)
  }

  @Test("All but the samples' blobs is there, for a small part of the bytes and in few requests.")
  func fetching() throws {
    let scratch = try Scratch()
    var random = Seeded(31)
    let (source, remote, copy, report) = try copy(scratch, &random)
    let all = remote.storedPacks.values.reduce(0) { $0 + $1.count }
    #expect(report.bytes < all / 3)
    #expect(report.requests <= 6)
    let report2 = try copy.fsck(
      references: TestTables.references, promised: [TestTables.samples], progress: { _, _ in })
    #expect(report2.damage == [])
    #expect(report2.promised == 1500)
    copy.promises = nil
    let branch = "origin/main"
    #expect(try copy.rows(TestTables.samples, of: branch) == source.rows(TestTables.samples))
    for row in try copy.rows(TestTables.annotations, of: branch) {
      for id in TestTables.references(TestTables.annotations, row) { #expect(try copy.contains(id)) }
    }
    let head = try copy.commit(#require(try copy.ref("remotes/origin/main")))
    #expect(try copy.contains(try #require(head.blobs["project"])))
  }

  @Test("Reading a sample brings it with its neighbours; going on costs a request now and then, and each is had once.")
  func reading() throws {
    let scratch = try Scratch()
    var random = Seeded(32)
    let (source, remote, copy, _) = try copy(scratch, &random)
    let ids = try copy.rows(TestTables.samples, of: "origin/main").compactMap { ObjectID(bytes: $0.value) }
    remote.begin()
    #expect(try copy.read(ids[0], .blob) == source.read(ids[0], .blob))
    // The list of packs, indexes, and the blocks.
    #expect(remote.counts.requests <= 6)
    remote.begin()
    for id in ids.prefix(100) { #expect(try copy.read(id, .blob) == source.read(id, .blob)) }
    #expect(remote.counts.requests == 0)
    for id in ids { _ = try copy.read(id, .blob) }
    #expect(remote.counts.requests <= 15)
    #expect(remote.counts.packLists == 0)
    #expect(try copy.damage() == [])

    // Another process needs one request for what the first did not bring.
    let other = try scratch.makeStore("other")
    _ = try other.transfer(with: remote, isPartial: true).fetch()
    other.promises = Promises(of: [TestTables.samples]) { () throws(StoreError) in remote }
    _ = try other.read(ids[0], .blob)
    let again = try Store.open(at: other.path)
    again.promises = Promises(of: [TestTables.samples]) { () throws(StoreError) in remote }
    remote.begin()
    _ = try again.read(ids[1000], .blob)
    #expect(remote.counts.requests == 1)
  }

  @Test("Many are had at once, in few requests.")
  func bulk() throws {
    let scratch = try Scratch()
    var random = Seeded(33)
    let (source, remote, copy, _) = try copy(scratch, &random)
    let ids = try copy.rows(TestTables.samples, of: "origin/main").compactMap { ObjectID(bytes: $0.value) }
    remote.begin()
    #expect(try copy.readAll(ids, .blob) == source.readAll(ids, .blob))
    #expect(remote.counts.requests <= 5)
    #expect(try copy.damage() == [])
  }

  @Test("With the remote away reading says so; what is here is read, and damage is not what it is taken for.")
  func away() throws {
    let scratch = try Scratch()
    var random = Seeded(34)
    let (_, _, copy, _) = try copy(scratch, &random)
    let ids = try copy.rows(TestTables.samples, of: "origin/main").compactMap { ObjectID(bytes: $0.value) }
    _ = try copy.read(ids[0], .blob)
    copy.promises = Promises(of: [TestTables.samples]) { () throws(StoreError) in
      throw .remote(url: "test://remote", problem: "Nobody answers", remedy: "Try again later.")
    }
    #expect(try !copy.read(ids[0], .blob).isEmpty)
    #expect {
      try copy.read(ids[1400], .blob)
    } throws: { error in
      guard case .remote("test://remote", let problem, "Try again later.")? = error as? StoreError else { return false }
      return problem == "The content of samples is still there. Nobody answers"
    }
    #expect(throws: StoreError.missing(.made(1))) {
      copy.promises = nil
      _ = try copy.read(.made(1), .blob)
    }
  }

  @Test("Work in a partial copy is pushed without what it has not.")
  func pushing() throws {
    let scratch = try Scratch()
    var random = Seeded(35)
    let (source, remote, copy, _) = try copy(scratch, &random)
    let base = try #require(try copy.ref("remotes/origin/main"))
    _ = try copy.moveRef("heads/main", from: nil, to: base, author: "b", time: 0, what: "x")
    let head = try copy.change(samples: [10], annotations: [10: "seen"], time: 1, random: &random)
    remote.begin()
    let report = try copy.transfer(with: remote, isPartial: true).push(PushRequest(branches: ["main"]))
    #expect(report.requests == 3)
    #expect(report.bytes < 60_000)
    #expect(try remote.damage(in: scratch) == [])
    _ = try source.transfer(with: remote).fetch()
    #expect(try source.ref("remotes/origin/main") == head)
    #expect(try source.damage() == [])
    // To another place it brings first what that needs.
    let elsewhere = TestRemote()
    _ = try copy.transfer(with: elsewhere, named: "elsewhere").push(PushRequest(branches: ["main"]))
    #expect(try elsewhere.damage(in: scratch) == [])
  }

  @Test("What was erased at the remote is known as erased.")
  func erased() throws {
    let scratch = try Scratch()
    let source = try scratch.makeStore("source")
    let gone = ObjectID.made(5)
    let pack = try source.newPack()
    pack.addErased(gone)
    var builder = TreeBuilder(pack: pack)
    try builder.add(key: TestTables.key(1), value: gone.bytes)
    let root = try builder.finish()
    let id = try pack.add(
      Commit(parents: [], trees: [TestTables.samples: root], blobs: [:], author: "ada", time: 0, message: ""))
    try pack.finish()
    _ = try source.moveRef("heads/main", from: nil, to: id, author: "ada", time: 0, what: "commit: x")
    let remote = try Remotes.open(url: source.path, environment: [:])
    let whole = try scratch.makeStore("whole")
    _ = try whole.transfer(with: remote).fetch()
    #expect(throws: StoreError.erased(gone)) { try whole.read(gone, .blob) }
    let copy = try scratch.makeStore("copy")
    _ = try copy.transfer(with: remote, isPartial: true).fetch()
    copy.promises = Promises(of: [TestTables.samples]) { () throws(StoreError) in remote }
    #expect(throws: StoreError.erased(gone)) { try copy.read(gone, .blob) }
  }
}

import Foundation
import Testing

@testable import VersionStore

@Suite("Garbage collection")
struct CollectTests {
  private let scratch: Scratch
  private let store: Store

  init() throws {
    scratch = try Scratch()
    store = try scratch.makeStore()
  }

  private func move(_ name: String, _ old: ObjectID?, _ new: ObjectID?, time: Int64 = 0) throws {
    #expect(try store.moveRef(name, from: old, to: new, author: "ada", time: time, what: "test"))
  }

  /// `heads/main` with two commits, and `heads/draft` with one more, deleted again.
  private func makeHistory() throws -> (main: [ObjectID], draft: ObjectID) {
    let first = try store.commit(textRows(0..<300), on: nil).0
    try move("heads/main", nil, first)
    let second = try store.commit(textRows(20..<25, "better"), on: first).0
    try move("heads/main", first, second)
    let draft = try store.commit(textRows(100..<200, "draft"), on: second).0
    try move("heads/draft", nil, draft)
    try move("heads/draft", draft, nil)
    return ([first, second], draft)
  }

  @Test("What only a deleted branch led to goes; everything else stays as it was, in one pack.")
  func deletedBranch() throws {
    let (main, draft) = try makeHistory()
    let tables = try main.map { try store.table(of: $0) }
    let gone = try Set(store.table(of: draft).values).subtracting(tables.flatMap(\.values))
    let report = try store.collectAll()
    #expect(report.removed == 3)
    #expect(report.rewritten == 2 && report.written == 1 && report.condemned == 0)
    #expect(try scratch.files(in: "packs").count == 1)
    #expect(try scratch.files(in: "condemned") == [])
    for reader in [store, try Store.open(at: scratch.store)] {
      #expect(try main.map { try reader.table(of: $0) } == tables)
      #expect(try reader.isWhole())
      #expect(try !reader.contains(draft))
      #expect(throws: StoreError.unknownRevision(draft.hex)) { try reader.resolve(draft.hex) }
      for content in gone {
        let id = ObjectID(kind: .blob, content: [UInt8](repeating: 0, count: 16) + content)
        #expect(try !reader.contains(id))
      }
    }
    // There is nothing left to do.
    let files = try scratch.files(in: "packs")
    #expect(try store.collectAll().written == 0)
    #expect(try scratch.files(in: "packs") == files)
  }

  @Test("An operation keeps what it moved a ref away from, for as long as operations are kept.")
  func operations() throws {
    let (_, draft) = try makeHistory()
    #expect(try store.undoable(by: "ada")?.sequence == 4)
    try store.collectAll(keep: 1_000)
    #expect(try store.table(of: draft).count == 300)
    #expect(try store.undoable(by: "ada")?.sequence == 4)
    try store.collectAll(keep: 999)
    #expect(try !store.contains(draft))
    // The operation stays in the log; undoing it would lead nowhere.
    #expect(try store.operations().count == 4)
    #expect(try store.undoable(by: "ada")?.ref == "heads/draft")
    #expect(try store.undoable(by: "ada")?.old == nil)
    #expect(try store.isWhole())
  }

  @Test("A ref is not moved to a commit that is gone, also by a process that still has its pack open.")
  func movingToGarbage() throws {
    let (_, draft) = try makeHistory()
    let other = try Store.open(at: scratch.store)
    #expect(try other.table(of: draft).count == 300)
    try store.collectAll()
    #expect(throws: StoreError.missing(draft)) {
      try other.moveRef("heads/again", from: nil, to: draft, author: "ada", time: 0, what: "undo")
    }
    #expect(try store.refs().count == 1)
  }

  @Test("A pack is condemned first and goes when the grace period has passed, and is read until then.")
  func grace() throws {
    let (main, draft) = try makeHistory()
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    func collect(after minutes: Int64) throws -> CollectReport {
      try store.collect(
        CollectOptions(time: now + minutes * 60_000, grace: 3_600_000, keep: 0), references: Store.references)
    }
    // All are younger than the grace period.
    let early = try collect(after: 1)
    #expect(early.condemned == 0 && early.written == 0)
    #expect(try scratch.files(in: "packs").count == 3)
    let condemning = try collect(after: 70)
    #expect(condemning.condemned == 3 && condemning.removed == 0 && condemning.written == 1)
    #expect(try scratch.files(in: "packs").count == 4)
    #expect(try Store.open(at: scratch.store).table(of: draft).count == 300)
    #expect(try collect(after: 100).removed == 0)
    let removing = try collect(after: 131)
    #expect(removing.removed == 3 && removing.condemned == 0)
    #expect(try scratch.files(in: "packs").count == 1)
    #expect(try store.table(of: main[1]).count == 300)
  }

  @Test("A condemned pack that is in use again when its time has come is pardoned.")
  func pardon() throws {
    let (main, draft) = try makeHistory()
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    let options = CollectOptions(time: now + 7_200_000, grace: 3_600_000, keep: 0)
    #expect(try store.collect(options, references: Store.references).condemned == 3)
    let table = try store.table(of: draft)
    try move("heads/draft", nil, draft)
    var later = options
    later.time += 3_600_000
    let report = try store.collect(later, references: Store.references)
    #expect(report.removed == 2)
    #expect(try scratch.files(in: "condemned") == [])
    #expect(try store.table(of: draft) == table)
    #expect(try store.table(of: main[0]).count == 300)
    #expect(try store.isWhole())
  }

  @Test("Nothing leaves the store while a lease lives, also one of another process.")
  func lease() throws {
    let (_, draft) = try makeHistory()
    let other = try Store.open(at: scratch.store)
    let lease = try other.lease()
    for _ in 0..<2 { #expect(try store.collectAll().removed == 0) }
    #expect(try store.table(of: draft).count == 300)
    lease.end()
    try store.collectAll()
    #expect(try !store.contains(draft))
    #expect(try scratch.files(in: "leases") == [])
  }

  @Test("The file of a lease whose process died holds nothing and is removed.")
  func deadLease() throws {
    _ = try makeHistory()
    try store.lease().end()
    try Data().write(to: URL(fileURLWithPath: scratch.store + "/leases/dead"))
    #expect(try store.collectAll().removed == 3)
    #expect(try scratch.files(in: "leases") == [])
  }

  @Test("A writer who found garbage written before it was condemned keeps it until it has named it.")
  func writerBefore() throws {
    let (main, draft) = try makeHistory()
    let table = try store.table(of: draft)
    let writing = try Store.open(at: scratch.store)
    let (id, pack) = try writing.commit(textRows(100..<200, "draft"), on: main[1], time: 5)
    // Almost all of it was there already.
    for _ in 0..<3 { try store.collectAll() }
    try move("heads/again", nil, id)
    pack.abandon()
    for _ in 0..<2 { try store.collectAll() }
    #expect(try store.table(of: id) == table)
    #expect(try store.isWhole())
  }

  @Test("A writer who comes after a pack was condemned writes anew what only that pack has.")
  func writerAfter() throws {
    let (main, draft) = try makeHistory()
    let table = try store.table(of: draft)
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    _ = try store.collect(
      CollectOptions(time: now + 7_200_000, grace: 3_600_000, keep: 0), references: Store.references)
    let (id, pack) = try Store.open(at: scratch.store).commit(textRows(100..<200, "draft"), on: main[1], time: 5)
    try move("heads/again", nil, id)
    // The writer still lives, and the condemned packs go all the same.
    let report = try store.collect(
      CollectOptions(time: now + 10_800_000, grace: 3_600_000, keep: 0), references: Store.references)
    #expect(report.removed == 3)
    withExtendedLifetime(pack) {}
    #expect(try store.table(of: id) == table)
    #expect(try store.isWhole())
  }

  @Test("What the caller names stays: a commit, a tree, a blob.")
  func callersRoots() throws {
    let (_, draft) = try makeHistory()
    let (loose, pack) = try store.commit(textRows(500..<600, "imported"), on: nil)
    let root = try #require(try store.commit(loose).trees["samples"])
    let single = try store.newPack()
    let alone = try single.addBlob([1, 2, 3])
    try single.finish()
    single.abandon()
    pack.abandon()
    let roots: [CollectRoot] = [.version(draft), .tree(name: "samples", root: root), .blob(alone)]
    try store.collectAll(roots: { roots })
    #expect(try store.table(of: draft).count == 300)
    #expect(try store.contains(alone))
    #expect(try !store.contains(loose))
    var rows = 0
    try Tree(root: root, in: store).forEach(from: nil) { row in
      rows += 1
      return try store.contains(#require(ObjectID(bytes: row.value)))
    }
    #expect(rows == 100)
    try store.collectAll()
    #expect(try !store.contains(draft) && !store.contains(alone) && !store.contains(root))
  }

  @Test("A tree whose root a row of another tree names is in use, with what its rows name.")
  func treesInTrees() throws {
    let pack = try store.newPack()
    let blob = try pack.addBlob([9])
    let inner = try Tree(root: Node.emptyID, in: store).applying([Edit(key: [1], value: blob.bytes)], pack: pack)
    let outer = try Tree(root: Node.emptyID, in: store).applying([Edit(key: [2], value: inner.bytes)], pack: pack)
    let id = try pack.add(
      Commit(parents: [], trees: ["batches": outer], blobs: [:], author: "", time: 0, message: ""))
    try pack.finish()
    pack.abandon()
    try move("heads/main", nil, id)
    try store.collectAll()
    #expect(try store.contains(blob) && store.contains(inner))
    var names: Set<String> = []
    let report = try store.fsck(
      references: { name, row in
        names.insert(name)
        return Store.references(name, row)
      }, progress: { _, _ in })
    #expect(report.damage == [])
    #expect(names == ["batches", "batches/"])
  }

  @Test("Marks of what was erased are still there after packs were written anew.")
  func erased() throws {
    let pack = try store.newPack()
    pack.addErased(.made(8))
    let root = try Tree(root: Node.emptyID, in: store)
      .applying([Edit(key: [1], value: ObjectID.made(8).bytes)], pack: pack)
    try pack.finish()
    pack.abandon()
    let id = try store.makeCommit("x", samples: Tree(root: root, in: store))
    try move("heads/main", nil, id)
    #expect(try store.collectAll().removed == 2)
    for store in [store, try Store.open(at: scratch.store)] {
      #expect(throws: StoreError.erased(.made(8))) { try store.read(.made(8), .blob) }
      #expect(try store.isWhole())
    }
  }

  @Test("A dry run says what would be done and changes nothing.")
  func dryRun() throws {
    _ = try makeHistory()
    let before = try scratch.files(in: "packs")
    var options = Store.everything()
    options.isDryRun = true
    let dry = try store.collect(options, references: Store.references)
    #expect(try scratch.files(in: "packs") == before)
    #expect(dry.rewritten == 2 && dry.written == 1 && dry.condemned == 3 && dry.removed == 0)
    let real = try store.collectAll()
    #expect(real.objects == dry.objects && real.rewritten == dry.rewritten && real.written == dry.written)
  }

  @Test("A store with damage is not collected: nothing goes.")
  func damaged() throws {
    let (main, _) = try makeHistory()
    let packs = try scratch.files(in: "packs")
    let id = try #require(try store.commit(main[1]).trees["samples"])
    let pack = try #require(try store.locate(id)).pack.name
    try scratch.remove("packs/" + pack)
    #expect(throws: StoreError.self) { try Store.open(at: scratch.store).collectAll() }
    #expect(try scratch.files(in: "packs") == packs.filter { $0 != pack })
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: scratch.store + "/packs/" + pack))
    #expect(throws: StoreError.self) { try Store.open(at: scratch.store).collectAll() }
    #expect(try scratch.files(in: "packs") == packs)
  }

  @Test("A blob that is not here, as in a partial clone, is no damage.")
  func missingBlobs() throws {
    let pack = try store.newPack()
    let root = try Tree(root: Node.emptyID, in: store)
      .applying([Edit(key: [1], value: ObjectID.made(5).bytes)], pack: pack)
    try pack.finish()
    pack.abandon()
    let id = try store.makeCommit("x", samples: Tree(root: root, in: store))
    try move("heads/main", nil, id)
    #expect(try store.collectAll().removed == 2)
    #expect(try Tree(root: root, in: store).count() == 1)
  }

  @Test("Two do not collect at once.")
  func twice() throws {
    _ = try makeHistory()
    #expect(throws: StoreError.collecting(path: scratch.store)) {
      try store.collect(Store.everything(), references: Store.references) { _ in
        _ = try Store.open(at: scratch.store).collectAll()
      }
    }
    // What progress throws ends it, and it can be done again.
    #expect(try store.collectAll().removed == 3)
    #expect(try store.isWhole())
  }

  @Test("A pack that arrives under the name of a condemned one stays.")
  func sameName() throws {
    let (_, draft) = try makeHistory()
    let draftPack = try #require(try store.locate(draft)).pack.name
    let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.store + "/packs/" + draftPack))
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    _ = try store.collect(
      CollectOptions(time: now + 7_200_000, grace: 3_600_000, keep: 0), references: Store.references)
    #expect(store.isCondemned(draftPack))
    let arriving = try ArrivingPack(draftPack, in: store)
    try arriving.write(Array(bytes))
    try arriving.finish()
    #expect(!store.isCondemned(draftPack))
    try move("heads/draft", nil, draft)
    #expect(try store.isWhole())
  }
}

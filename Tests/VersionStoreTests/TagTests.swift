import Testing

@testable import VersionStore

/// Testing has a type of that name too.
private typealias Tag = VersionStore.Tag

@Suite("Tags")
struct TagTests {
  private let scratch: Scratch
  private let store: Store
  private let commit: ObjectID

  init() throws {
    scratch = try Scratch()
    store = try scratch.makeStore()
    commit = try store.makeCommit("first")
  }

  private func add(_ tag: Tag) throws -> ObjectID {
    let pack = try store.newPack()
    let id = try pack.add(tag)
    try pack.finish()
    return id
  }

  private func tag(_ target: ObjectID, _ name: String = "v1") -> Tag {
    Tag(target: target, name: name, author: "Ada", time: 9, message: "as delivered")
  }

  private func move(_ name: String, to id: ObjectID) throws {
    #expect(try store.moveRef(name, from: nil, to: id, author: "ada", time: 0, what: "tag"))
  }

  @Test("A tag comes back as it was, signed or not, and its signature is no part of what it signs.")
  func roundTrip() throws {
    let plain = tag(commit)
    var signed = plain
    signed.signature = "-----BEGIN SSH SIGNATURE-----\n"
    for tag in [plain, signed] {
      #expect(try store.tag(add(tag)) == tag)
      #expect(tag.payload == plain.encoded)
      for size in 0..<tag.encoded.count { #expect(Tag(encoded: Array(tag.encoded.prefix(size))) == nil) }
      #expect(Tag(encoded: tag.encoded + [0]) == nil)
      #expect(Tag(encoded: [3] + tag.encoded.dropFirst()) == nil)
    }
    #expect(plain.encoded != signed.encoded)
  }

  @Test("A ref to a tag object stands for its commit wherever a commit is asked for.")
  func peeling() throws {
    let inner = try add(tag(commit))
    let outer = try add(tag(inner, "v1-final"))
    try move("tags/v1", to: inner)
    try move("tags/v1-final", to: outer)
    try move("heads/main", to: commit)
    for text in ["v1", "tags/v1", "v1-final", inner.hex, String(outer.hex.prefix(20)), "v1~0"] {
      #expect(try store.resolve(text) == commit)
    }
    #expect(try store.ref("tags/v1") == inner)
    #expect(try store.refs() == ["heads/main": commit, "tags/v1": inner, "tags/v1-final": outer])
    #expect(try Set(store.commitRefs().values) == [commit])
    let report = try store.fsck(references: { _, _ in [] }, progress: { _, _ in })
    #expect(report.damage == [])
    #expect(report.commits == 1)
  }

  @Test("A ref is not moved to a tag of what is no commit here.")
  func dangling() throws {
    let id = try add(tag(.made(3)))
    #expect(throws: StoreError.missing(.made(3))) { try move("tags/v1", to: id) }
    #expect(try store.refs() == [:])
  }

  @Test("A tag whose commit is gone is damage, said with the tag's name.")
  func lostCommit() throws {
    let lost = try scratch.files(in: "packs")
    try move("tags/v1", to: add(tag(commit)))
    try scratch.remove("packs/" + lost[0])
    let report = try Store.open(at: scratch.store).fsck(references: { _, _ in [] }, progress: { _, _ in })
    #expect(report.damage.map(\.object) == [commit])
    #expect(report.damage.map(\.path) == ["tag v1"])
  }
}

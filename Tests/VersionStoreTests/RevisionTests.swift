import Testing

@testable import VersionStore

@Suite("Revisions")
struct RevisionTests {
  private let scratch: Scratch
  private let store: Store
  private let commits: [ObjectID]

  init() throws {
    scratch = try Scratch()
    store = try scratch.makeStore()
    var made: [ObjectID] = []
    for number in 0..<4 { made.append(try store.makeCommit("\(number)", parents: made.suffix(1))) }
    commits = made
    for (name, id) in [
      ("heads/main", made[3]), ("heads/v1", made[2]), ("tags/v1", made[1]), ("heads/a/b", made[0]),
      ("remotes/origin/main", made[1]), ("remotes/origin/v2", made[0]), ("heads/origin/v2", made[2]),
    ] {
      _ = try store.moveRef(name, from: nil, to: id, author: "ada", time: 0, what: "test")
    }
  }

  @Test("Names, full names and ids are found, a tag before a branch.")
  func names() throws {
    #expect(try store.resolve("main") == commits[3])
    #expect(try store.resolve("heads/main") == commits[3])
    #expect(try store.resolve("v1") == commits[1])
    #expect(try store.resolve("heads/v1") == commits[2])
    #expect(try store.resolve("a/b") == commits[0])
    #expect(try store.resolve("origin/main") == commits[1])
    #expect(try store.resolve("remotes/origin/v2") == commits[0])
    #expect(try store.resolve("origin/v2") == commits[2])
    #expect(try store.resolve(commits[2].hex) == commits[2])
    #expect(try store.resolve(commits[2].hex.uppercased()) == commits[2])
    #expect(try store.resolve(String(commits[2].hex.prefix(12))) == commits[2])
  }

  @Test("A tilde goes back along first parents.")
  func ancestors() throws {
    #expect(try store.resolve("main~0") == commits[3])
    #expect(try store.resolve("main~") == commits[2])
    #expect(try store.resolve("main~2") == commits[1])
    #expect(try store.resolve("main~1~2") == commits[0])
    #expect(try store.resolve("\(commits[3].hex.prefix(10))~3") == commits[0])
    for text in ["main~4", "main~x", "main~-1", "main~99999999999999999999"] {
      #expect(throws: StoreError.unknownRevision(text)) { try store.resolve(text) }
    }
  }

  @Test("What is no revision is said to be unknown.")
  func unknown() {
    for text in ["", "~", "nothing", "../format", "heads", "abc", commits[0].hex + "0", ObjectID.made(3).hex] {
      #expect(throws: StoreError.unknownRevision(text)) { try store.resolve(text) }
    }
  }

  @Test("A prefix of several commits is ambiguous, and blobs do not count.")
  func ambiguous() throws {
    // Commits until two share four digits; the birthday of 65,536 comes soon.
    let pack = try store.newPack()
    var byPrefix: [String: [ObjectID]] = [:]
    for number in 0..<3000 {
      let commit = Commit(
        parents: [], trees: [:], blobs: [:], author: "", time: Int64(number), message: "")
      let id = try pack.add(commit)
      byPrefix[String(id.hex.prefix(4)), default: []].append(id)
      _ = try pack.addBlob([UInt8](String(number)))
    }
    try pack.finish()
    let (prefix, ids) = try #require(byPrefix.filter { $0.value.count > 1 }.min { $0.key < $1.key })
    #expect(throws: StoreError.ambiguousRevision(prefix, candidates: ids.sorted())) { try store.resolve(prefix) }
    let known = Set(commits.map { String($0.hex.prefix(4)) })
    let (single, one) = try #require(byPrefix.first { $0.value.count == 1 && !known.contains($0.key) })
    #expect(try store.resolve(single) == one[0])
    #expect(try store.resolve(single + "~0") == one[0])
  }
}

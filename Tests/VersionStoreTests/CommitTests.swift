import Testing

@testable import VersionStore

@Suite("Commits")
struct CommitTests {
  private let commit = Commit(
    parents: [.made(1), .made(2)], trees: ["samples": .made(3), "labels": .made(4)],
    blobs: ["project": .made(5), "é": .made(6)], author: "Ada Lövelace", time: -5, message: "first\nbatch 🎉")

  @Test("A commit comes back as it was.")
  func roundTrip() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let pack = try store.newPack()
    let id = try pack.add(commit)
    try pack.finish()
    #expect(try store.commit(id) == commit)
    #expect(Commit(encoded: commit.encoded) == commit)
  }

  @Test("Every field is inside the id.")
  func fields() {
    let changes: [(inout Commit) -> Void] = [
      { $0.parents.reverse() }, { $0.trees["samples"] = .made(9) }, { $0.trees["x"] = .made(9) },
      { $0.blobs["project"] = nil }, { $0.author += " " }, { $0.time += 1 }, { $0.message = "" }, { $0.signature = "" },
      { $0.signature = "x" },
    ]
    var seen: Set<[UInt8]> = [commit.encoded]
    for change in changes {
      var changed = commit
      change(&changed)
      #expect(seen.insert(changed.encoded).inserted)
    }
  }

  @Test("A signature is kept, and what it signs does not depend on it.")
  func signature() throws {
    var signed = commit
    signed.signature = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n"
    #expect(signed.payload == commit.encoded)
    #expect(Commit(encoded: signed.encoded) == signed)
    for size in 0..<signed.encoded.count { #expect(Commit(encoded: Array(signed.encoded.prefix(size))) == nil) }
    #expect(Commit(encoded: signed.encoded + [0]) == nil)
  }

  @Test("The bytes of an unsigned commit are those of the first version of the format, for ever.")
  func stableBytes() {
    let id = ObjectID(kind: .commit, content: commit.encoded)
    #expect(id.hex == "df7405cd298585ab886f65d0ef943a961299e9fb7cb0d2b3025882de89680e6d")
  }

  @Test("Bytes that are not exactly a commit's are refused.")
  func malformed() {
    let bytes = commit.encoded
    for size in 0..<bytes.count { #expect(Commit(encoded: Array(bytes.prefix(size))) == nil) }
    #expect(Commit(encoded: bytes + [0]) == nil)
    for version in [0, 2, 3] as [UInt8] { #expect(Commit(encoded: [version] + bytes.dropFirst()) == nil) }
    // Names out of order.
    var two = Commit(parents: [], trees: ["a": .made(1), "b": .made(1)], blobs: [:], author: "", time: 0, message: "")
      .encoded
    #expect(Commit(encoded: two) != nil)
    two[13] = 99
    #expect(Commit(encoded: two) == nil)
    // A count that no bytes stand behind.
    #expect(Commit(encoded: [1, 255, 255, 255, 255]) == nil)
  }
}

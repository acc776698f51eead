import Foundation
import Testing

@testable import VersionStore

@Suite("A directory as a remote")
struct DirectoryRemoteTests {
  /// A store with a commit, and a remote that is empty.
  private func pair() throws -> (local: Store, scratch: Scratch, remote: any Remote, commit: ObjectID) {
    let scratch = try Scratch()
    let local = try scratch.makeStore()
    let commit = try local.makeCommit("first")
    let remote = try Remotes.open(url: "file://" + scratch.path + "/there", environment: [:])
    try remote.prepare()
    return (local, scratch, remote, commit)
  }

  private func push(_ scratch: Scratch, to remote: any Remote) throws {
    for name in try scratch.files(in: "packs") {
      try remote.upload(pack: name, from: scratch.store + "/packs/" + name, progress: { _ in })
    }
  }

  @Test("Packs and refs go there and come back as they were.")
  func roundTrip() throws {
    let (_, scratch, remote, commit) = try pair()
    try push(scratch, to: remote)
    let pack = try #require(try remote.packs().first)
    let bytes = try #require(FileManager.default.contents(atPath: scratch.store + "/packs/" + pack.name))
    #expect(pack.byteCount == bytes.count)
    #expect(try remote.read(pack: pack.name, 8..<40) == Array(bytes[8..<40]))
    try remote.download(pack: pack.name, to: scratch.path + "/copy", progress: { #expect($0 == bytes.count) })
    #expect(FileManager.default.contents(atPath: scratch.path + "/copy") == bytes)

    #expect(try remote.refs() == [:])
    #expect(try remote.moveRef("heads/main", from: nil, to: commit, author: "ada", time: 5, what: "push"))
    #expect(try !remote.moveRef("heads/main", from: nil, to: commit, author: "ada", time: 6, what: "push"))
    let ref = try #require(try remote.refs()["heads/main"])
    #expect(ref.id == commit)
    let operations = try Store.open(at: scratch.path + "/there").operations()
    #expect(operations.map(\.what) == ["push"] && operations.map(\.author) == ["ada"])
    #expect(try remote.moveRef("heads/main", from: ref, to: nil, author: "ada", time: 7, what: "push"))
    #expect(try remote.refs() == [:])
  }

  @Test("A ref never moves to a commit that is not there.")
  func missingCommit() throws {
    let (_, scratch, remote, commit) = try pair()
    #expect {
      try remote.moveRef("heads/main", from: nil, to: commit, author: "", time: 0, what: "")
    } throws: { isRemoteFailure($0, naming: commit.short) }
    #expect(try remote.refs() == [:])
    try push(scratch, to: remote)
    #expect(try remote.moveRef("heads/main", from: nil, to: commit, author: "", time: 0, what: ""))
  }

  @Test("What is not what its name says is not taken, and nothing of it stays.")
  func damagedUpload() throws {
    let (_, scratch, remote, _) = try pair()
    let name = try #require(try scratch.files(in: "packs").first)
    try Data("something else".utf8).write(to: URL(fileURLWithPath: scratch.path + "/wrong"))
    #expect { try remote.upload(pack: name, from: scratch.path + "/wrong", progress: { _ in }) } throws: {
      isRemoteFailure($0, naming: name)
    }
    #expect(try remote.packs() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/there/tmp") == [])
    #expect { try remote.upload(pack: "../../etc/passwd", from: scratch.path + "/wrong", progress: { _ in }) } throws: {
      isRemoteFailure($0, naming: "passwd")
    }
  }

  @Test("A pack that is there already is not sent again.")
  func again() throws {
    let (_, scratch, remote, _) = try pair()
    try push(scratch, to: remote)
    let there = scratch.path + "/there/packs/" + (try #require(try remote.packs().first)).name
    let before = try FileManager.default.attributesOfItem(atPath: there)[.systemFileNumber] as? Int
    try push(scratch, to: remote)
    #expect(try FileManager.default.attributesOfItem(atPath: there)[.systemFileNumber] as? Int == before)
  }

  @Test("A workspace's directory means its store; a directory with other things in it is refused.")
  func places() throws {
    let scratch = try Scratch()
    _ = try Store.create(at: scratch.path + "/reviews/.gloss/store")
    let workspace = try Remotes.open(url: scratch.path + "/reviews", environment: [:])
    try workspace.prepare()
    #expect(try workspace.packs() == [])
    let nowhere = try Remotes.open(url: scratch.path + "/nowhere", environment: [:])
    #expect { try nowhere.refs() } throws: { isRemoteFailure($0, naming: "no store") }
    let other = try Remotes.open(url: scratch.path, environment: [:])
    #expect { try other.prepare() } throws: { isRemoteFailure($0, naming: "something here already") }
  }

  @Test("A range behind the end of a pack, and a pack that is gone, are the remote's failures.")
  func reading() throws {
    let (_, scratch, remote, _) = try pair()
    try push(scratch, to: remote)
    let pack = try #require(try remote.packs().first)
    #expect { try remote.read(pack: pack.name, 0..<pack.byteCount + 1) } throws: { isRemoteFailure($0, naming: "ends") }
    try FileManager.default.removeItem(atPath: scratch.path + "/there/packs/" + pack.name)
    #expect { try remote.read(pack: pack.name, 0..<1) } throws: { isRemoteFailure($0, naming: "gone") }
  }
}

/// Whether `error` is a remote's failure whose problem has `text` in it.
func isRemoteFailure(_ error: any Error, naming text: String) -> Bool {
  guard case .remote(_, let problem, let remedy)? = error as? StoreError else { return false }
  return problem.contains(text) && !remedy.isEmpty
}

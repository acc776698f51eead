import Foundation
import Testing

@testable import VersionStore

@Suite("Remotes by name")
struct RemoteListTests {
  @Test("What is set is there after the store is opened again, by name; what is removed is not.")
  func durable() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    #expect(try store.remotes().remotes == [])
    let origin = NamedRemote(name: "origin", url: "s3://labels/tweets", filter: "labels")
    let backup = NamedRemote(name: "backup", url: "file:///mnt/a%20b")
    try store.setRemote(origin)
    try store.setRemote(backup)
    #expect(try Store.open(at: scratch.store).remotes().remotes == [backup, origin])
    #expect(try Store.open(at: scratch.store).remotes()["origin"] == origin)
    #expect(try store.removeRemote("origin"))
    #expect(try !store.removeRemote("origin"))
    #expect(try Store.open(at: scratch.store).remotes().remotes == [backup])
  }

  @Test("A name that could not begin a branch's name is refused.", arguments: ["", "a/b", "..", "a b", ".x", "a:b"])
  func names(_ name: String) throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    #expect {
      try store.setRemote(NamedRemote(name: name, url: "/there"))
    } throws: { error in
      if case .badRef? = error as? StoreError { true } else { false }
    }
    #expect(try scratch.files(in: "").contains("remotes") == false)
  }

  @Test("Threads that add at once lose nothing.")
  func concurrent() throws {
    let scratch = try Scratch()
    _ = try scratch.makeStore()
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      _ = try? Store.open(at: scratch.store).setRemote(NamedRemote(name: "r\(number)", url: "/there"))
    }
    #expect(try Store.open(at: scratch.store).remotes().remotes.count == 8)
  }

  @Test("A damaged list is told, and not written over.")
  func damaged() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    try Data("nonsense\n".utf8).write(to: URL(fileURLWithPath: scratch.store + "/remotes"))
    #expect { try store.remotes() } throws: { isRemoteFailure($0, naming: "damaged") }
    #expect { try store.setRemote(NamedRemote(name: "a", url: "/b")) } throws: {
      isRemoteFailure($0, naming: "damaged")
    }
  }
}

@Suite("URLs of remotes")
struct RemoteURLTests {
  @Test(
    "Each kind is read.",
    arguments: [
      ("/a/b", RemoteURL.directory("/a/b")), ("../b", .directory("../b")), ("./a:b", .directory("./a:b")),
      ("file:///a/b%20c", .directory("/a/b c")), ("file://localhost/a", .directory("/a")),
      ("s3://labels", .s3(bucket: "labels", prefix: "")),
      ("s3://labels/team//tweets/", .s3(bucket: "labels", prefix: "team/tweets")),
      ("ssh://host/srv/store", .ssh(destination: "host", port: nil, path: "/srv/store")),
      ("ssh://ada@host:2222/~/store", .ssh(destination: "ada@host", port: 2222, path: "store")),
      ("ssh://[::1]:22/a", .ssh(destination: "::1", port: 22, path: "/a")),
    ])
  func read(_ text: String, _ url: RemoteURL) throws {
    #expect(try RemoteURL(text) == url)
  }

  @Test(
    "What is none says what one looks like.",
    arguments: [
      "", "host:path", "file://host/a", "file://", "file:///a%2", "file:///a%00", "s3://", "s3:///prefix",
      "s3://key:secret@bucket/a", "s3://b/../c", "ssh://host", "ssh://host/", "ssh://-oProxyCommand=x/a", "ssh:///a",
      "ssh://host:port/a", "ssh://host:99999/a", "http://host/a", "ssh://host/~/-x", "s3://b/a\nb",
    ])
  func refused(_ text: String) {
    #expect { try RemoteURL(text) } throws: { isRemoteFailure($0, naming: "cannot be the URL") }
  }

  @Test("A path means the same from any directory once it is absolute.")
  func absolute() throws {
    #expect(try Remotes.absolute("../b", from: "/a/c") == "/a/c/../b")
    #expect(try Remotes.absolute("/b", from: "/a") == "/b")
    #expect(try Remotes.absolute("s3://b/c", from: "/a") == "s3://b/c")
  }
}

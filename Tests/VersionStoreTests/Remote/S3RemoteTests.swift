import Foundation
import S3Server
import Synchronization
import Testing

@testable import VersionStore

@Suite("A bucket as a remote: packs", .timeLimit(.minutes(10)))
struct S3RemoteTests {
  @Test("A pack goes there and comes back, in one request each, on one connection.")
  func roundTrip() throws {
    let fixture = try S3Fixture()
    let scratch = try Scratch()
    let remote = try fixture.ready()
    let pack = try S3Fixture.pack(300_000, in: scratch)
    let sent = Mutex(0)
    try remote.upload(pack: pack.name, from: pack.path, progress: { count in sent.withLock { $0 = count } })
    #expect(sent.withLock(\.self) == 300_000)
    #expect(fixture.server.objects["team/tweets/packs/" + pack.name] == pack.bytes)
    let upload = try #require(fixture.server.log.last)
    #expect(upload.headers["if-none-match"] == "*")
    #expect(upload.headers["x-amz-content-sha256"] == String(pack.name.dropLast(5)))
    #expect(upload.headers["authorization"]?.contains("AWS4-HMAC-SHA256 Credential=test/") == true)

    #expect(try remote.packs() == [RemotePack(name: pack.name, byteCount: 300_000)])
    #expect(try remote.read(pack: pack.name, 1000..<250_000) == Array(pack.bytes[1000..<250_000]))
    #expect(try remote.read(pack: pack.name, 7..<7) == [])
    try remote.download(
      pack: pack.name, to: scratch.path + "/copy", progress: { count in sent.withLock { $0 = count } })
    #expect(FileManager.default.contents(atPath: scratch.path + "/copy") == Data(pack.bytes))
    #expect(fixture.server.log.map(\.method) == ["GET", "PUT", "GET", "GET", "GET"])
    #expect(fixture.server.connections == 1)
  }

  @Test("A pack that is there already is left alone, and counts as sent.")
  func again() throws {
    let fixture = try S3Fixture()
    let scratch = try Scratch()
    let pack = try S3Fixture.pack(1000, in: scratch)
    let remote = try fixture.ready()
    try remote.upload(pack: pack.name, from: pack.path, progress: { _ in })
    try remote.upload(pack: pack.name, from: pack.path, progress: { #expect($0 == 1000) })
    #expect(try remote.packs().count == 1)
  }

  @Test("A listing of many pages is read to its end, and other objects are not taken for packs.")
  func pages() throws {
    var manner = S3Server.Manner()
    manner.pageSize = 3
    let fixture = try S3Fixture(manner, prefix: "a b/ü&<+")
    let remote = try fixture.ready()
    let names = (0..<10).map { ObjectID.made($0 << 60 | $0).hex + ".pack" }.sorted()
    for name in names { fixture.server.objects[fixture.prefix + "/packs/" + name] = [1, 2] }
    for name in ["packs/readme", "packs/x/" + names[0], "packs2/" + names[0]] {
      fixture.server.objects[fixture.prefix + "/" + name] = [1]
    }
    #expect(try remote.packs() == names.map { RemotePack(name: $0, byteCount: 2) })
  }

  @Test(
    "Whatever the network does to a request, it is made again and gives the right bytes.",
    arguments: [
      S3Server.Fault.drop, .loseAnswer, .truncate(0), .truncate(1), .truncate(70_000), .refuse(503), .refuse(429),
      .refuse(500), .failAfter(500), .twice, .delay(milliseconds: 20), .dropInBody(0), .dropInBody(60_000),
    ])
  func faults(_ fault: S3Server.Fault) throws {
    let scratch = try Scratch()
    let pack = try S3Fixture.pack(150_000, in: scratch)
    // Every request once, one after another: each kind of request meets the fault.
    for failing in 0..<5 {
      let fixture = try S3Fixture()
      let remote = try fixture.ready()
      fixture.server.plan { number, _ in number == failing ? fault : nil }
      try remote.upload(pack: pack.name, from: pack.path, progress: { _ in })
      #expect(fixture.server.objects["team/tweets/packs/" + pack.name] == pack.bytes)
      #expect(try remote.packs() == [RemotePack(name: pack.name, byteCount: 150_000)])
      #expect(try remote.read(pack: pack.name, 5..<90_005) == Array(pack.bytes[5..<90_005]))
      try remote.download(pack: pack.name, to: scratch.path + "/copy", progress: { _ in })
      #expect(FileManager.default.contents(atPath: scratch.path + "/copy") == Data(pack.bytes))
    }
  }

  @Test("A download that stops goes on where it stopped.")
  func resumed() throws {
    let fixture = try S3Fixture()
    let scratch = try Scratch()
    let pack = try S3Fixture.pack(200_000, in: scratch)
    let remote = try fixture.ready()
    fixture.server.objects["team/tweets/packs/" + pack.name] = pack.bytes
    fixture.server.plan { number, _ in number < 2 ? .truncate(80_000) : nil }
    try remote.download(pack: pack.name, to: scratch.path + "/copy", progress: { _ in })
    #expect(FileManager.default.contents(atPath: scratch.path + "/copy") == Data(pack.bytes))
    #expect(fixture.server.log.map { $0.headers["range"] } == [nil, "bytes=80000-", "bytes=160000-"])
  }

  @Test("A server that stays silent is given up, and so is one that is always busy.")
  func silent() throws {
    let fixture = try S3Fixture()
    let remote = try fixture.remote(attempts: 2)
    fixture.server.plan { _, _ in .delay(milliseconds: 2500) }
    #expect { try remote.packs() } throws: { isRemoteFailure($0, naming: "cannot be reached") }
    fixture.server.plan { _, _ in .refuse(503) }
    #expect { try remote.packs() } throws: { isRemoteFailure($0, naming: "503") }
    #expect(fixture.server.log.count == 2)
  }

  @Test("What is not there is told: the store, a pack, the end of a pack, the server.")
  func missing() throws {
    let fixture = try S3Fixture()
    #expect { try fixture.remote().packs() } throws: { isRemoteFailure($0, naming: "no store here") }
    #expect { try fixture.remote().refs() } throws: { isRemoteFailure($0, naming: "no store here") }
    let remote = try fixture.ready()
    let name = ObjectID.made(1).hex + ".pack"
    #expect { try remote.read(pack: name, 0..<4) } throws: { isRemoteFailure($0, naming: "gone") }
    fixture.server.objects["team/tweets/packs/" + name] = [1, 2]
    #expect { try remote.read(pack: name, 0..<4) } throws: { isRemoteFailure($0, naming: "ends before") }
    #expect { try remote.read(pack: name, 2..<4) } throws: { isRemoteFailure($0, naming: "ends before") }
    fixture.server.stop()
    #expect { try fixture.remote(attempts: 2).packs() } throws: { isRemoteFailure($0, naming: "cannot be reached") }
  }

  @Test("A store of a format that is not known is refused.")
  func newer() throws {
    let fixture = try S3Fixture()
    fixture.server.objects["team/tweets/format"] = Array("gloss remote 2\n".utf8)
    #expect { try fixture.remote().packs() } throws: { isRemoteFailure($0, naming: "format") }
  }

  @Test("A full disk during a download is the local file's failure, and is not tried again.")
  func fullDisk() throws {
    let fixture = try S3Fixture()
    let pack = try S3Fixture.pack(5000, in: try Scratch())
    let remote = try fixture.ready()
    fixture.server.objects["team/tweets/packs/" + pack.name] = pack.bytes
    #expect {
      try remote.download(pack: pack.name, to: "/dev/full", progress: { _ in })
    } throws: { error in
      if case .io(ENOSPC, _, "/dev/full")? = error as? StoreError { true } else { false }
    }
    #expect(fixture.server.log.count == 1)
  }
}

import Foundation
import S3Server
import Synchronization
import Testing

@testable import VersionStore

@Suite("A bucket as a remote: refs", .timeLimit(.minutes(10)))
struct S3RefTests {
  private let first = ObjectID.made(1)
  private let second = ObjectID.made(2)

  @Test("A ref is one small object, made and moved by conditional writes, one request each.")
  func moves() throws {
    let fixture = try S3Fixture()
    let remote = try fixture.ready()
    #expect(try remote.refs() == [:])
    #expect(try remote.move(from: nil, to: first))
    #expect(fixture.server.log.last?.headers["if-none-match"] == "*")
    let made = try #require(try remote.main())
    #expect(made.id == first)
    let count = fixture.server.log.count
    #expect(try remote.move(from: made, to: second))
    #expect(fixture.server.log.count == count + 1)
    #expect(fixture.server.log.last?.headers["if-match"] == "\"\(made.version)\"")
    let object = try fixture.object("heads/main")
    #expect(object.id == second && object.author == "ada" && object.time == 5 && object.what == "push: 100% of\nthem")
    #expect(object.before.count == 1 && !object.before.contains(object.nonce))
    #expect(try remote.main()?.id == second)
  }

  @Test("What is not as expected stays as it is.")
  func notAsExpected() throws {
    let fixture = try S3Fixture()
    let remote = try fixture.ready()
    #expect(try !remote.move(from: RemoteRef(id: first), to: second))
    #expect(try remote.move(from: nil, to: first))
    let made = try #require(try remote.main())
    #expect(try !remote.move(from: nil, to: second))
    #expect(try fixture.remote().move(from: made, to: second))
    #expect(try !remote.move(from: made, to: nil))
    #expect(try !remote.move(from: made, to: ObjectID.made(3)))
    #expect(try remote.main()?.id == second)
  }

  @Test("A deleted ref is gone, and can be made again.")
  func deleting() throws {
    let fixture = try S3Fixture()
    let remote = try fixture.ready()
    #expect(try remote.move(from: nil, to: first))
    #expect(try remote.move(from: remote.main(), to: nil))
    #expect(try remote.refs() == [:])
    #expect(try fixture.remote().refs() == [:])
    #expect(try !fixture.remote().move(from: RemoteRef(id: first), to: second))
    #expect(try fixture.remote().move(from: nil, to: second))
    #expect(try remote.main()?.id == second)
  }

  @Test(
    "A write whose answer is lost is known as one's own, also when others moved the ref on meanwhile.",
    arguments: [S3Server.Fault.loseAnswer, .failAfter(500), .twice], [nil, ObjectID.made(1)])
  func lostAnswers(_ fault: S3Server.Fault, _ expected: ObjectID?) throws {
    for isFollowed in [false, true] {
      let fixture = try S3Fixture()
      let remote = try fixture.ready()
      if let expected { #expect(try remote.move(from: nil, to: expected)) }
      let known = try remote.main()
      let steps = Mutex(0)
      let step: @Sendable () -> Int = {
        steps.withLock { step in
          step += 1
          return step
        }
      }
      let third = ObjectID.made(3)
      fixture.server.plan { [unowned fixture] _, request in
        if request.method == "PUT" { return step() == 1 ? fault : nil }
        // Before the ref is read again somebody moves it on, who reads it too.
        guard isFollowed, request.method == "GET", step() == 2 else { return nil }
        #expect(throws: Never.self) {
          let other = try fixture.remote()
          #expect(try other.move(from: other.main(), to: third))
        }
        return nil
      }
      #expect(try remote.move(from: known, to: second))
      fixture.server.plan(nil)
      #expect(try remote.main()?.id == (isFollowed ? third : second))
    }
  }

  @Test(
    "A write that did not arrive is made again.",
    arguments: [S3Server.Fault.drop, .dropInBody(0), .dropInBody(50), .refuse(503), .refuse(409)])
  func lostWrites(_ fault: S3Server.Fault) throws {
    let fixture = try S3Fixture()
    let remote = try fixture.ready()
    for (expected, new) in [(nil, first), (first, second), (second, nil)] as [(ObjectID?, ObjectID?)] {
      let known = try remote.main()
      #expect(known?.id == expected)
      fixture.server.plan { number, _ in number == 0 ? fault : nil }
      #expect(try remote.move(from: known, to: new))
      fixture.server.plan(nil)
      #expect(try remote.main()?.id == new)
    }
  }

  @Test("A server that compares ETags without quotes is understood.")
  func bareTags() throws {
    var manner = S3Server.Manner()
    manner.wantsBareTags = true
    let fixture = try S3Fixture(manner)
    let remote = try fixture.ready()
    #expect(try remote.move(from: nil, to: first))
    #expect(try remote.move(from: remote.main(), to: second))
    let known = try remote.main()
    let count = fixture.server.log.count
    #expect(try remote.move(from: known, to: first))
    #expect(fixture.server.log.count == count + 1, "it is remembered")
  }

  @Test("An object that holds no ref is told, and not written over.")
  func foreign() throws {
    let fixture = try S3Fixture()
    let remote = try fixture.ready()
    fixture.server.objects["team/tweets/refs/heads/main"] = Array("hello".utf8)
    #expect { try remote.refs() } throws: { isRemoteFailure($0, naming: "refs/heads/main") }
    #expect { try remote.move(from: nil, to: first) } throws: { isRemoteFailure($0, naming: "refs/heads/main") }
    #expect(fixture.server.objects["team/tweets/refs/heads/main"] == Array("hello".utf8))
  }

  @Test("Many refs are all read.")
  func many() throws {
    let fixture = try S3Fixture()
    let remote = try fixture.ready()
    let names = (0..<25).map { "tags/v\($0)" }
    for (number, name) in names.enumerated() {
      let id = ObjectID.made(UInt64(number))
      #expect(try remote.moveRef(name, from: nil, to: id, author: "", time: 0, what: ""))
    }
    let refs = try fixture.remote().refs()
    #expect(refs.count == 25)
    for (number, name) in names.enumerated() { #expect(refs[name]?.id == ObjectID.made(UInt64(number))) }
  }

  @Test("The text of a ref is read as it was written, and nothing else is.")
  func text() {
    let ref = S3Ref(
      id: first, nonce: S3Ref.newNonce(), before: [S3Ref.newNonce(), "a"], time: -5, author: "ada\r\n%0A", what: "")
    #expect(S3Ref(ref.text) == ref)
    let deleted = S3Ref(id: nil, nonce: "n", before: [], time: 0, author: "", what: "x\n")
    #expect(S3Ref(deleted.text) == deleted)
    for text in [
      "", "gloss ref 2\n", ref.text + "\n", String(ref.text.dropLast()), ref.text.replacing("id ", with: "id"),
    ] {
      #expect(S3Ref(text) == nil)
    }
    #expect(Set((0..<100).map { _ in S3Ref.newNonce() }).count == 100)
  }

  @Test("A ref remembers the last 32 writes, and no more.")
  func memory() throws {
    let fixture = try S3Fixture()
    let remote = try fixture.ready()
    for number in 0..<40 {
      #expect(try remote.move(from: remote.main(), to: ObjectID.made(UInt64(number))))
    }
    #expect(try fixture.object("heads/main").before.count == S3Ref.memory)
  }
}

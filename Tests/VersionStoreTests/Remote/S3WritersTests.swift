import Foundation
import S3Server
import Synchronization
import Testing

@testable import VersionStore

@Suite("Many writers on one ref", .timeLimit(.minutes(10)))
struct S3WritersTests {
  /// Each writer moves the ref to ids of its own, from what it read, until it has moved it `moves` times. Gives the
  /// moves that were told to have happened.
  private func race(
    _ remotes: [any Remote], moves: Int, make: @escaping @Sendable (_ writer: Int, _ move: Int) throws -> ObjectID
  ) -> [(from: ObjectID?, to: ObjectID)] {
    let made = Mutex<[(from: ObjectID?, to: ObjectID)]>([])
    _ = concurrently(remotes.count) { writer in
      for move in 0..<moves {
        do {
          let new = try make(writer, move)
          while true {
            let expected = try remotes[writer].refs()["heads/main"]
            if try remotes[writer].moveRef(
              "heads/main", from: expected, to: new, author: "writer \(writer)", time: Int64(move), what: "push")
            {
              made.withLock { $0.append((expected?.id, new)) }
              break
            }
          }
        } catch {
          Issue.record("writer \(writer), move \(move): \(error)")
        }
      }
    }
    return made.withLock(\.self)
  }

  /// Each move is in one chain from nothing to where the ref stands, once.
  private func checkChain(_ moves: [(from: ObjectID?, to: ObjectID)], count: Int, head: ObjectID?) {
    #expect(moves.count == count)
    var next: [ObjectID?: ObjectID] = [:]
    for move in moves {
      #expect(next[move.from] == nil, "two moves from one place")
      next[move.from] = move.to
    }
    var place: ObjectID?
    for _ in moves { place = next[place] }
    #expect(place == head)
  }

  @Test("16 writers move one ref, and every move is accounted for, on a network that fails.")
  func everyMove() throws {
    let fixture = try S3Fixture()
    let remotes = try (0..<16).map { _ in try fixture.remote(attempts: 40) }
    _ = try fixture.ready()
    // The same faults in every run, wherever threads put them: about every fifth request meets one.
    let random = Mutex(Seeded(7))
    fixture.server.plan { _, _ in
      switch random.withLock({ $0.next() % 40 }) {
      case 0: .drop
      case 1: .loseAnswer
      case 2: .refuse(503)
      case 3: .failAfter(500)
      case 4: .twice
      case 5: .delay(milliseconds: 3)
      case 6: .truncate(20)
      case 7: .dropInBody(30)
      default: nil
      }
    }
    let moves = race(remotes, moves: 4) { writer, move in ObjectID.made(UInt64(1 + writer * 100 + move)) }
    fixture.server.plan(nil)
    checkChain(moves, count: 64, head: try fixture.remote().main()?.id)
  }

  @Test("The same where the server answers 409 to those who meet.")
  func conflicts() throws {
    var manner = S3Server.Manner()
    manner.answersConflict = true
    let fixture = try S3Fixture(manner)
    _ = try fixture.ready()
    let remotes = try (0..<16).map { _ in try fixture.remote(attempts: 40) }
    let moves = race(remotes, moves: 2) { writer, move in ObjectID.made(UInt64(1 + writer * 100 + move)) }
    checkChain(moves, count: 32, head: try fixture.remote().main()?.id)
  }

  /// Run by hand: GLOSS_TEST_S3=s3://bucket/prefix with AWS's variables.
  @Test(
    "The same against a real server, where one is named.",
    .enabled(if: ProcessInfo.processInfo.environment["GLOSS_TEST_S3"] != nil))
  func realServer() throws {
    let environment = ProcessInfo.processInfo.environment
    let url = try #require(environment["GLOSS_TEST_S3"]) + "/" + S3Ref.newNonce()
    try Remotes.open(url: url, environment: environment).prepare()
    let remotes = try (0..<16).map { _ in try Remotes.open(url: url, environment: environment) }
    let moves = race(remotes, moves: 2) { writer, move in ObjectID.made(UInt64(1 + writer * 100 + move)) }
    checkChain(moves, count: 32, head: try remotes[0].refs()["heads/main"]?.id)
  }

  @Test("The same for a directory, whose operation log has every move.")
  func directory() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    let remotes = try (0..<16).map { _ in try Remotes.open(url: scratch.store, environment: [:]) }
    let moves = race(remotes, moves: 2) { writer, move in try store.makeCommit("\(writer) \(move)") }
    checkChain(moves, count: 32, head: try store.ref("heads/main"))
    #expect(try store.operations().count == 32)
  }
}

@Suite("gloss remote add finds out what a server keeps", .timeLimit(.minutes(10)))
struct S3ProbeTests {
  /// Prepares a place at a server of this manner; nothing of the race may be left there.
  private func prepare(_ change: (inout S3Server.Manner) -> Void, _ plan: S3Server.FaultPlan? = nil) throws -> [String]
  {
    var manner = S3Server.Manner()
    change(&manner)
    let fixture = try S3Fixture(manner)
    fixture.server.plan(plan)
    defer { #expect(!fixture.server.objects.keys.contains { $0.contains("probe") }) }
    do {
      try fixture.remote().prepare()
    } catch {
      #expect(fixture.server.objects.isEmpty, "a place that is refused is left as it was")
      throw error
    }
    try fixture.remote().prepare()
    return fixture.server.objects.keys.sorted()
  }

  @Test("A server that keeps the conditions is taken, also with 409, bare ETags and a bad network.")
  func kept() throws {
    #expect(try prepare { _ in } == ["team/tweets/format"])
    #expect(try prepare { $0.answersConflict = true } == ["team/tweets/format"])
    #expect(try prepare { $0.wantsBareTags = true } == ["team/tweets/format"])
    let plan: S3Server.FaultPlan = { number, _ in number % 5 == 3 ? .loseAnswer : number % 7 == 3 ? .drop : nil }
    #expect(try prepare({ _ in }, plan) == ["team/tweets/format"])
  }

  @Test("One that ignores If-None-Match is refused by that name.")
  func ignoresIfNoneMatch() {
    #expect { try prepare { $0.ignoresIfNoneMatch = true } } throws: { isRemoteFailure($0, naming: "If-None-Match: *") }
  }

  @Test("One that ignores If-Match is refused by that name.")
  func ignoresIfMatch() {
    #expect { try prepare { $0.ignoresIfMatch = true } } throws: { isRemoteFailure($0, naming: "If-Match:") }
  }

  @Test("One that looks first and then writes is refused: only a race shows it.")
  func looksThenWrites() {
    #expect { try prepare { $0.looksThenWrites = true } } throws: { isRemoteFailure($0, naming: "won a race") }
  }

  @Test("One that does not know conditions at all is refused.")
  func notImplemented() {
    #expect {
      try prepare({ _ in }, { _, request in request.headers["if-none-match"] != nil ? .refuse(501) : nil })
    } throws: { isRemoteFailure($0, naming: "501") }
  }
}

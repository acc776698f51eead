import Foundation
import Testing

@testable import VersionStore

@Suite("Refs and the operation log")
struct RefTests {
  private let scratch: Scratch
  private let store: Store
  private let a: ObjectID
  private let b: ObjectID

  init() throws {
    scratch = try Scratch()
    store = try scratch.makeStore()
    a = try store.makeCommit("a")
    b = try store.makeCommit("b")
  }

  @discardableResult
  private func move(_ name: String, _ old: ObjectID?, _ new: ObjectID?, _ what: String = "test") throws -> Bool {
    try store.moveRef(name, from: old, to: new, author: "ada", time: 5, what: what)
  }

  @Test("A ref is made, moved and deleted by who knows where it is, and by nobody else.")
  func compareAndSwap() throws {
    #expect(try store.ref("heads/main") == nil)
    #expect(try !move("heads/main", a, b))
    #expect(try move("heads/main", nil, a))
    #expect(try !move("heads/main", nil, b))
    #expect(try !move("heads/main", b, a))
    #expect(try move("heads/main", a, b))
    #expect(try move("heads/main", b, b))
    #expect(try Store.open(at: scratch.store).refs() == ["heads/main": b])
    #expect(try move("heads/main", b, nil))
    #expect(try store.ref("heads/main") == nil)
    #expect(try store.refs() == [:])
  }

  @Test("Every move is in the log with its number, and none that was not made.")
  func log() throws {
    try move("heads/main", nil, a, "commit: first batch")
    try move("heads/main", nil, b)
    try move("tags/v1", nil, b, "tag 🎉")
    try move("heads/main", a, nil)
    let expected = [
      Operation(
        sequence: 1, time: 5, author: "ada", what: "commit: first batch", ref: "heads/main", old: nil, new: a),
      Operation(sequence: 2, time: 5, author: "ada", what: "tag 🎉", ref: "tags/v1", old: nil, new: b),
      Operation(sequence: 3, time: 5, author: "ada", what: "test", ref: "heads/main", old: a, new: nil),
    ]
    #expect(try store.operations() == expected)
    #expect(try Store.open(at: scratch.store).operations() == expected)
  }

  @Test("A ref is not moved to what is not a commit of this store.")
  func missing() throws {
    #expect(throws: StoreError.missing(.made(1))) { try move("heads/main", nil, .made(1)) }
    let pack = try store.newPack()
    let blob = try pack.addBlob([1])
    try pack.finish()
    #expect(throws: StoreError.missing(blob)) { try move("heads/main", nil, blob) }
    #expect(try store.operations() == [])
    #expect(try store.refs() == [:])
  }

  @Test(
    "Names that are no plain path are refused.",
    arguments: [
      "", "main", "/main", "heads/", "heads//x", "heads/.x", "heads/x.", "heads/x.lock", "heads/..", "../packs/x",
      "heads/a b", "heads/a~1", "heads/a^", "heads/a:b", "heads/a?", "heads/*", "heads/[a", "heads/a\\b", "heads/a\n",
      "heads/a@{1}", "heads/\u{202E}x", "heads/\0", "heads/" + String(repeating: "x", count: 300),
    ])
  func names(name: String) {
    #expect {
      try move(name, nil, a)
    } throws: { error in
      if case .badRef(name: name, _)? = error as? StoreError { true } else { false }
    }
  }

  @Test("Names may have several parts, and a name cannot also be a directory of names.")
  func directories() throws {
    #expect(try move("heads/team/ada/draft", nil, a))
    #expect(throws: StoreError.self) { try move("heads/team", nil, a) }
    #expect(throws: StoreError.self) { try move("heads/team/ada/draft/x", nil, a) }
    #expect(try move("heads/größe", nil, b))
    #expect(try store.refs() == ["heads/team/ada/draft": a, "heads/größe": b])
    // Once the last is gone its directories give way.
    #expect(try move("heads/team/ada/draft", a, nil))
    #expect(try move("heads/team", nil, a))
    #expect(try store.operations().count == 4)
  }

  @Test("Of many who move a ref at once, one wins each round.")
  func race() async throws {
    try move("heads/main", nil, a)
    let (a, b, path) = (a, b, scratch.store)
    let wins = await withTaskGroup(of: Int.self) { group in
      for worker in 0..<6 {
        group.addTask {
          guard let store = try? Store.open(at: path) else { return -1000 }
          var wins = 0
          for round in 0..<10 {
            let (old, new) = round % 2 == 0 ? (a, b) : (b, a)
            let isMoved = try? store.moveRef(
              "heads/main", from: old, to: new, author: "\(worker)", time: 0, what: "")
            if isMoved == true { wins += 1 }
          }
          return wins
        }
      }
      return await group.reduce(0, +)
    }
    let operations = try store.operations().dropFirst()
    #expect(operations.count == wins)
    #expect(wins >= 10)
    // A chain without gaps: each starts where the one before ended.
    for (one, next) in zip(operations, operations.dropFirst()) { #expect(one.new == next.old) }
    #expect(operations.map(\.sequence) == Array(2..<operations.count + 2))
  }

  @Test("A torn last record is passed over by readers and cut off by the next move.")
  func tornRecord() throws {
    try move("heads/main", nil, a)
    try move("heads/main", a, b)
    let log = URL(fileURLWithPath: scratch.store + "/operations")
    let whole = try Data(contentsOf: log)
    let operations = try store.operations()
    let next = Data(
      OperationLog.encode(
        Operation(sequence: 3, time: 1, author: "x", what: "torn", ref: "heads/main", old: b, new: a)))
    var tails = (1..<next.count).map { next.prefix($0) }
    // A file system may also lengthen a file and lose what was in it.
    tails += [Data(count: next.count), Data(count: 7), next.prefix(40) + Data(count: next.count - 40)]
    for tail in tails {
      try (whole + tail).write(to: log)
      #expect(try store.operations() == operations)
    }
    for tail in [next.prefix(3), next.dropLast(), Data(count: 100)] {
      try (whole + tail).write(to: log)
      #expect(try move("heads/other", nil, a))
      #expect(try store.operations().map(\.ref) == ["heads/main", "heads/main", "heads/other"])
      #expect(try move("heads/other", a, nil))
      try whole.write(to: log)
    }
  }

  @Test("A record whose ref did not move has not happened.")
  func recordWithoutMove() throws {
    try move("heads/main", nil, a)
    let log = URL(fileURLWithPath: scratch.store + "/operations")
    let whole = try Data(contentsOf: log)
    let next = Operation(sequence: 2, time: 1, author: "x", what: "crashed", ref: "heads/main", old: a, new: b)
    try (whole + Data(OperationLog.encode(next))).write(to: log)
    #expect(try store.operations().count == 1)
    #expect(try move("heads/new", nil, b))
    #expect(try store.operations().map(\.what) == ["test", "test"])
    #expect(try store.operations().map(\.sequence) == [1, 2])
  }

  @Test("A damaged record in the middle is reported and never cut off.")
  func damagedLog() throws {
    try move("heads/main", nil, a)
    try move("heads/main", a, b)
    try move("heads/main", b, a)
    let size = try Data(contentsOf: URL(fileURLWithPath: scratch.store + "/operations")).count
    try scratch.flip("operations", at: size / 2)
    #expect {
      try store.operations()
    } throws: { error in
      if case .badLog? = error as? StoreError { true } else { false }
    }
    // The last record is whole, so that work goes on.
    #expect(try move("heads/main", a, b))
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.store + "/operations")).count > size)
  }

  @Test("A damaged ref is reported by its name.")
  func damagedRef() throws {
    try move("heads/main", nil, a)
    try Data("nonsense\n".utf8).write(to: URL(fileURLWithPath: scratch.store + "/refs/heads/main"))
    #expect {
      try store.ref("heads/main")
    } throws: { error in
      if case .badRef(name: "heads/main", _)? = error as? StoreError { true } else { false }
    }
  }

  @Test("Texts that are too long for the log are refused.")
  func longTexts() throws {
    let long = String(repeating: "x", count: OperationLog.textLimit)
    #expect(try store.moveRef("heads/main", from: nil, to: a, author: long, time: 0, what: long))
    #expect(try store.operations().first?.what == long)
    #expect(throws: StoreError.self) { try move("heads/main", a, b, long + "x") }
  }
}

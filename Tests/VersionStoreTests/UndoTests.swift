import Testing

@testable import VersionStore

@Suite("What of the operation log can be undone and redone")
struct UndoTests {
  private let scratch: Scratch
  private let store: Store
  private let commits: [ObjectID]

  init() throws {
    scratch = try Scratch()
    store = try scratch.makeStore()
    commits = try (0..<5).map { [store] in try store.makeCommit("\($0)") }
  }

  private func move(
    _ old: Int?, _ new: Int?, _ what: String, ref: String = "heads/main", by author: String = "ada"
  ) throws {
    let (from, to) = (old.map { commits[$0] }, new.map { commits[$0] })
    #expect(try store.moveRef(ref, from: from, to: to, author: author, time: 0, what: what))
  }

  @Test(
    "A description's verb is its first word, and an undo or redo says of which operation.",
    arguments: [
      ("commit: first: batch", "commit", nil, nil), ("undo 3: commit: x", "undo", 3, nil), ("redo 12", "redo", nil, 12),
      ("undo", "undo", nil, nil), ("undo x: y", "undo", nil, nil), ("commit: undo 3", "commit", nil, nil),
      ("undo 99: later", "undo", nil, nil), ("", "", nil, nil), ("undo 0: x", "undo", nil, nil),
    ] as [(String, String, Int?, Int?)])
  func words(what: String, verb: String, undoes: Int?, redoes: Int?) {
    let operation = Operation(sequence: 50, time: 0, author: "", what: what, ref: "heads/main", old: nil, new: nil)
    #expect(operation.verb == verb)
    #expect(operation.undoes == undoes)
    #expect(operation.redoes == redoes)
  }

  @Test("What an undo and a redo are called reads back as what they are.")
  func roundTrip() {
    let long = String(repeating: "x", count: OperationLog.textLimit)
    let operation = Operation(sequence: 12, time: 0, author: "", what: long, ref: "heads/main", old: nil, new: nil)
    for words in [operation.undoWords, operation.redoWords] {
      #expect(words.utf8.count < OperationLog.textLimit)
      var next = operation
      (next.sequence, next.what) = (13, words)
      #expect((next.undoes ?? next.redoes) == 12)
    }
  }

  @Test("Undo goes back one operation after the other, redo forward again, and nothing is left at the ends.")
  func walking() throws {
    try move(nil, 0, "commit: a")
    try move(0, 1, "commit: b")
    try move(1, 2, "commit: c")
    #expect(try store.redoable(by: "ada") == nil)
    for (number, old, new) in [(3, 1, 2), (2, 0, 1)] {
      let operation = try #require(try store.undoable(by: "ada"))
      #expect(operation.sequence == number)
      try move(new, old, operation.undoWords)
    }
    #expect(try store.undoneOperations() == [2, 3])
    #expect(try store.undoable(by: "ada")?.sequence == 1)
    for (number, old, new) in [(2, 0, 1), (3, 1, 2)] {
      let operation = try #require(try store.redoable(by: "ada"))
      #expect(operation.sequence == number)
      try move(old, new, operation.redoWords)
    }
    #expect(try store.redoable(by: "ada") == nil)
    #expect(try store.undoable(by: "ada")?.sequence == 3)
    #expect(try store.undoneOperations() == [])
  }

  @Test("Whoever does something new after an undo has nothing to redo.")
  func newWork() throws {
    try move(nil, 0, "commit: a")
    try move(0, 1, "commit: b")
    try move(1, 0, "undo 2: commit: b")
    #expect(try store.redoable(by: "ada")?.sequence == 2)
    try move(0, 2, "commit: c")
    #expect(try store.redoable(by: "ada") == nil)
    #expect(try store.undoable(by: "ada")?.sequence == 4)
    // Taking that back too makes room for the first again.
    try move(2, 0, "undo 4: commit: c")
    #expect(try store.redoable(by: "ada")?.sequence == 4)
    #expect(try store.undoable(by: "ada")?.sequence == 1)
  }

  @Test("Each person has their own, and moves of remotes' branches are nobody's.")
  func people() throws {
    try move(nil, 0, "commit: a", by: "ada")
    try move(nil, 0, "tag: v1", ref: "tags/v1", by: "bob")
    try move(nil, 1, "fetch: origin", ref: "remotes/origin/main", by: "ada")
    #expect(try store.undoable(by: "ada")?.sequence == 1)
    #expect(try store.undoable(by: "bob")?.sequence == 2)
    #expect(try store.undoable(by: nil)?.sequence == 2)
    #expect(try store.undoable(by: "chen") == nil)
    try move(0, nil, "undo 2: tag: v1", ref: "tags/v1", by: "bob")
    #expect(try store.redoable(by: "ada") == nil)
    #expect(try store.redoable(by: "bob")?.sequence == 2)
  }

  @Test("What led away from a commit that is gone cannot be undone.")
  func collected() throws {
    let packs = try scratch.files(in: "packs")
    let lost = try store.makeCommit("lost")
    let pack = try #require(try scratch.files(in: "packs").first { !packs.contains($0) })
    try move(nil, 0, "commit: a", ref: "heads/other")
    #expect(try store.moveRef("heads/main", from: nil, to: lost, author: "ada", time: 0, what: "commit: lost"))
    #expect(try store.moveRef("heads/main", from: lost, to: commits[1], author: "ada", time: 0, what: "commit: b"))
    try scratch.remove("packs/" + pack)
    #expect(try Store.open(at: scratch.store).undoable(by: "ada")?.sequence == 2)
  }
}

import Testing

@testable import VersionStore

@Suite("A store against a plain dictionary")
struct ModelTests {
  @Test("Random edits, commits, reopenings and looks back agree with dictionaries.", arguments: 0..<3)
  func model(seed: Int) throws {
    let scratch = try Scratch()
    var random = Seeded(UInt64(seed) + 500)
    var store = try scratch.makeStore()
    var rows: [[UInt8]: [UInt8]] = [:]
    var history: [(commit: ObjectID, rows: [[UInt8]: [UInt8]])] = []
    for round in 0..<40 {
      var changes: [[UInt8]: [UInt8]?] = [:]
      for _ in 0..<Int.random(in: 0...120, using: &random) {
        let key = [UInt8]("k\(Int.random(in: 0..<800, using: &random))")
        changes[key] = .some(Int.random(in: 0..<4, using: &random) == 0 ? nil : random.bytes(30))
      }
      for (key, value) in changes { rows[key] = value }
      let previous = try history.last.map { try store.commit($0.commit) }
      let pack = try store.newPack()
      let start = Tree(root: previous?.trees["samples"] ?? Node.emptyID, in: store)
      let root = try start.applying(edits(changes), pack: pack)
      let commit = Commit(
        parents: history.last.map { [$0.commit] } ?? [], trees: ["samples": root], blobs: [:], author: "ada",
        time: Int64(round), message: "round \(round)")
      let id = try pack.add(commit)
      try pack.finish()
      #expect(
        try store.moveRef(
          "heads/main", from: history.last?.commit, to: id, author: "ada", time: Int64(round), what: "\(round)"))
      history.append((id, rows))
      if Bool.random(using: &random) { store = try Store.open(at: scratch.store) }
      let old = try #require(history.randomElement(using: &random))
      let steps = history.count - 1 - (history.firstIndex { $0.commit == old.commit } ?? 0)
      #expect(try store.resolve("main~\(steps)") == old.commit)
      #expect(try store.resolve(String(old.commit.hex.prefix(20))) == old.commit)
      let tree = Tree(root: try #require(try store.commit(old.commit).trees["samples"]), in: store)
      #expect(try tree.rows() == sortedRows(old.rows))
    }
    #expect(try store.operations().map(\.new) == history.map(\.commit))
    let report = try store.fsck(references: { _, _ in [] }, progress: { _, _ in })
    #expect(report.damage == [])
    #expect(report.commits == 40)
  }
}

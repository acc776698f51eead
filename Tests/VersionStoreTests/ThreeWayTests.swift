import Testing

@testable import VersionStore

@Suite("Three trees at once")
struct ThreeWayTests {
  private let scratch: Scratch
  private let store: Store

  init() throws {
    scratch = try Scratch()
    store = try scratch.makeStore()
  }

  private func changes(_ base: Tree, _ ours: Tree, _ theirs: Tree) throws -> [ThreeWayChange] {
    var found: [ThreeWayChange] = []
    try base.forEachThreeWayChange(ours: ours, theirs: theirs) { change in
      found.append(change)
      return true
    }
    return found
  }

  private func randomChanges(_ random: inout Seeded) -> [[UInt8]: [UInt8]?] {
    var changes: [[UInt8]: [UInt8]?] = [:]
    for _ in 0..<Int.random(in: 0...200, using: &random) {
      let key = [UInt8]("k\(Int.random(in: 0..<600, using: &random))")
      // Few values, so that both sides often make the same change.
      let value = [UInt8](repeating: UInt8.random(in: 0..<3, using: &random), count: 30)
      changes[key] = .some(Int.random(in: 0..<3, using: &random) == 0 ? nil : value)
    }
    return changes
  }

  @Test("Every key that either side changed is given, with all three values, as dictionaries have it.")
  func againstDictionaries() throws {
    var random = Seeded(77)
    for _ in 0..<30 {
      var rows: [[UInt8]: [UInt8]] = [:]
      for (key, value) in randomChanges(&random) { rows[key] = value }
      let base = try store.makeTree(rows)
      var (ourRows, theirRows) = (rows, rows)
      let (ourChanges, theirChanges) = (randomChanges(&random), randomChanges(&random))
      for (key, value) in ourChanges { ourRows[key] = value }
      for (key, value) in theirChanges { theirRows[key] = value }
      let (ours, theirs) = (try store.apply(ourChanges, to: base), try store.apply(theirChanges, to: base))
      let keys = Set(rows.keys).union(ourRows.keys).union(theirRows.keys)
      let expected = keys.filter { ourRows[$0] != rows[$0] || theirRows[$0] != rows[$0] }
        .sorted { $0.lexicographicallyPrecedes($1) }
        .map { ThreeWayChange(key: $0, base: rows[$0], ours: ourRows[$0], theirs: theirRows[$0]) }
      #expect(try changes(base, ours, theirs) == expected)
      let mirrored = expected.map { ThreeWayChange(key: $0.key, base: $0.base, ours: $0.theirs, theirs: $0.ours) }
      #expect(try changes(base, theirs, ours) == mirrored)
    }
  }

  @Test("It ends where the caller has seen enough.")
  func stopping() throws {
    let base = try store.makeTree([[1]: [1], [2]: [2], [3]: [3]])
    let ours = try store.apply([[1]: [9], [3]: nil], to: base)
    var seen: [[UInt8]] = []
    try base.forEachThreeWayChange(ours: ours, theirs: base) { change in
      seen.append(change.key)
      return false
    }
    #expect(seen == [[1]])
    #expect(try changes(base, base, base) == [])
  }

  @Test("Only nodes near the changes are read: some dozens of a tree of hundreds.")
  func cost() throws {
    var rows: [[UInt8]: [UInt8]] = [:]
    for index in 0..<50_000 { rows[[UInt8]("row \(100_000 + index)")] = [UInt8]("\(index)") }
    let key = { (index: Int) in [UInt8]("row \(100_000 + index)") }
    let base = try store.makeTree(rows)
    let ours = try store.apply([key(7): [1], key(30_000): nil], to: base)
    let theirs = try store.apply([key(30_000): [2], key(49_999) + [1]: [3]], to: base)
    let nodes = try [base, ours, theirs].map { try $0.nodeIDs() }
    let all = nodes[0].union(nodes[1]).union(nodes[2])
    let differing = all.subtracting(nodes[0].intersection(nodes[1]).intersection(nodes[2]))
    #expect(differing.count < 40)
    #expect(all.count > 250)
    // A store that has only what is not shared: reading anything else would fail.
    let elsewhere = try Scratch()
    let sparse = try elsewhere.makeStore()
    let pack = try sparse.newPack()
    for id in differing { try pack.add(.node, store.read(id, .node)) }
    try pack.finish()
    let trees = [base, ours, theirs].map { Tree(root: $0.root, in: sparse) }
    let found = try changes(trees[0], trees[1], trees[2])
    #expect(found.map(\.key) == [key(7), key(30_000), key(49_999) + [1]])
    #expect(found[1] == ThreeWayChange(key: key(30_000), base: rows[key(30_000)], ours: nil, theirs: [2]))
  }
}

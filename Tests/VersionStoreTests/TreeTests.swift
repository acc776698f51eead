import Testing

@testable import VersionStore

@Suite("Trees")
struct TreeTests {
  private let scratch: Scratch
  private let store: Store

  init() throws {
    scratch = try Scratch()
    store = try scratch.makeStore()
  }

  private func numbered(_ count: Int, step: Int = 1) -> [[UInt8]: [UInt8]] {
    var rows: [[UInt8]: [UInt8]] = [:]
    for index in 0..<count {
      let digits = String(index * step)
      rows[[UInt8]("s" + String(repeating: "0", count: 8 - digits.count) + digits)] = [UInt8]("value of \(index)")
    }
    return rows
  }

  @Test("The empty tree has no rows, and needs not be stored to be read.")
  func empty() throws {
    let tree = Tree(root: Node.emptyID, in: store)
    #expect(try tree.count() == 0)
    #expect(try tree.rows() == [])
    #expect(try tree.value(for: [1]) == nil)
    #expect(try tree.row(at: 0) == nil)
    #expect(try tree.changes(to: tree) == [])
    let pack = try store.newPack()
    #expect(try Tree.empty(in: pack) == Node.emptyID)
    let builder = TreeBuilder(pack: pack)
    #expect(try builder.finish() == Node.emptyID)
  }

  @Test("Rows are found by key, by position and in order.", arguments: [1, 2, 100, 20_000])
  func lookup(count: Int) throws {
    let rows = numbered(count, step: 2)
    let tree = try store.makeTree(rows)
    let sorted = sortedRows(rows)
    #expect(try tree.count() == count)
    #expect(try tree.rows() == sorted)
    for index in stride(from: 0, to: count, by: max(1, count / 500)) {
      let row = sorted[index]
      #expect(try tree.value(for: row.key) == row.value)
      #expect(try tree.value(for: row.key + [0]) == nil)
      #expect(try tree.row(at: index) == row)
      #expect(try tree.index(of: row.key) == index)
      #expect(try tree.index(of: row.key + [0]) == index + 1)
    }
    #expect(try tree.row(at: count) == nil)
    #expect(try tree.row(at: -1) == nil)
    #expect(try tree.value(for: []) == nil)
    #expect(try tree.value(for: [255]) == nil)
  }

  @Test("Reading begins where it is told and ends when it is told.")
  func range() throws {
    let rows = numbered(5000, step: 2)
    let tree = try store.makeTree(rows)
    let sorted = sortedRows(rows)
    for index in stride(from: 0, to: 5000, by: 611) {
      for start in [sorted[index].key, sorted[index].key.dropLast() + [sorted[index].key[8] - 1, 255]] {
        var found: [Row] = []
        try tree.forEach(from: start) { row in
          found.append(row)
          return found.count < 100
        }
        #expect(found == Array(sorted[index...].prefix(100)))
      }
    }
    var afterLast = 0
    try tree.forEach(from: [255]) { _ in
      afterLast += 1
      return true
    }
    #expect(afterLast == 0)
  }

  @Test("The root of known rows never changes: it is part of the format.")
  func pinned() throws {
    #expect(Node.emptyID.hex == "ac5858a67cf7302ea38a9b9edcb7a4a69425df85725127813052836ed8c10f34")
    let one = try store.makeTree([[1]: [2]]).root.hex
    #expect(one == "bafdf744b694c853a457696e2ae10b667e8b3cdec731552e1f2697093b872a04")
    let many = try store.makeTree(numbered(10_000)).root.hex
    #expect(many == "7fe76ce41660175d1f0fb026f962560be3e7e9b649f685741f63e658c3f61148")
  }

  @Test("Rows out of order and rows that are too large are refused.")
  func refusals() throws {
    let pack = try store.newPack()
    var builder = TreeBuilder(pack: pack)
    try builder.add(key: [2], value: [])
    do {
      try builder.add(key: [2], value: [])
      Issue.record("a key twice")
    } catch { #expect(error == .unsortedKeys) }
    do {
      try builder.add(key: [UInt8](repeating: 3, count: 4097), value: [])
      Issue.record("a long key")
    } catch { #expect(error == .tooLarge(what: "The key of a row", bytes: 4097, limit: 4096)) }
    let tree = Tree(root: Node.emptyID, in: store)
    let unsorted = [Edit(key: [2], value: []), Edit(key: [1], value: [])]
    #expect(throws: StoreError.unsortedKeys) { try tree.applying(unsorted, pack: pack) }
    let large = [Edit(key: [1], value: [UInt8](repeating: 0, count: 16 << 20 + 1))]
    #expect(throws: StoreError.self) { try tree.applying(large, pack: pack) }
  }

  @Test("Long keys and huge values are rows like any other.")
  func largeRows() throws {
    var random = Seeded(7)
    var rows = numbered(2000)
    for index in 0..<40 { rows[random.bytes(4000) + [UInt8(index)]] = random.bytes(20) }
    for size in [5000, 9000, 20_000, 70_000, 3_000_000] { rows[random.bytes(12)] = random.bytes(size) }
    let tree = try store.makeTree(rows)
    #expect(try tree.rows() == sortedRows(rows))
    let key = try #require(rows.first { $0.value.count == 70_000 }?.key)
    let edited = try store.apply([key: [1]], to: tree)
    rows[key] = [1]
    #expect(try edited.rows() == sortedRows(rows))
    #expect(try store.makeTree(rows).root == edited.root)
  }

  @Test("Edits that change nothing give the same root and store nothing.")
  func noChange() throws {
    let rows = numbered(3000)
    let tree = try store.makeTree(rows)
    let some = rows.filter { $0.key[8] == 0x37 }
    let pack = try store.newPack()
    #expect(try tree.applying(edits(some), pack: pack) == tree.root)
    #expect(try tree.applying(edits([[1]: nil, [255]: nil]), pack: pack) == tree.root)
    #expect(try tree.applying([Edit](), pack: pack) == tree.root)
    #expect(try pack.finish() == 0)
  }

  @Test("A few edits write a few nodes.")
  func costOfEdits() throws {
    let rows = numbered(100_000)
    let tree = try store.makeTree(rows)
    let before = try tree.nodeIDs()
    var random = Seeded(8)
    var changes: [[UInt8]: [UInt8]?] = [:]
    let keys = rows.keys.sorted { $0.lexicographicallyPrecedes($1) }
    for _ in 0..<20 { changes[keys.randomElement(using: &random) ?? []] = random.bytes(14) }
    let edited = try store.apply(changes, to: tree)
    let new = try edited.nodeIDs().subtracting(before)
    // Each edit its leaf and the path above, and now and then a neighbour until the cuts agree again.
    #expect(new.count <= 20 * 5)
    #expect(try edited.changes(to: tree).count == changes.count)
  }

  @Test("A tree can be edited again in the pack that it was written to.")
  func pendingTree() throws {
    let rows = numbered(30_000)
    let expected = try store.makeTree(rows).root
    let elsewhere = try Scratch()
    let other = try elsewhere.makeStore()
    let pack = try other.newPack()
    var root = try Tree.empty(in: pack)
    var random = Seeded(9)
    for part in Dictionary(grouping: rows, by: { _ in Int.random(in: 0..<5, using: &random) }).values {
      let changes = Dictionary(uniqueKeysWithValues: part.map { ($0.key, Optional($0.value)) })
      root = try Tree(root: root, in: other).applying(edits(changes), pack: pack)
    }
    #expect(root == expected)
    try pack.finish()
    #expect(try Tree(root: root, in: other).rows() == sortedRows(rows))
  }

  @Test("Shared subtrees are not read by a comparison.")
  func comparisonReadsOnlyTheChange() throws {
    let rows = numbered(50_000)
    let old = try store.makeTree(rows)
    let keys = rows.keys.sorted { $0.lexicographicallyPrecedes($1) }
    let changes: [[UInt8]: [UInt8]?] = [
      keys[7]: nil, keys[25_000]: [1], keys[25_001] + [0]: [2], keys[49_999] + [9]: [3],
    ]
    let new = try store.apply(changes, to: old)
    // A store that has only what is not shared.
    let (oldNodes, newNodes) = (try old.nodeIDs(), try new.nodeIDs())
    let elsewhere = try Scratch()
    let sparse = try elsewhere.makeStore()
    let pack = try sparse.newPack()
    for id in oldNodes.symmetricDifference(newNodes) { try pack.add(.node, store.read(id, .node)) }
    try pack.finish()
    #expect(oldNodes.intersection(newNodes).count > 100)
    let found = try Tree(root: old.root, in: sparse).changes(to: Tree(root: new.root, in: sparse))
    #expect(found.map(\.key) == [keys[7], keys[25_000], keys[25_001] + [0], keys[49_999] + [9]])
    #expect(found.map(\.new) == [nil, [1], [2], [3]])
    #expect(found[0].old == rows[keys[7]])
  }

  @Test("Bytes that are no node's are refused, not trusted.")
  func malformedNodes() throws {
    let good = try store.read(store.makeTree(numbered(50)).root, .node)
    var random = Seeded(10)
    #expect(Node(good) != nil)
    for size in 0..<good.count { #expect(Node(Array(good.prefix(size))) == nil) }
    for _ in 0..<5000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      // Whatever is still a node can be read to its end without stepping outside.
      guard let node = Node(bytes) else { continue }
      for index in 0..<node.count {
        if node.isLeaf {
          _ = node.row(at: index)
        } else {
          _ = (node.key(at: index), node.child(at: index), node.rowCount(at: index))
        }
      }
    }
  }
}

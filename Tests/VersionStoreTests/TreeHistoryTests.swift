import Testing

@testable import VersionStore

/// The invariant that everything rests on: the same rows have the same root, whatever happened before.
@Suite("History independence")
struct TreeHistoryTests {
  /// Keys of one kind each: long runs of similar keys are where cuts go wrong.
  enum Keys: String, CaseIterable, CustomTestStringConvertible {
    case numbers, similar, pairs, random, tiny
    var testDescription: String { rawValue }

    func make(_ random: inout Seeded) -> [UInt8] {
      let number = Int.random(in: 0..<4000, using: &random)
      switch self {
      case .numbers: return [UInt8](String(number))
      case .similar: return [UInt8](repeating: 97, count: number % 60) + [UInt8](String(number / 60))
      case .pairs: return [UInt8]("sample-\(number / 4)") + [0] + [UInt8](["ada", "bea", "cy", "dan"][number % 4])
      case .random: return random.bytes(Int.random(in: 0...40, using: &random))
      case .tiny: return [UInt8(number % 256)]
      }
    }
  }

  private func value(_ random: inout Seeded) -> [UInt8] {
    switch Int.random(in: 0..<200, using: &random) {
    case 0: random.bytes(Int.random(in: 4000...40_000, using: &random))
    case 1...20: []
    default: random.bytes(Int.random(in: 1...80, using: &random))
    }
  }

  @Test("Any edits in any batches give the root that building from the rows gives.", arguments: Keys.allCases, 0..<4)
  func anyHistory(keys: Keys, seed: Int) throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var random = Seeded(UInt64(seed) + 100)
    var rows: [[UInt8]: [UInt8]] = [:]
    var tree = try store.makeTree([:])
    for _ in 0..<12 {
      let previous = (tree, rows)
      var changes: [[UInt8]: [UInt8]?] = [:]
      for _ in 0..<Int.random(in: 1...[3, 50, 1500][Int.random(in: 0..<3, using: &random)], using: &random) {
        let deletes = Int.random(in: 0..<3, using: &random) == 0
        let key = deletes ? rows.keys.sorted { $0.lexicographicallyPrecedes($1) }.randomElement(using: &random) : nil
        changes[key ?? keys.make(&random)] = .some(deletes ? nil : value(&random))
        if changes.count > 200, deletes { break }
      }
      for (key, value) in changes { rows[key] = value }
      tree = try store.apply(changes, to: tree)
      #expect(try store.makeTree(rows).root == tree.root)
      #expect(try tree.count() == rows.count)

      // The comparison finds exactly what differs, both ways.
      let expected = Set(rows.keys).union(previous.1.keys).filter { rows[$0] != previous.1[$0] }
        .sorted { $0.lexicographicallyPrecedes($1) }
        .map { RowChange(key: $0, old: previous.1[$0], new: rows[$0]) }
      #expect(try previous.0.changes(to: tree) == expected)
      let back = expected.map { RowChange(key: $0.key, old: $0.new, new: $0.old) }
      #expect(try tree.changes(to: previous.0) == back)
    }
    #expect(try tree.rows() == sortedRows(rows))

    // Taking everything away again, in two batches, ends at the empty tree.
    let half = rows.keys.filter { _ in Bool.random(using: &random) }
    tree = try store.apply(Dictionary(uniqueKeysWithValues: half.map { ($0, nil) }), to: tree)
    for key in half { rows[key] = nil }
    #expect(try store.makeTree(rows).root == tree.root)
    tree = try store.apply(Dictionary(uniqueKeysWithValues: rows.keys.map { ($0, nil) }), to: tree)
    #expect(tree.root == Node.emptyID)
  }

  @Test("A tree of several levels shrinks and grows back to the same root.")
  func levels() throws {
    let scratch = try Scratch()
    let store = try scratch.makeStore()
    var rows: [[UInt8]: [UInt8]] = [:]
    for index in 0..<60_000 { rows[[UInt8]("row \(index)")] = [UInt8]("\(index)") }
    let sorted = rows.keys.sorted { $0.lexicographicallyPrecedes($1) }
    let full = try store.makeTree(rows)
    for (start, end) in [(0, 59_999), (0, 30_000), (1, 60_000), (20_000, 60_000), (100, 59_900), (30_000, 30_001)] {
      let gone = sorted[start..<end]
      let shrunk = try store.apply(Dictionary(uniqueKeysWithValues: gone.map { ($0, nil) }), to: full)
      let kept = rows.filter { $0.key.lexicographicallyPrecedes(sorted[start]) || !gone.contains($0.key, sorted: true) }
      #expect(try store.makeTree(kept).root == shrunk.root)
      let grown = try store.apply(Dictionary(uniqueKeysWithValues: gone.map { ($0, rows[$0]) }), to: shrunk)
      #expect(grown.root == full.root)
    }
  }
}

extension ArraySlice<[UInt8]> {
  /// Whether a sorted slice has `key`.
  fileprivate func contains(_ key: [UInt8], sorted: Bool) -> Bool {
    guard let first, let last else { return false }
    return !key.lexicographicallyPrecedes(first) && !last.lexicographicallyPrecedes(key)
  }
}

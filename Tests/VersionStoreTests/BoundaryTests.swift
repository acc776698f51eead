import Testing

@testable import VersionStore

@Suite("Cuts of a tree")
struct BoundaryTests {
  /// The sizes of nodes that a level of many entries is cut into.
  private func sizes(level: Int, entries: Int, size: Int, key: (Int) -> [UInt8]) -> [Int] {
    var boundary = Boundary(level: level)
    var sizes: [Int] = []
    var current = 0
    for index in 0..<entries {
      let key = key(index)
      current += key.count + size + Boundary.entryOverhead
      if key.withUnsafeBytes({ boundary.ends(after: $0, valueSize: size) }) {
        sizes.append(current)
        current = 0
      }
    }
    return sizes
  }

  @Test("Nodes keep to their limits and lie around the target.", arguments: [0, 1, 5], [10, 40, 200])
  func distribution(level: Int, valueSize: Int) {
    let sizes = sizes(level: level, entries: 100_000, size: valueSize) { [UInt8](String($0)) }
    #expect(sizes.allSatisfy { $0 >= Boundary.minimumSize && $0 <= Boundary.maximumSize + 300 })
    let mean = sizes.reduce(0, +) / sizes.count
    #expect((3300...4300).contains(mean))
    // Shape 4: nearly all nodes are between a quarter and twice the target.
    #expect(sizes.filter { $0 < 1024 || $0 > 8192 }.count < sizes.count / 50)
  }

  @Test("A level is not cut where the one below is.")
  func salts() {
    let hashes = (0..<8).map { level in
      var boundary = Boundary(level: level)
      return (0..<10_000).map { index in
        [UInt8](String(index)).withUnsafeBytes { boundary.ends(after: $0, valueSize: 40) }
      }
    }
    #expect(Set(hashes).count == 8)
  }

  @Test("An interior node has two children at least, however long its keys.")
  func interior() {
    let sizes = sizes(level: 1, entries: 100, size: 40) { _ in [UInt8](repeating: 1, count: 20_000) }
    #expect(sizes.allSatisfy { $0 >= 40_000 })
  }

  @Test("Cuts never change: they are part of the format.")
  func pinned() {
    let cuts = { (level: Int) -> [Int] in
      var boundary = Boundary(level: level)
      return (0..<400).filter { index in
        [UInt8]("sample \(index)").withUnsafeBytes { boundary.ends(after: $0, valueSize: 40) }
      }
    }
    #expect(cuts(0) == [52, 113, 160, 229, 310, 366])
    #expect(cuts(1) == [102, 182, 276, 371])
  }
}

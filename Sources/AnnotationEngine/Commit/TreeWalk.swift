import VersionStore

/// The rows of a tree in order, one after another, so that several trees can be walked in step. Memory is that of a few
/// rows; nothing is read before it is asked for.
struct TreeWalk {
  private static let chunk = 1_024

  private let tree: Tree
  private var rows: [VersionStore.Row] = []
  private var place = 0
  private var hasEnded = false

  init(_ tree: Tree) { self.tree = tree }

  /// The next row without passing over it; nil at the end.
  mutating func peek() throws -> VersionStore.Row? {
    if place == rows.count, !hasEnded { try read() }
    return place < rows.count ? rows[place] : nil
  }

  mutating func next() throws -> VersionStore.Row? {
    guard let row = try peek() else { return nil }
    place += 1
    return row
  }

  /// The row of `key`; rows before it are passed over. Keys must be asked for in ascending order.
  mutating func row(of key: [UInt8]) throws -> VersionStore.Row? {
    while let row = try peek(), byteOrder(row.key, key) < 0 { place += 1 }
    guard let row = try peek(), row.key == key else { return nil }
    return row
  }

  private mutating func read() throws {
    // The least key after the last.
    let start = rows.last.map { $0.key + [0] }
    rows.removeAll(keepingCapacity: true)
    place = 0
    try tree.forEach(from: start) { row in
      rows.append(row)
      return rows.count < Self.chunk
    }
    hasEnded = rows.count < Self.chunk
  }
}

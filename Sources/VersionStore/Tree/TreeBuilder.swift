/// Builds a tree from rows in strictly ascending key order, in one pass and bounded memory.
public struct TreeBuilder: ~Copyable {
  private var writer: TreeWriter
  private var lastKey: [UInt8] = []
  private var isEmpty = true

  public init(pack: PackWriter) { writer = TreeWriter(pack: pack) }

  /// Adds the next row: O(size of the row), amortised.
  ///
  /// - Throws: `unsortedKeys` where `key` does not come after the last one; `tooLarge` over 4 KiB of key or 16 MiB of
  ///   value; what `PackWriter.add` throws.
  public mutating func add(key: [UInt8], value: [UInt8]) throws(StoreError) {
    try TreeWriter.check(key: key, valueSize: value.count)
    if !isEmpty, compareBytes(lastKey, key) >= 0 { throw .unsortedKeys }
    isEmpty = false
    lastKey.removeAll(keepingCapacity: true)
    lastKey.append(contentsOf: key)
    try writer.add(key: key, value: value)
  }

  /// The root of the tree of the rows added.
  public consuming func finish() throws(StoreError) -> ObjectID { try writer.finish() }
}

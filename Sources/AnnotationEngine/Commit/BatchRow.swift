import VersionStore

/// The value of a row of the `batches` tree, whose key is the batch's id: the first 8 bytes of the root of its order
/// tree. `Tables.md` gives the layout.
struct BatchRow: Equatable, Sendable {
  /// The root of the order tree: place, 4 bytes big-endian → id.
  var order: ObjectID
  /// The places in it.
  var count: UInt64
  /// Its place among all batches, from 1. Two branches may each have brought a batch of the same ordinal; ids decide
  /// then.
  var ordinal: UInt64

  var encoded: [UInt8] {
    var row = RowWriter()
    row.id(order)
    row.number(count)
    row.number(ordinal)
    return row.bytes
  }
}

extension BatchRow {
  init?(encoded: [UInt8]) {
    var row = RowReader(encoded)
    guard let order = row.id(), let count = row.number(), let ordinal = row.number(), row.isAtEnd,
      count <= UInt64(UInt32.max) + 1, ordinal <= UInt64(Int32.max)
    else { return nil }
    self.init(order: order, count: count, ordinal: ordinal)
  }
}

extension Snapshot {
  /// The batches that the commit names, in the order in which their samples are queued; nil where an older Gloss made the
  /// commit, which named none.
  func batchRows() throws -> [BatchRow]? {
    guard let batches else { return nil }
    var rows: [BatchRow] = []
    try batches.forEach(from: nil) { row in
      guard let batch = BatchRow(encoded: row.value), SampleRow.batch(ofOrder: batch.order) == row.key else {
        throw EngineError.damagedRow(table: TableName.batches, key: row.key)
      }
      rows.append(batch)
      return true
    }
    // The tree is in order of ids.
    let order = rows.indices.sorted { (rows[$0].ordinal, $0) < (rows[$1].ordinal, $1) }
    return order.map { rows[$0] }
  }
}

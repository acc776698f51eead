import VersionStore

/// The value of a row of the `samples` tree, whose key is the sample's id in UTF-8.
///
/// Layout: blob id (32 bytes), batch id (8 bytes), place within the batch (4 bytes, big-endian).
struct SampleRow: Equatable, Sendable {
  static let byteCount = ObjectID.byteCount + batchByteCount + 4
  static let batchByteCount = 8

  /// The blob of the sample's content: canonical JSON of {"fields": {…}, "metadata": {…}}.
  var blob: ObjectID
  /// The first 8 bytes of the root of the batch's order tree (place, 4 bytes big-endian → id), so that chance and
  /// time stay out of the tree.
  var batch: [UInt8]
  var place: UInt32
}

extension SampleRow {
  var encoded: [UInt8] { Self.encoded(blob: blob.bytes[...], batch: batch, place: place) }

  /// The encoding from parts, for where millions of rows are made.
  static func encoded(blob: ArraySlice<UInt8>, batch: [UInt8], place: UInt32) -> [UInt8] {
    precondition(blob.count == ObjectID.byteCount && batch.count == batchByteCount)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    bytes.append(contentsOf: blob)
    bytes.append(contentsOf: batch)
    for shift in stride(from: UInt32(24), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: place >> shift))
    }
    return bytes
  }

  init?(encoded: [UInt8]) {
    guard encoded.count == Self.byteCount, let blob = ObjectID(bytes: encoded.prefix(ObjectID.byteCount)) else {
      return nil
    }
    self.blob = blob
    batch = Array(encoded[ObjectID.byteCount..<ObjectID.byteCount + Self.batchByteCount])
    place = encoded.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The batch id that goes with an order tree's root.
  static func batch(ofOrder root: ObjectID) -> [UInt8] { Array(root.bytes.prefix(batchByteCount)) }

  /// The key of a place in the batch's order tree.
  static func key(ofPlace place: UInt32) -> [UInt8] {
    [UInt8(place >> 24), UInt8(place >> 16 & 0xFF), UInt8(place >> 8 & 0xFF), UInt8(place & 0xFF)]
  }
}

import VersionStore

/// The value of a row of the `samples` tree, whose key is the sample's id in UTF-8.
///
/// Layout: blob id (32 bytes), batch id (8 bytes), place within the batch (4 bytes, big-endian).
struct SampleRow: Equatable, Sendable {
  /// The blob of the sample's content: canonical JSON of {"fields": {…}, "metadata": {…}}.
  var blob: ObjectID
  /// The first 8 bytes of the root of the batch's order tree (place, 4 bytes big-endian → id), so that chance and
  /// time stay out of the tree.
  var batch: [UInt8]
  var place: UInt32

  var encoded: [UInt8] { fatalError() }
  init?(encoded: [UInt8]) { fatalError() }
}

extension Workspace {
  /// The sample of a queue position, or nil past the last.
  func sample(at position: Int) throws(EngineError) -> Sample? { fatalError() }

  func sample(id: String) throws(EngineError) -> Sample? { fatalError() }
}

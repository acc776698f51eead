import VersionStore

/// Merges the tables of samples and of batches: nothing that either side brought is lost.
struct SampleTableMerge {
  let store: Store
  let pack: PackWriter
  var side: MergePolicy.Side?

  /// The samples of both, over ours. The same sample on both sides is one; where its content differs, it is the side's
  /// that is preferred, or one of `clashes`.
  func samples(base: Tree, ours: Tree, theirs: Tree) throws -> (root: ObjectID, clashes: [String]) {
    var changes = try ThreeWayChanges(base: base, ours: ours, theirs: theirs)
    var clashes: [String] = []
    let root = try ours.applying(pack: pack) {
      while let change = try changes.next() {
        guard let merged = try merged(change) else {
          clashes.append(String(decoding: change.key, as: UTF8.self))
          continue
        }
        if merged != change.ours { return Edit(key: change.key, value: merged) }
      }
      return nil
    }
    return (root, clashes)
  }

  /// nil where the content differs and no side is preferred.
  private func merged(_ change: ThreeWayChange) throws -> [UInt8]? {
    guard let ours = change.ours, let theirs = change.theirs else { return change.ours ?? change.theirs }
    if ours == theirs || theirs == change.base { return ours }
    if ours == change.base { return theirs }
    guard let our = SampleRow(encoded: ours), let their = SampleRow(encoded: theirs) else {
      throw EngineError.damagedRow(table: TableName.samples, key: change.key)
    }
    let base = change.base.flatMap(SampleRow.init(encoded:))
    if our.blob != base?.blob, their.blob != base?.blob, try !store.sameContent(our.blob, their.blob) {
      guard let side else { return nil }
      return side == .ours ? ours : theirs
    }
    // The content that either changed, at the place that comes first.
    var row = byteOrder(ours, theirs) < 0 ? our : their
    if our.blob == base?.blob { row.blob = their.blob } else if their.blob == base?.blob { row.blob = our.blob }
    return row.encoded
  }

  /// The batches of both, over ours: each once, at the place in the order that comes first.
  func batches(base: Tree, ours: Tree, theirs: Tree) throws -> ObjectID {
    var changes = try ThreeWayChanges(base: base, ours: ours, theirs: theirs)
    return try ours.applying(pack: pack) {
      while let change = try changes.next() {
        guard let merged = try mergedBatch(change) else { continue }
        if merged != change.ours { return Edit(key: change.key, value: merged) }
      }
      return nil
    }
  }

  private func mergedBatch(_ change: ThreeWayChange) throws -> [UInt8]? {
    guard let ours = change.ours, let theirs = change.theirs else { return change.ours ?? change.theirs }
    if ours == change.base { return theirs }
    if theirs == change.base { return ours }
    guard let our = BatchRow(encoded: ours), let their = BatchRow(encoded: theirs) else {
      throw EngineError.damagedRow(table: TableName.batches, key: change.key)
    }
    if our.ordinal != their.ordinal { return our.ordinal < their.ordinal ? ours : theirs }
    return byteOrder(ours, theirs) < 0 ? ours : theirs
  }
}

extension Store {
  /// Whether two blobs have the same content; each has a salt of its own. What was erased is the same as nothing.
  func sameContent(_ a: ObjectID, _ b: ObjectID) throws -> Bool {
    if a == b { return true }
    do {
      return try Blob.content(of: read(a, .blob)).elementsEqual(Blob.content(of: read(b, .blob)))
    } catch StoreError.erased {
      return false
    }
  }
}

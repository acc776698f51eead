import Foundation
import VersionStore

/// Checks the live samples, whether a commit holds them or not: that every batch has its order, every sample its place
/// in one of them, and each its content. One walk over each tree; memory is a number a batch.
struct SamplesCheck {
  private let store: Store
  private let root: ObjectID?
  private let count: Int
  private let batches: [Batch]

  private struct Batch {
    var id: [UInt8]
    var order: ObjectID
    var count: Int
    /// Samples that stand in it: fewer than places where some stand elsewhere, or are gone.
    var samples: Int
  }

  init(_ workspace: Workspace) throws {
    store = workspace.store
    (root, count, batches) = try workspace.journal.read { db in
      (
        try db.liveSamples(), try db.sampleCount(),
        try db.batches().map { Batch(id: Array($0.id), order: $0.order, count: $0.count, samples: $0.samples) }
      )
    }
  }

  func damage() throws -> [FsckDamage] {
    var damage: [FsckDamage] = []
    var orders: [[UInt8]: Placement] = [:]
    for batch in batches {
      do {
        orders[batch.id] = try placement(of: batch)
      } catch let error as StoreError {
        damage.append(.journal(error.inWords, object: batch.order, path: "order of the batch \(hex(batch.id))"))
      }
      if let found = orders[batch.id], found.count != batch.count {
        damage.append(
          .journal(
            "it has \(found.count) samples, and the journal says \(batch.count)", object: batch.order,
            path: "order of the batch \(hex(batch.id))"))
      }
    }
    guard let root else { return damage }
    do {
      try compare(root, with: orders, &damage)
    } catch let error as StoreError {
      damage.append(.journal(error.inWords, object: root, path: "live samples"))
    }
    return damage
  }

  /// Which places hold which ids, as a number that does not depend on the order in which pairs are seen.
  private struct Placement: Equatable {
    var count = 0
    var sum: UInt64 = 0

    mutating func add(place: UInt32, id: [UInt8]) {
      var hasher = Hasher()
      hasher.combine(place)
      id.withUnsafeBytes { hasher.combine(bytes: $0) }
      sum &+= UInt64(bitPattern: Int64(hasher.finalize()))
      count += 1
    }
  }

  private func placement(of batch: Batch) throws -> Placement {
    var placement = Placement()
    try Tree(root: batch.order, in: store).forEach(from: nil) { row in
      placement.add(place: row.key.reduce(0) { $0 << 8 | UInt32($1) }, id: row.value)
      return true
    }
    return placement
  }

  private func compare(_ root: ObjectID, with orders: [[UInt8]: Placement], _ damage: inout [FsckDamage]) throws {
    var found: [[UInt8]: Placement] = [:]
    // Where places are empty, the sum over all cannot be the same: each sample is looked up.
    let gappy = Dictionary(
      batches.filter { $0.samples != $0.count }.map { ($0.id, Tree(root: $0.order, in: store)) }
    ) { first, _ in first }
    var total = 0
    try Tree(root: root, in: store).forEach(from: nil) { row in
      let path = "samples, key \(String(decoding: row.key, as: UTF8.self))"
      guard let sample = SampleRow(encoded: row.value) else {
        damage.append(.journal("the row cannot be read", path: path))
        return true
      }
      found[sample.batch, default: Placement()].add(place: sample.place, id: row.key)
      total += 1
      if let order = gappy[sample.batch],
        try order.value(for: SampleRow.key(ofPlace: sample.place)) != row.key
      {
        damage.append(.journal("another sample has its place in the order of its batch", path: path))
      }
      do {
        if store.promises == nil, try !store.contains(sample.blob) {
          damage.append(FsckDamage(missing: sample.blob, path: path))
        }
      } catch StoreError.erased {}
      return true
    }
    if total != count {
      damage.append(
        .journal("there are \(total) samples, and the journal says \(count)", object: root, path: "live samples"))
    }
    for batch in batches {
      let (placement, order) = (found[batch.id] ?? Placement(), orders[batch.id])
      let isRight = batch.samples == batch.count ? placement == order : placement.count == batch.samples
      if order != nil, !isRight {
        damage.append(.journal("its samples are not those of its order", path: "batch \(hex(batch.id))"))
      }
    }
    for batch in Set(found.keys).subtracting(batches.map(\.id)) {
      damage.append(.journal("the journal does not know of it", path: "batch \(hex(batch))"))
    }
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { (byte: UInt8) in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}

extension FsckDamage {
  fileprivate init(missing blob: ObjectID, path: String) {
    self.init(kind: "missing", object: blob.hex, pack: nil, commit: nil, path: path, detail: "no pack has it")
  }
}

extension StoreError {
  /// What and where in one sentence.
  fileprivate var inWords: String {
    [errorDescription, failureReason].compactMap { $0 }.joined(separator: ": ")
  }
}

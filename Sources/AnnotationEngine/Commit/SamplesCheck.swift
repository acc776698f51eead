import Foundation
import GRDB
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
  }

  init(_ workspace: Workspace) throws {
    store = workspace.store
    (root, count, batches) = try workspace.journal.read { db in
      let rows = try GRDB.Row.fetchAll(db, sql: "SELECT id, order_root, count FROM batches ORDER BY number")
      return (
        try db.liveSamples(), try db.sampleCount(),
        try rows.map { row in
          let (id, order): (Data, Data) = (row[0], row[1])
          guard let order = ObjectID(bytes: order) else { throw EngineError.damagedTable("batches") }
          return Batch(id: Array(id), order: order, count: row[2])
        }
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
    var total = 0
    try Tree(root: root, in: store).forEach(from: nil) { row in
      let path = "samples, key \(String(decoding: row.key, as: UTF8.self))"
      guard let sample = SampleRow(encoded: row.value) else {
        damage.append(.journal("the row cannot be read", path: path))
        return true
      }
      found[sample.batch, default: Placement()].add(place: sample.place, id: row.key)
      total += 1
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
    for (batch, placement) in found where orders[batch] != nil && orders[batch] != placement {
      damage.append(.journal("its samples are not those of its order", path: "batch \(hex(batch))"))
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

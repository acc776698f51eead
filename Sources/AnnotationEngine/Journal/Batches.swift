import Foundation
import GRDB
import VersionStore

/// One row of `batches`: what one import brought.
struct JournalBatch: Equatable {
  /// The first bytes of the order tree's root.
  var id: Data
  /// The position of its first place.
  var first: Int
  /// Its places.
  var count: Int
  /// The root of its order tree.
  var order: ObjectID
  /// Its place among all batches, from 1, as commits have it.
  var ordinal: Int
  /// Samples that stand in it; the other places are holes.
  var samples: Int
  /// Whether commits name it. One that a taken-back merge brought is not named any more; its positions stay.
  var isListed = true

  var positions: Range<Int> { first..<first + count }
}

extension Database {
  /// All batches in ascending order of positions.
  func batches() throws -> [JournalBatch] {
    try SQLRow.fetchAll(
      cachedStatement(sql: "SELECT id, first, count, order_root, ordinal, samples, listed FROM batches ORDER BY first")
    ).map { row in
      guard let order = ObjectID(row[3] as Data) else { throw EngineError.damagedTable("batches") }
      return JournalBatch(
        id: row[0], first: row[1], count: row[2], order: order, ordinal: row[4], samples: row[5], isListed: row[6])
    }
  }

  func add(_ batch: JournalBatch) throws {
    try cachedStatement(
      sql: "INSERT INTO batches (id, first, count, order_root, ordinal, samples, listed) VALUES (?, ?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      batch.id, batch.first, batch.count, batch.order.data, batch.ordinal, batch.samples, batch.isListed,
    ])
  }

  /// Writes what can change of a batch.
  func update(_ batch: JournalBatch) throws {
    try cachedStatement(sql: "UPDATE batches SET ordinal = ?, samples = ?, listed = ? WHERE first = ?")
      .execute(arguments: [batch.ordinal, batch.samples, batch.isListed, batch.first])
  }

  /// The ordinal of the next import.
  func nextOrdinal() throws -> Int {
    (try Int.fetchOne(cachedStatement(sql: "SELECT max(ordinal) FROM batches")) ?? 0) + 1
  }
}

// MARK: - In payloads

extension JournalBatch {
  var json: JSONValue {
    .object([
      JSONMember("order", JSONValue(order)), JSONMember("count", JSONValue(count)),
      JSONMember("samples", JSONValue(samples)), JSONMember("ordinal", JSONValue(ordinal)),
    ])
  }
}

extension EventPayload {
  /// "batches" as payloads have them, in order; `first` is set as if they stood alone.
  func batches() throws -> [JournalBatch] {
    guard case .array(let elements)? = json["batches"] else { throw damaged("batches") }
    var first = 0
    return try elements.map { element in
      guard case .string(let hex)? = element["order"], let order = ObjectID(hex: hex),
        let count = element["count"]?.int,
        let samples = element["samples"]?.int, let ordinal = element["ordinal"]?.int
      else { throw damaged("batches") }
      defer { first += count }
      return JournalBatch(
        id: Data(SampleRow.batch(ofOrder: order)), first: first, count: count, order: order, ordinal: ordinal,
        samples: samples)
    }
  }

  /// "holes" as payloads have them: runs of positions.
  func holes() throws -> [ClosedRange<Int>] {
    guard case .array(let elements)? = json["holes"] else { throw damaged("holes") }
    return try elements.map { element in
      guard case .array(let ends) = element, ends.count == 2, let first = ends[0].int, let last = ends[1].int,
        first <= last
      else { throw damaged("holes") }
      return first...last
    }
  }
}

extension JSONValue {
  init(holes: [ClosedRange<Int>]) {
    self = .array(holes.map { .array([JSONValue($0.lowerBound), JSONValue($0.upperBound)]) })
  }
}

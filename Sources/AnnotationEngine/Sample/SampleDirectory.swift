import Foundation
import GRDB
import Synchronization
import VersionStore

/// Where samples are, as one reading of the journal found it.
struct SampleIndex: Sendable {
  struct Batch: Sendable {
    /// The first bytes of the order tree's root.
    var id: [UInt8]
    var first: Int
    var count: Int
    var order: ObjectID
  }
  /// In ascending order of `first`.
  var batches: [Batch] = []
  /// The root of the `samples` tree.
  var root: ObjectID?

  func batch(holding position: Int) -> Batch? {
    batches.last { $0.first <= position }.flatMap { position >= 0 && position < $0.first + $0.count ? $0 : nil }
  }
}

extension Database {
  func sampleIndex() throws -> SampleIndex {
    let batches = try SQLRow.fetchAll(
      cachedStatement(sql: "SELECT id, first, count, order_root FROM batches ORDER BY first")
    ).compactMap { row -> SampleIndex.Batch? in
      guard let order = ObjectID(row[3] as Data) else { return nil }
      return SampleIndex.Batch(id: Array(row[0] as Data), first: row[1], count: row[2], order: order)
    }
    return SampleIndex(batches: batches, root: try fact(FactName.samplesRoot).flatMap { ObjectID(hex: $0) })
  }
}

/// Finds and reads samples. Imports only ever add, so what is known of where they are stays true; what is not known is
/// asked for again. Where one got other content or another place, `SampleCache.see` has forgotten what was known.
struct SampleDirectory {
  let store: Store
  let cache: SampleCache
  /// Reads the index anew: from the transaction that is under way, where there is one.
  let index: () throws -> SampleIndex
  /// What the cache had seen when this was made: what is found by it is kept only as long as that holds.
  private let generation: Int

  init(store: Store, cache: SampleCache, index: @escaping () throws -> SampleIndex) {
    self.store = store
    self.cache = cache
    self.index = index
    generation = cache.generation
  }

  /// The id at a position, or nil past the last: one look-up in the batch's order tree.
  func id(at position: Int) throws -> String? {
    guard let batch = try batch(where: { $0.batch(holding: position) }) else { return nil }
    let key = SampleRow.key(ofPlace: UInt32(position - batch.first))
    guard let id = try Tree(root: batch.order, in: store).value(for: key) else {
      throw EngineError.damagedSample("at place \(position + 1) of the import order")
    }
    return String(decoding: id, as: UTF8.self)
  }

  /// The ids at `positions`, which are cut to what is there, in ascending order.
  func ids(at positions: Range<Int>) throws -> [String] {
    var ids: [String] = []
    while let batch = try batch(where: { $0.batch(holding: positions.lowerBound + ids.count) }) {
      let wanted = min(positions.count - ids.count, batch.first + batch.count - positions.lowerBound - ids.count)
      guard wanted > 0 else { break }
      let start = SampleRow.key(ofPlace: UInt32(positions.lowerBound + ids.count - batch.first))
      let end = ids.count + wanted
      try Tree(root: batch.order, in: store).forEach(from: start) { row in
        ids.append(String(decoding: row.value, as: UTF8.self))
        return ids.count < end
      }
      guard ids.count == end else {
        throw EngineError.damagedSample("at place \(positions.lowerBound + ids.count + 1) of the import order")
      }
    }
    return ids
  }

  /// The row and the position of an id, or nil. Imports only add, so an old root will do where it has the id.
  func row(id: String) throws -> (row: SampleRow, position: Int)? {
    for isFresh in [false, true] {
      guard let root = try isFresh ? renewed().root : cache.index.root else { continue }
      guard let value = try Tree(root: root, in: store).value(for: Array(id.utf8)) else { continue }
      guard let row = SampleRow(encoded: value),
        let batch = try batch(where: { $0.batches.first { $0.id == row.batch } })
      else { throw EngineError.damagedSample(id) }
      return (row, batch.first + Int(row.place))
    }
    return nil
  }

  /// The content of a sample's blob.
  func content(of row: SampleRow) throws -> ArraySlice<UInt8> { Blob.content(of: try store.read(row.blob, .blob)) }

  func sample(id: String, fields: [String]) throws -> Sample? {
    if let known = cache.sample(id: id, fields: fields) { return known }
    guard let (row, position) = try row(id: id) else { return nil }
    guard let sample = Sample(id: id, position: position, content: try content(of: row), fields: fields) else {
      throw EngineError.damagedSample(id)
    }
    cache.keep(sample, fields: fields, generation)
    return sample
  }

  private func batch(where find: (SampleIndex) -> SampleIndex.Batch?) throws -> SampleIndex.Batch? {
    try find(cache.index) ?? find(renewed())
  }

  private func renewed() throws -> SampleIndex {
    let index = try index()
    cache.keep(index, generation)
    return index
  }
}

/// The samples read last, and the last known index.
final class SampleCache: Sendable {
  /// Enough for going back and forth; a sample is a few hundred bytes.
  static let capacity = 64

  private struct State {
    /// The event that replaced content last, as far as was seen; and how often that changed.
    var replaced: String?
    var generation = 0
    var index = SampleIndex()
    var fields: [String] = []
    /// The latest last.
    var recent: [Sample] = []
  }
  private let state = Mutex(State())

  var index: SampleIndex { state.withLock { $0.index } }
  var generation: Int { state.withLock { $0.generation } }

  /// Takes note of the fact `samples_replaced`, as a transaction reads it: where it is not what it was, some sample has
  /// other content now, and everything is forgotten.
  func see(replaced: String?) {
    state.withLock {
      if $0.replaced == replaced { return }
      $0 = State(replaced: replaced, generation: $0.generation + 1)
    }
  }

  /// Keeps the index unless something was replaced since `generation`: it may have been read before that.
  func keep(_ index: SampleIndex, _ generation: Int) {
    state.withLock { if $0.generation == generation { $0.index = index } }
  }

  func sample(id: String, fields: [String]) -> Sample? {
    state.withLock { $0.fields == fields ? $0.recent.last { $0.id == id } : nil }
  }

  /// As for the index.
  func keep(_ sample: Sample, fields: [String], _ generation: Int) {
    state.withLock {
      if $0.generation != generation { return }
      if $0.fields != fields {
        $0.fields = fields
        $0.recent = []
      }
      if $0.recent.count >= Self.capacity { $0.recent.removeFirst() }
      $0.recent.append(sample)
    }
  }
}

extension EngineError {
  static func damagedSample(_ sample: String) -> EngineError {
    .journal(
      problem: "sample \(sample) cannot be read: what the store holds of it is not a sample",
      remedy: "Run gloss fsck; it names the damaged pack. Put that file back from a backup.")
  }
}

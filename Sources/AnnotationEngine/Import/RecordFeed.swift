import Foundation

/// Reads a source on a thread of its own, a bounded number of batches ahead, so that parsing and storing go on at the
/// same time. Memory is that of `batchesAhead + 2` batches.
final class RecordFeed<Source: RecordSource>: @unchecked Sendable where Source.Record: Sendable {
  // Sendable, because `source` is touched by the reading thread alone until `finished` is set, and by nobody but the
  // owner afterwards, and all else is guarded by `condition`.

  struct Batch: Sendable {
    var records: [Incoming<Source.Record>]
    var bytesRead: Int
    var byteCount: Int?
  }

  private static var recordsPerBatch: Int { 1_024 }
  private static var bytesPerBatch: Int { 1 << 20 }
  private static var batchesAhead: Int { 4 }

  private var source: Source
  private let condition = NSCondition()
  private var ready: [Batch] = []
  private var failure: EngineError?
  private var finished = false
  private var stopped = false

  /// Takes `source` and begins to read.
  init(_ source: Source) {
    self.source = source
    let thread = Thread { [self] in read() }
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// The next batch, or nil at the end. Waits for it. Throws where the file itself cannot be read.
  func next() throws -> Batch? {
    condition.lock()
    defer { condition.unlock() }
    while ready.isEmpty, !finished { condition.wait() }
    if ready.isEmpty {
      if let failure { throw failure }
      return nil
    }
    defer { condition.broadcast() }
    return ready.removeFirst()
  }

  /// The source as reading left it; nil while it is still being read.
  var exhaustedSource: Source? {
    condition.withLock { finished ? source : nil }
  }

  /// Lets the reading thread end after the record that it is at. Does not wait: it may be waiting for a slow pipe.
  func stop() {
    condition.withLock {
      stopped = true
      condition.broadcast()
    }
  }

  private func read() {
    do throws(EngineError) {
      while let batch = try readBatch(), deliver(batch) {}
    } catch {
      condition.withLock { failure = error }
    }
    condition.withLock {
      finished = true
      condition.broadcast()
    }
  }

  private func readBatch() throws(EngineError) -> Batch? {
    var records: [Incoming<Source.Record>] = []
    records.reserveCapacity(Self.recordsPerBatch)
    let start = source.bytesRead
    while records.count < Self.recordsPerBatch, source.bytesRead - start < Self.bytesPerBatch {
      guard let record = try source.next() else { break }
      records.append(record)
    }
    if records.isEmpty { return nil }
    return Batch(records: records, bytesRead: source.bytesRead, byteCount: source.byteCount)
  }

  /// False when nobody wants more.
  private func deliver(_ batch: Batch) -> Bool {
    condition.withLock {
      while ready.count >= Self.batchesAhead, !stopped { condition.wait() }
      if stopped { return false }
      ready.append(batch)
      condition.broadcast()
      return true
    }
  }
}

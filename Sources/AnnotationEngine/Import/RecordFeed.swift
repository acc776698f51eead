import Foundation

/// Records that were read together, and how far reading was then.
struct RecordBatch<Record: Sendable>: Sendable {
  var records: [Incoming<Record>]
  var bytesRead: Int
  var byteCount: Int?
}

/// Reads batches on a thread of its own, a bounded number ahead, so that parsing and storing go on at the same time.
/// Memory is that of a few batches.
///
/// Unchecked because of `read`, which only the feed's own thread calls, and because of `condition`, a lock that the compiler
/// does not know: whatever changes is read and written under it.
final class RecordFeed<Record: Sendable>: @unchecked Sendable {
  private static var batchesAhead: Int { 4 }

  private let read: () throws(EngineError) -> RecordBatch<Record>?
  private let condition = NSCondition()
  private var ready: [RecordBatch<Record>] = []
  private var failure: EngineError?
  private var finished = false
  private var stopped = false

  /// Begins to read. What `read` uses belongs to the feed until `next` has given nil or thrown.
  init(_ read: @escaping () throws(EngineError) -> RecordBatch<Record>?) {
    self.read = read
    let thread = Thread { [self] in run() }
    // As the main thread has: parsers may recurse.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// The next batch, or nil at the end. Waits for it. Throws where the file itself cannot be read.
  func next() throws -> RecordBatch<Record>? {
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

  /// Lets the thread end after the batch that it is at. Does not wait: it may be waiting for a slow pipe.
  func stop() {
    condition.withLock {
      stopped = true
      condition.broadcast()
    }
  }

  private func run() {
    do throws(EngineError) {
      while let batch = try read(), deliver(batch) {}
    } catch {
      condition.withLock { failure = error }
    }
    condition.withLock {
      finished = true
      condition.broadcast()
    }
  }

  /// False when nobody wants more.
  private func deliver(_ batch: RecordBatch<Record>) -> Bool {
    condition.withLock {
      while ready.count >= Self.batchesAhead, !stopped { condition.wait() }
      if stopped { return false }
      ready.append(batch)
      condition.broadcast()
      return true
    }
  }
}

/// Takes records out of a source by the batch.
final class BatchReader<Source: RecordSource> {
  private static var recordsPerBatch: Int { 1_024 }
  private static var bytesPerBatch: Int { 1 << 20 }

  private(set) var source: Source
  private var hasEnded = false

  init(_ source: Source) { self.source = source }

  /// nil at the end.
  func next() throws(EngineError) -> RecordBatch<Source.Record>? {
    var records: [Incoming<Source.Record>] = []
    records.reserveCapacity(Self.recordsPerBatch)
    while !hasEnded, records.isEmpty {
      hasEnded = try !source.next(Self.recordsPerBatch, bytes: Self.bytesPerBatch, into: &records)
    }
    return records.isEmpty
      ? nil : RecordBatch(records: records, bytesRead: source.bytesRead, byteCount: source.byteCount)
  }
}

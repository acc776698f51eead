import Foundation
import GRDB

extension Database {
  /// An import: a batch behind the others, and the new root of all samples.
  func applyImport(_ event: Event) throws {
    let payload = EventPayload(event)
    let count = try payload.int("count")
    guard let batch = Data(hex: try payload.string("batch")), let order = try payload.object("order"),
      let samples = try payload.object("samples")
    else { throw payload.damaged("batch") }
    let first = try placeCount()
    let samplesBefore = try sampleCount()
    try add(
      JournalBatch(id: batch, first: first, count: count, order: order, ordinal: nextOrdinal(), samples: count))
    try setFact(FactName.samplesRoot, samples.hex)
    try setFact(FactName.sampleCount, String(samplesBefore + count))
    if first != samplesBefore { try setFact(FactName.placeCount, String(first + count)) }
    if event.payload["updated"] != nil { try noteReplacedSamples(event) }
    try self.count("", CountName.uncommitted, by: 1)
  }

  /// Other content of samples that are there: the new root of all samples.
  func applySamplesUpdate(_ event: Event) throws {
    let payload = EventPayload(event)
    guard let samples = try payload.object("samples") else { throw payload.damaged("samples") }
    try setFact(FactName.samplesRoot, samples.hex)
    try noteReplacedSamples(event)
    try count("", CountName.uncommitted, by: 1)
  }

  /// Says that rows of the `samples` tree were replaced by `event`: what was read of samples before is not to be relied
  /// on. See `SampleCache.see`.
  func noteReplacedSamples(_ event: Event) throws { try setFact(FactName.samplesReplaced, String(event.seq)) }
}

extension Data {
  /// Reads hexadecimal digits, two a byte.
  init?(hex: String) {
    let digits = Array(hex.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else { return nil }
      bytes.append(byte)
    }
    self.init(bytes)
  }
}

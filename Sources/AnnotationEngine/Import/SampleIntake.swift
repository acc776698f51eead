import Foundation
import VersionStore

/// Takes the records of one import as they come: checks their ids, tells new samples from those that are there already,
/// stores the content of new ones in a pack and puts them down for sorting. Memory does not grow with the records.
final class SampleIntake {
  /// The samples that were there when reading began.
  let base: Tree?
  let pack: PackWriter
  /// New samples by id.
  let sorter: RecordSorter
  /// Ids of new samples in the order of the file.
  let ids: IdentifierLog
  /// What the file says of samples that are there; nil where an import only adds.
  let replacements: Replacements?
  var bad: BadRecords

  private(set) var read = 0
  private(set) var unchanged = 0
  /// New samples, among them the repeats within the file that only sorting will show.
  private(set) var taken = 0

  private let store: Store
  private let suggestions: SuggestionCheck
  private var waiting: [Waiting] = []
  private var waitingByteCount = 0

  private static let waitingLimit = 65_536
  private static let waitingByteLimit = 32 << 20

  /// A record whose id is yet to be looked for among the samples that are there.
  private struct Waiting {
    var id: [UInt8]
    var sample: IncomingSample
  }

  /// What the store has of an id: nothing, the same content, or another.
  private enum Verdict {
    case new
    case same(ObjectID)
    case other
  }

  init(
    base: ObjectID?, store: Store, temporary: String, replaces: Bool, suggestions: SuggestionCheck, bad: BadRecords
  ) throws {
    self.suggestions = suggestions
    self.base = base.map { Tree(root: $0, in: store) }
    self.store = store
    self.bad = bad
    pack = try store.newPack()
    sorter = RecordSorter(directory: temporary)
    ids = try IdentifierLog(directory: temporary)
    replacements = replaces ? Replacements(directory: temporary) : nil
  }

  func take(_ record: Incoming<IncomingSample>) throws {
    read += 1
    switch record {
    case .bad(let record): try bad.add(record)
    case .record(let sample):
      let id = sample.id ?? SampleIdentifier.of(content: sample.content)
      if let problem = SampleIdentifier.problem(with: id) ?? suggestions.problem(with: sample.content) {
        return try bad.add(BadRecord(line: sample.line, reason: problem, raw: sample.asJSONLine(id: id)))
      }
      if bad.endImport { return }
      if base == nil { return try keep(sample, id: Array(id.utf8)) }
      waiting.append(Waiting(id: Array(id.utf8), sample: sample))
      waitingByteCount += sample.content.count
      if waiting.count >= Self.waitingLimit || waitingByteCount >= Self.waitingByteLimit { try decideWaiting() }
    }
  }

  /// Ends reading: what waits is decided, and the sorter can be read.
  func finish() throws {
    try decideWaiting()
    try sorter.finish()
    try ids.finish()
    try replacements?.finish()
  }

  /// Looks for all waiting records at once, in the order of the tree and then in that of the packs, so that each node
  /// and each block is read once for many of them.
  private func decideWaiting() throws {
    guard let base, !waiting.isEmpty else { return }
    defer {
      waiting.removeAll(keepingCapacity: true)
      waitingByteCount = 0
    }
    var known: [(index: Int, row: SampleRow)] = []
    for index in waiting.indices.sorted(by: { byteOrder(waiting[$0].id, waiting[$1].id) < 0 }) {
      guard let value = try base.value(for: waiting[index].id) else { continue }
      guard let row = SampleRow(encoded: value) else {
        throw EngineError.damagedRow(table: "samples", key: waiting[index].id)
      }
      known.append((index, row))
    }
    known.sort { a, b in
      a.row.batch == b.row.batch
        ? a.row.place < b.row.place : a.row.batch.lexicographicallyPrecedes(b.row.batch)
    }
    var verdicts = [Verdict](repeating: .new, count: waiting.count)
    for (index, row) in known {
      let stored = try store.read(row.blob, .blob)
      let isSame = Blob.content(of: stored).elementsEqual(waiting[index].sample.content)
      verdicts[index] = isSame ? .same(row.blob) : .other
    }
    for (verdict, record) in zip(verdicts, waiting) { try settle(record, verdict) }
  }

  private func settle(_ record: Waiting, _ verdict: Verdict) throws {
    switch verdict {
    case .new: try keep(record.sample, id: record.id)
    case .same(let blob):
      if replacements == nil { unchanged += 1 } else { try note(record, blob: blob, isNew: false) }
    case .other where replacements != nil:
      if let blob = try store(record.sample) { try note(record, blob: blob, isNew: true) }
    case .other:
      let id = String(decoding: record.id, as: UTF8.self)
      let raw = record.sample.asJSONLine(id: id)
      try bad.add(BadRecord(line: record.sample.line, reason: "id \(id) \(BadRecord.otherContent)", raw: raw))
    }
  }

  private func note(_ record: Waiting, blob: ObjectID, isNew: Bool) throws {
    let fingerprint = NewSample.fingerprint(of: record.sample.content[...])
    try replacements?.add(
      id: record.id, .init(blob: blob, fingerprint: fingerprint, line: record.sample.line, isNew: isNew))
  }

  /// Puts content into the pack; nil where it is refused.
  private func store(_ sample: IncomingSample) throws -> ObjectID? {
    do {
      return try pack.addBlob(sample.content)
    } catch .tooLarge(_, let bytes, let limit) {
      let reason = "the sample has \(bytes) bytes; at most \(limit) are allowed"
      try bad.add(BadRecord(line: sample.line, reason: reason, raw: []))
      return nil
    }
  }

  private func keep(_ sample: IncomingSample, id: [UInt8]) throws {
    guard let blob = try store(sample) else { return }
    guard let place = UInt32(exactly: taken) else {
      throw StoreError.tooLarge(what: "One import", bytes: taken, limit: Int(UInt32.max))
    }
    let note = NewSample(
      blob: blob, fingerprint: NewSample.fingerprint(of: sample.content[...]), place: place, line: sample.line)
    try sorter.add(key: id, value: note.encoded)
    try ids.append(id)
    taken += 1
  }
}

/// What an import remembers of a new sample while it sorts.
struct NewSample {
  var blob: ObjectID
  /// Tells repeats of one id in a file with the same content from those with another. It is keyed by chance and lives
  /// as long as the process: nothing of it is stored.
  var fingerprint: UInt64
  /// Place among the records taken, from 0.
  var place: UInt32
  var line: Int

  static func fingerprint(of content: ArraySlice<UInt8>) -> UInt64 {
    var hasher = Hasher()
    content.withUnsafeBytes { hasher.combine(bytes: $0) }
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }

  var encoded: [UInt8] {
    var bytes = blob.bytes
    bytes.reserveCapacity(ObjectID.byteCount + 20)
    for number in [fingerprint, UInt64(line)] { withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) } }
    withUnsafeBytes(of: place) { bytes.append(contentsOf: $0) }
    return bytes
  }
}

extension NewSample {
  /// The place alone, out of `encoded`, where it stands last.
  static func place(in encoded: [UInt8]) -> UInt32 {
    encoded.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: $0.count - 4, as: UInt32.self) }
  }

  /// Reads `encoded`, which never leaves the process that wrote it.
  init(encoded: [UInt8]) throws {
    guard let blob = ObjectID(bytes: encoded.prefix(ObjectID.byteCount)),
      encoded.count == ObjectID.byteCount + 20
    else { throw EngineError.io(errno: EIO, action: "read back", path: "a temporary file") }
    self.blob = blob
    (fingerprint, line, place) = encoded.withUnsafeBytes { bytes in
      let numbers = UnsafeRawBufferPointer(rebasing: bytes[ObjectID.byteCount...])
      return (
        numbers.loadUnaligned(as: UInt64.self),
        Int(numbers.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        numbers.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
      )
    }
  }
}

extension IncomingSample {
  /// The record as a flat JSON line, for a quarantine: what the engine finds wrong may be mended there and read again.
  func asJSONLine(id: String) -> [UInt8] {
    guard let value = try? JSONValue(parsing: content) else { return content }
    var members = [JSONMember("id", .string(id))]
    for part in ["fields", "metadata"] {
      if case .object(let inner) = value[part] { members += inner }
    }
    var line: [UInt8] = []
    JSONValue.object(members).write(to: &line)
    return line
  }
}

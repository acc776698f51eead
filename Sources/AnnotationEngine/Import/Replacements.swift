import Foundation
import VersionStore

/// What a file that may replace content says of samples that are there already: on the disk, by id. Memory does not
/// grow with the samples.
final class Replacements {
  /// What the file says of one sample.
  struct Replacement {
    /// The blob of the content: of the file's where it is another than the store's, else the one that is there.
    var blob: ObjectID
    /// As of a new sample (`NewSample.fingerprint`).
    var fingerprint: UInt64
    var line: Int
    /// Whether the content is another than the store's.
    var isNew: Bool
  }

  private let sorter: RecordSorter

  init(directory: String) { sorter = RecordSorter(directory: directory) }

  func add(id: [UInt8], _ replacement: Replacement) throws { try sorter.add(key: id, value: replacement.encoded) }

  /// Ends adding. Everything that follows only reads.
  func finish() throws { try sorter.finish() }

  /// Calls `body` with all records in order of id, and for each with the first record of the same id in the file, which
  /// is the one that counts; nil where it is that one itself.
  func visit(_ body: (_ id: [UInt8], Replacement, _ first: Replacement?) throws -> Void) throws {
    var records = try sorter.records()
    var first: (id: [UInt8], replacement: Replacement)?
    while let record = try records.next() {
      let replacement = try Replacement(encoded: record.value)
      if let first, first.id == record.key {
        try body(record.key, replacement, first.replacement)
      } else {
        first = (record.key, replacement)
        try body(record.key, replacement, nil)
      }
    }
  }

  /// The samples with new content, one after another in order of id.
  func changed() throws -> Changed { Changed(records: try sorter.records()) }

  struct Changed {
    fileprivate var records: SortedRecords
    private var last: [UInt8]?

    fileprivate init(records: SortedRecords) { self.records = records }

    mutating func next() throws -> (id: [UInt8], blob: ObjectID)? {
      while let record = try records.next() {
        if record.key == last { continue }
        last = record.key
        let replacement = try Replacement(encoded: record.value)
        if replacement.isNew { return (record.key, replacement.blob) }
      }
      return nil
    }
  }
}

extension Replacements.Replacement {
  fileprivate var encoded: [UInt8] {
    var row = RowWriter()
    row.id(blob)
    row.number(fingerprint)
    row.number(UInt64(line))
    row.byte(isNew ? 1 : 0)
    return row.bytes
  }

  /// Reads `encoded`, which never leaves the process that wrote it.
  fileprivate init(encoded: [UInt8]) throws {
    var row = RowReader(encoded)
    guard let blob = row.id(), let fingerprint = row.number(), let line = row.number(), let isNew = row.byte() else {
      throw EngineError.io(errno: EIO, action: "read back", path: "a temporary file")
    }
    self.init(blob: blob, fingerprint: fingerprint, line: Int(line), isNew: isNew == 1)
  }
}

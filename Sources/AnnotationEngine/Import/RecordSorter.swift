import Foundation

/// Sorts any number of records by the bytes of their keys in bounded memory: records collect in a buffer, full buffers
/// are sorted and written to a temporary file as runs, and runs are merged as they are read. Records with equal keys
/// stay in the order in which they were added. Input that is in order already is one run, however long, and is never
/// sorted or merged.
///
/// Memory is `memory` bytes for the buffer, and again for the cursors of a merge; the latter never get less than 16 KiB
/// each, so that the bound grows past 1,024 runs of 16 MiB by a thousandth of the data.
final class RecordSorter {
  /// Records in order of arrival: key length (2 bytes), value length (4 bytes), key, value.
  private var buffer: [UInt8] = []
  private var entries: [Entry] = []
  private var isInOrder = true

  private var file: TemporaryFile?
  private var runs: [Range<Int>] = []
  private var lastKeyOfRuns: [UInt8] = []

  private let directory: String
  private let memory: Int

  /// Runs on the disk.
  var runCount: Int { runs.count }

  /// Records added.
  private(set) var count = 0
  /// Whether every key was greater than the one before it.
  private(set) var isStrictlyAscending = true

  /// Where a record stands in the buffer, with the first bytes of its key, which decide most comparisons.
  private struct Entry {
    var prefix: UInt64
    var offset: UInt32
  }

  static let headByteCount = 6

  /// Spills into `directory` what `memory` bytes do not hold.
  init(directory: String, memory: Int = 16 << 20) {
    self.directory = directory
    self.memory = min(memory, 1 << 30)
  }

  /// Keys have less than 65,536 bytes.
  func add(key: [UInt8], value: [UInt8]) throws {
    let byteCount = Self.headByteCount + key.count + value.count
    if !entries.isEmpty, buffer.count + byteCount + (entries.count + 1) * MemoryLayout<Entry>.stride > memory {
      try spill()
    }
    let entry = Entry(prefix: Self.prefix(of: key), offset: UInt32(buffer.count))
    Self.appendHead(key: UInt16(key.count), value: UInt32(value.count), to: &buffer)
    buffer.append(contentsOf: key)
    buffer.append(contentsOf: value)
    noteOrder(of: entry)
    entries.append(entry)
    count += 1
  }

  private func noteOrder(of entry: Entry) {
    let order: Int
    if let last = entries.last {
      order = buffer.withUnsafeBytes { Self.compare(last, entry, in: $0) }
    } else if file != nil {
      order = buffer.withUnsafeBytes { bytes in
        lastKeyOfRuns.withUnsafeBytes { byteOrder($0, Self.key(at: Int(entry.offset), in: bytes)) }
      }
    } else {
      return
    }
    if order > 0, !entries.isEmpty { isInOrder = false }
    if order >= 0 { isStrictlyAscending = false }
  }

  private static func appendHead(key: UInt16, value: UInt32, to buffer: inout [UInt8]) {
    buffer.append(UInt8(truncatingIfNeeded: key))
    buffer.append(UInt8(truncatingIfNeeded: key >> 8))
    for shift in stride(from: UInt32(0), to: 32, by: 8) { buffer.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  private static func prefix(of key: [UInt8]) -> UInt64 {
    var prefix: UInt64 = 0
    for index in 0..<8 { prefix = prefix << 8 | (index < key.count ? UInt64(key[index]) : 0) }
    return prefix
  }

  /// The lengths of key and value of the record that begins at `offset`.
  static func lengths(at offset: Int, in bytes: UnsafeRawBufferPointer) -> (key: Int, value: Int) {
    (
      Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))),
      Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 2, as: UInt32.self)))
    )
  }

  private static func key(at offset: Int, in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let start = offset + headByteCount
    return UnsafeRawBufferPointer(rebasing: bytes[start..<start + lengths(at: offset, in: bytes).key])
  }

  private static func compare(_ a: Entry, _ b: Entry, in bytes: UnsafeRawBufferPointer) -> Int {
    if a.prefix != b.prefix { return a.prefix < b.prefix ? -1 : 1 }
    return byteOrder(key(at: Int(a.offset), in: bytes), key(at: Int(b.offset), in: bytes))
  }

  private func sortBuffer() {
    if isInOrder { return }
    buffer.withUnsafeBytes { bytes in
      entries.sort { a, b in
        let order = Self.compare(a, b, in: bytes)
        return order < 0 || (order == 0 && a.offset < b.offset)
      }
    }
    isInOrder = true
  }

  /// Writes the buffer as a run; as more of the last run where it goes on from there.
  private func spill() throws {
    sortBuffer()
    guard let first = entries.first, let last = entries.last else { return }
    if file == nil { file = try TemporaryFile(in: directory) }
    let start = file?.byteCount ?? 0
    try buffer.withUnsafeBytes { bytes in
      for entry in entries {
        let offset = Int(entry.offset)
        let lengths = Self.lengths(at: offset, in: bytes)
        let end = offset + Self.headByteCount + lengths.key + lengths.value
        try file?.append(UnsafeRawBufferPointer(rebasing: bytes[offset..<end]))
      }
      let goesOn = lastKeyOfRuns.withUnsafeBytes { byteOrder($0, Self.key(at: Int(first.offset), in: bytes)) <= 0 }
      let end = file?.byteCount ?? 0
      if let run = runs.last, goesOn {
        runs[runs.count - 1] = run.lowerBound..<end
      } else {
        runs.append(start..<end)
      }
      lastKeyOfRuns = Array(Self.key(at: Int(last.offset), in: bytes))
    }
    buffer.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
  }

  /// Ends adding. Everything that follows only reads.
  func finish() throws {
    if file == nil {
      sortBuffer()
    } else {
      try spill()
      try file?.flush()
      buffer = []
      entries = []
    }
  }

  /// A cursor before the first record. May be asked for again and again after `finish`.
  func records() throws -> SortedRecords {
    guard let file else { return SortedRecords(buffer: buffer, offsets: entries.map { Int($0.offset) }) }
    return try SortedRecords(runs: runs, of: file, memory: memory)
  }
}

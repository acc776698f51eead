import Foundation

/// One record of a `RecordSorter`.
struct SortedRecord: Equatable, Sendable {
  var key: [UInt8]
  var value: [UInt8]
}

/// The records of a `RecordSorter` in order, one after another: from its buffer, or merged from its runs.
struct SortedRecords {
  private let buffer: [UInt8]
  private let offsets: [Int]
  private var place = 0
  private let runs: Merge?

  init(buffer: [UInt8], offsets: [Int]) {
    self.buffer = buffer
    self.offsets = offsets
    runs = nil
  }

  init(runs: [Range<Int>], of file: TemporaryFile, memory: Int) throws {
    let window = min(max(memory / runs.count, 16 << 10), 1 << 18)
    self.runs = try Merge(runs.map { RunReader(file: file, range: $0, window: window) })
    buffer = []
    offsets = []
  }

  /// The next record, nil after the last.
  mutating func next() throws -> SortedRecord? {
    if let runs { return try runs.next() }
    guard place < offsets.count else { return nil }
    defer { place += 1 }
    return buffer.withUnsafeBytes { SortedRecord(at: offsets[place], in: $0) }
  }
}

extension SortedRecord {
  init(at offset: Int, in bytes: UnsafeRawBufferPointer) {
    let lengths = RecordSorter.lengths(at: offset, in: bytes)
    let start = offset + RecordSorter.headByteCount
    key = Array(bytes[start..<start + lengths.key])
    value = Array(bytes[start + lengths.key..<start + lengths.key + lengths.value])
  }
}

/// Reads one run through a window that grows only where one record is longer.
private final class RunReader {
  private let file: TemporaryFile
  private var unread: Range<Int>
  private var window: [UInt8] = []
  private var position = 0
  private let windowByteCount: Int

  init(file: TemporaryFile, range: Range<Int>, window: Int) {
    self.file = file
    unread = range
    windowByteCount = window
  }

  func next() throws -> SortedRecord? {
    guard try fill(RecordSorter.headByteCount) else { return nil }
    let lengths = window.withUnsafeBytes { RecordSorter.lengths(at: position, in: $0) }
    let byteCount = RecordSorter.headByteCount + lengths.key + lengths.value
    guard try fill(byteCount) else { return nil }
    defer { position += byteCount }
    return window.withUnsafeBytes { SortedRecord(at: position, in: $0) }
  }

  /// Sees to it that `count` bytes stand at `position`; false at the end of the run.
  private func fill(_ count: Int) throws -> Bool {
    if window.count - position >= count { return true }
    if unread.isEmpty { return false }
    window.removeSubrange(..<position)
    position = 0
    try read(min(max(windowByteCount, count) - window.count, unread.count))
    return window.count >= count
  }

  private func read(_ count: Int) throws {
    let start = window.count
    window.append(contentsOf: repeatElement(0, count: count))
    let done = try window.withUnsafeMutableBytes { bytes in
      try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]), at: unread.lowerBound)
    }
    window.removeLast(count - done)
    unread = (unread.lowerBound + done)..<(done == 0 ? unread.lowerBound : unread.upperBound)
  }
}

/// Merges runs: a binary heap of their heads, the earlier run first among equal keys.
private final class Merge {
  private var heads: [(record: SortedRecord, run: Int)] = []
  private let readers: [RunReader]

  init(_ readers: [RunReader]) throws {
    self.readers = readers
    for (run, reader) in readers.enumerated() {
      if let record = try reader.next() { heads.append((record, run)) }
    }
    for index in stride(from: heads.count / 2 - 1, through: 0, by: -1) { sink(index) }
  }

  func next() throws -> SortedRecord? {
    guard let first = heads.first else { return nil }
    if let record = try readers[first.run].next() {
      heads[0].record = record
    } else {
      heads.swapAt(0, heads.count - 1)
      heads.removeLast()
    }
    sink(0)
    return first.record
  }

  private func sink(_ start: Int) {
    var index = start
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heads.count && precedes(child, least) { least = child }
      if least == index { return }
      heads.swapAt(index, least)
      index = least
    }
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    let order = byteOrder(heads[a].record.key, heads[b].record.key)
    return order < 0 || (order == 0 && heads[a].run < heads[b].run)
  }
}

/// Negative, zero or positive as `a` comes before, with or after `b` byte by byte; a prefix comes first.
func byteOrder(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
  let shared = min(a.count, b.count)
  if shared > 0, let first = a.baseAddress, let second = b.baseAddress {
    let order = memcmp(first, second, shared)
    if order != 0 { return Int(order) }
  }
  return a.count - b.count
}

func byteOrder(_ a: [UInt8], _ b: [UInt8]) -> Int {
  a.withUnsafeBytes { first in b.withUnsafeBytes { byteOrder(first, $0) } }
}

import Glibc

/// Sorts the index of a pack in bounded memory: runs of entries are sorted and put in a temporary file, and merged at
/// the end. The file has no name from the moment it is open, so that nothing is left of it whatever happens.
struct IndexRuns {
  /// Entries of one run: 1.3 MB.
  static let runLength = 32 * 1024

  private let path: String
  private let access: FileAccess
  private var file: OpenFile?
  /// Entries of each run in the file.
  private var counts: [Int] = []

  init(path: String, access: FileAccess) {
    self.path = path
    self.access = access
  }

  private static let stride = MemoryLayout<IndexEntry>.stride

  /// Sorts `run` and puts it aside.
  mutating func spill(_ run: [IndexEntry]) throws(StoreError) {
    let file = try openFile()
    try sortedByID(run).withRawBytes { (bytes) throws(StoreError) in try file.write(bytes) }
    counts.append(run.count)
  }

  private mutating func openFile() throws(StoreError) -> OpenFile {
    if let file { return file }
    let made = try access.open(path, flags: O_RDWR | O_CREAT | O_TRUNC)
    file = made
    try access.remove(path)
    return made
  }

  /// The entries that were put aside and those of `last`, in order of id, each id once.
  func merged(with last: [IndexEntry]) -> IndexMerge {
    var sources: [IndexSource] = []
    var start = 0
    let buffered = max(64, IndexRuns.runLength / max(1, counts.count))
    for count in counts {
      if let file { sources.append(IndexSource(file: file, start: start, end: start + count, buffered: buffered)) }
      start += count
    }
    sources.append(IndexSource(sortedByID(last)))
    return IndexMerge(sources)
  }

  /// The position of an object that was put aside: a binary search in every run.
  func position(of id: ObjectID) throws(StoreError) -> PackPosition? {
    guard let file else { return nil }
    var start = 0
    for count in counts {
      var (low, high) = (start, start + count)
      while low < high {
        let middle = (low + high) / 2
        let entry = try IndexRuns.entries(in: file, middle..<middle + 1)[0]
        if entry.id == id { return entry.position }
        if entry.id < id { low = middle + 1 } else { high = middle }
      }
      start += count
    }
    return nil
  }

  fileprivate static func entries(in file: OpenFile, _ range: Range<Int>) throws(StoreError) -> [IndexEntry] {
    var result: Result<Int, StoreError> = .success(0)
    let entries = [IndexEntry](unsafeUninitializedCapacity: range.count) { buffer, count in
      do throws(StoreError) {
        count = try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound * stride) / stride
      } catch { result = .failure(error) }
    }
    _ = try result.get()
    guard entries.count == range.count else { throw .io(errno: EIO, action: "read a file", path: file.path) }
    return entries
  }
}

/// The entries of one run in order, a bounded number of them in memory.
private struct IndexSource {
  private var buffer: [IndexEntry]
  private var position = 0
  private let file: OpenFile?
  private var next = 0
  private let end: Int
  private let buffered: Int

  init(_ entries: [IndexEntry]) {
    buffer = entries
    file = nil
    end = 0
    buffered = 0
  }

  init(file: OpenFile, start: Int, end: Int, buffered: Int) {
    buffer = []
    self.file = file
    next = start
    self.end = end
    self.buffered = buffered
  }

  mutating func take() throws(StoreError) -> IndexEntry? {
    if position == buffer.count {
      guard let file, next < end else { return nil }
      let upper = min(end, next + buffered)
      buffer = try IndexRuns.entries(in: file, next..<upper)
      next = upper
      position = 0
    }
    defer { position += 1 }
    return buffer[position]
  }
}

/// Several sorted runs as one, each id once. A binary heap over the runs' first entries.
struct IndexMerge {
  private var sources: [IndexSource]
  private var heap: [(entry: IndexEntry, source: Int)] = []
  private var isPrimed = false
  private var previous: ObjectID?

  fileprivate init(_ sources: [IndexSource]) { self.sources = sources }

  mutating func next() throws(StoreError) -> IndexEntry? {
    if !isPrimed { try prime() }
    while let least = heap.first {
      if let entry = try sources[least.source].take() {
        heap[0].entry = entry
        siftDown(0)
      } else {
        let last = heap.removeLast()
        if !heap.isEmpty {
          heap[0] = last
          siftDown(0)
        }
      }
      if least.entry.id != previous {
        previous = least.entry.id
        return least.entry
      }
    }
    return nil
  }

  private mutating func prime() throws(StoreError) {
    isPrimed = true
    for source in sources.indices {
      if let entry = try sources[source].take() { heap.append((entry, source)) }
    }
    for place in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(place) }
  }

  private mutating func siftDown(_ start: Int) {
    var place = start
    let moving = heap[place]
    while true {
      var child = 2 * place + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, IndexEntry.precedes(heap[child + 1].entry, heap[child].entry) { child += 1 }
      guard IndexEntry.precedes(heap[child].entry, moving.entry) else { break }
      heap[place] = heap[child]
      place = child
    }
    heap[place] = moving
  }
}

/// `entries` in order of id. Ids are uniform, being hashes: counting by their first bits puts nearly every entry where
/// it belongs, and what shares a bucket is sorted there. O(n) for any number of objects, O(n log n) at worst.
func sortedByID(_ entries: [IndexEntry]) -> [IndexEntry] {
  guard entries.count > 256 else { return entries.sorted(by: IndexEntry.precedes) }
  let bits = UInt64(Int.bitWidth - entries.count.leadingZeroBitCount)
  let shift = 64 - bits
  var ends = [Int](repeating: 0, count: 1 << Int(bits))
  for entry in entries { ends[Int(entry.id.words.0 >> shift)] += 1 }
  var total = 0
  for bucket in ends.indices {
    total += ends[bucket]
    ends[bucket] = total - ends[bucket]
  }
  return [IndexEntry](unsafeUninitializedCapacity: entries.count) { sorted, count in
    for entry in entries {
      let bucket = Int(entry.id.words.0 >> shift)
      sorted.initializeElement(at: ends[bucket], to: entry)
      ends[bucket] += 1
    }
    count = entries.count
    var start = 0
    for end in ends {
      if end - start > 1 { sorted[start..<end].sort(by: IndexEntry.precedes) }
      start = end
    }
  }
}

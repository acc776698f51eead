import Crypto

/// The pack file in the making: compresses blocks and writes them, one after another, then the index.
struct PackFile {
  /// A dictionary is trained on this many bytes of the first blocks.
  private static let trainingSize = 1 << 20
  private static let dictionaryCapacity = 32 * 1024

  private struct WaitingBlock {
    var bytes: [UInt8]
    var isBlobs: Bool
  }

  private let file: OpenFile
  private let access: FileAccess
  private let compressor: Compressor
  private var dictionary: CompressionDictionary?
  /// Blocks that wait until there are enough to train a dictionary on; nil once that is decided.
  private var waiting: [WaitingBlock]? = []
  private var waitingSize = 0
  private var hasher = SHA256()
  /// Where each block starts.
  private var offsets: [UInt64] = []
  private(set) var byteCount = 0
  /// As `byteCount`, with the blocks that wait as long as they are.
  var boundedByteCount: Int { byteCount + (waiting == nil ? 0 : waitingSize) }
  private var runs: IndexRuns
  /// Written bytes that are not in the file yet.
  private var buffer: [UInt8] = []

  init(file: OpenFile, access: FileAccess) throws(StoreError) {
    self.file = file
    self.access = access
    compressor = try Compressor()
    runs = IndexRuns(path: file.path + ".runs", access: access)
    buffer.reserveCapacity(256 * 1024)
  }

  /// Takes the next block.
  mutating func add(_ bytes: [UInt8], isBlobs: Bool) throws(StoreError) {
    guard waiting != nil else { return try write(bytes, isBlobs: isBlobs) }
    waiting?.append(WaitingBlock(bytes: bytes, isBlobs: isBlobs))
    waitingSize += bytes.count
    if waitingSize >= PackFile.trainingSize { try writeWaiting() }
  }

  mutating func spill(_ run: [IndexEntry]) throws(StoreError) { try runs.spill(run) }

  func spilledPosition(of id: ObjectID) throws(StoreError) -> PackPosition? { try runs.position(of: id) }

  /// The bytes of a block that was added, uncompressed.
  mutating func block(_ number: Int) throws(StoreError) -> [UInt8]? {
    if let waiting { return waiting[number].bytes }
    try flush()
    let end = number + 1 < offsets.count ? Int(offsets[number + 1]) : byteCount
    let frame = try file.read(Int(offsets[number])..<end)
    let decompressor = (dictionary?.bytes ?? []).withUnsafeBytes { Decompressor(dictionary: $0) }
    guard let context = DecompressionContext() else { return nil }
    return frame.withUnsafeBytes { decompressor.decompress($0, limit: PackFormat.blockLimit, with: context) }
  }

  /// Writes the index and the footer and makes the file durable. Gives the file's name.
  mutating func finish(lastRun: [IndexEntry], entryBound: Int) throws(StoreError) -> String {
    if waiting != nil { try writeWaiting() }
    var footer = PackFooter()
    footer.dictionarySize = dictionary?.bytes.count ?? 0
    footer.blockCount = offsets.count
    footer.blockTableOffset = byteCount
    var section = SHA256()
    offsets.append(UInt64(byteCount))
    var table: [UInt8] = []
    for offset in offsets { table.append(number: offset) }
    try write(table, alsoInto: &section)

    footer.entriesOffset = byteCount
    footer.fanOutBits = PackFormat.fanOutBits(entries: entryBound)
    let counts = try writeEntries(runs.merged(with: lastRun), bits: footer.fanOutBits, into: &section)
    footer.entryCount = counts.entries
    footer.kindCounts = counts.kinds
    footer.fanOutOffset = byteCount
    var fanOut: [UInt8] = []
    for end in counts.ends { fanOut.append(number: end) }
    try write(fanOut, alsoInto: &section)
    footer.indexHash = Array(section.finalize())
    try write(footer.encoded)
    try flush()
    try file.sync()
    return ObjectID(hasher.finalize()).hex
  }

  private mutating func writeEntries(
    _ entries: IndexMerge, bits: Int, into section: inout SHA256
  ) throws(StoreError) -> (entries: Int, kinds: [Int], ends: [UInt32]) {
    var entries = entries
    var count = 0
    var kinds = [0, 0, 0]
    var ends = [UInt32](repeating: 0, count: 1 << bits)
    var bytes: [UInt8] = []
    while let entry = try entries.next() {
      entry.append(to: &bytes)
      count += 1
      if let kind = entry.position.kind { kinds[PackFooter.countIndex(of: kind)] += 1 }
      ends[bits == 0 ? 0 : Int(entry.id.words.0 >> UInt64(64 - bits))] += 1
      if bytes.count >= 64 * 1024 {
        try write(bytes, alsoInto: &section)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try write(bytes, alsoInto: &section)
    for bucket in ends.indices.dropFirst() { ends[bucket] += ends[bucket - 1] }
    return (count, kinds, ends)
  }

  // MARK: Bytes

  private mutating func writeWaiting() throws(StoreError) {
    guard let blocks = waiting else { return }
    waiting = nil
    try write(PackFormat.magic)
    dictionary = try PackFile.dictionaryThatPays(for: blocks.filter(\.isBlobs).map(\.bytes), compressor)
    if let dictionary { try write(dictionary.bytes) }
    for block in blocks { try write(block.bytes, isBlobs: block.isBlobs) }
  }

  private mutating func write(_ block: [UInt8], isBlobs: Bool) throws(StoreError) {
    offsets.append(UInt64(byteCount))
    var frame: [UInt8] = []
    try compressor.compress(block, with: isBlobs ? dictionary : nil, to: &frame)
    try write(frame)
  }

  private mutating func write(_ bytes: [UInt8], alsoInto section: inout SHA256) throws(StoreError) {
    bytes.withUnsafeBytes { section.update(bufferPointer: $0) }
    try write(bytes)
  }

  private mutating func write(_ bytes: [UInt8]) throws(StoreError) {
    bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    byteCount += bytes.count
    buffer.append(contentsOf: bytes)
    if buffer.count >= 256 * 1024 { try flush() }
  }

  private mutating func flush() throws(StoreError) {
    guard !buffer.isEmpty else { return }
    try file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// A dictionary trained on the contents of `blocks`, if there are enough small objects and it makes these very
  /// blocks smaller by more than a twentieth.
  private static func dictionaryThatPays(
    for blocks: [[UInt8]], _ compressor: Compressor
  ) throws(StoreError) -> CompressionDictionary? {
    var samples: [UInt8] = []
    var sizes: [Int] = []
    for block in blocks {
      var offset = 0
      while offset < block.count {
        let content = BlockObject.range(in: block, at: offset)
        // Salts are noise; what follows them is worth learning.
        let sample = block[content].dropFirst(Blob.saltByteCount)
        if !sample.isEmpty {
          samples.append(contentsOf: sample)
          sizes.append(sample.count)
        }
        offset = content.upperBound
      }
    }
    guard samples.count >= trainingSize / 2, sizes.count >= 256,
      let dictionary = CompressionDictionary.trained(on: samples, sizes: sizes, capacity: dictionaryCapacity)
    else { return nil }
    var (with, without): ([UInt8], [UInt8]) = ([], [])
    for block in blocks {
      try compressor.compress(block, with: dictionary, to: &with)
      try compressor.compress(block, with: nil, to: &without)
    }
    return with.count < without.count - without.count / 20 ? dictionary : nil
  }
}

import Crypto

/// What a pack has and where, without its blocks: the table of blocks, the entries, and the footer that describes them.
///
/// It lies in a mapped file: at the end of a pack, or alone where the pack is somewhere else (see `IndexCache`).
struct PackIndex: Sendable {
  let footer: PackFooter
  private let file: MappedFile
  /// Where in the pack the file's first byte stands: 0 where it is the pack.
  private let origin: Int

  /// The index at the end of the whole pack `file`.
  init(ofPack file: MappedFile, named name: String) throws(StoreError) {
    footer = try PackFooter(of: file.bytes, named: name)
    self.file = file
    origin = 0
  }

  /// The index that `file` alone is: everything of a pack that comes after its blocks.
  init(alone file: MappedFile, named name: String) throws(StoreError) {
    footer = try PackFooter(end: file.bytes, packSize: nil, named: name)
    guard footer.blockTableOffset + file.bytes.count == footer.packSize else {
      throw .badPack(pack: name, detail: "the index has another size than the footer says")
    }
    self.file = file
    origin = footer.blockTableOffset
  }

  // MARK: Entries

  func entry(at index: Int) -> IndexEntry {
    let start = footer.entriesOffset - origin + index * PackFormat.entrySize
    return IndexEntry(loading: file.bytes.slice(start..<start + PackFormat.entrySize))
  }

  /// Where `id` is in the pack.
  func position(of id: ObjectID) -> PackPosition? {
    let index = lowerBound(of: id)
    guard index < footer.entryCount else { return nil }
    let entry = entry(at: index)
    return entry.id == id ? entry.position : nil
  }

  /// The index of the first entry that is not less than `id`: a binary search in one bucket of the fan-out.
  func lowerBound(of id: ObjectID) -> Int {
    let bits = footer.fanOutBits
    let bucket = bits == 0 ? 0 : Int(id.words.0 >> UInt64(64 - bits))
    var low = bucket == 0 ? 0 : fanOut(bucket - 1)
    // A damaged table must not lead outside the index; the object is then simply not found, and fsck says why.
    var high = min(fanOut(bucket), footer.entryCount)
    while low < high {
      let middle = (low + high) / 2
      let start = footer.entriesOffset - origin + middle * PackFormat.entrySize
      let found = ObjectID(loading: file.bytes.slice(start..<start + ObjectID.byteCount))
      if found < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func fanOut(_ bucket: Int) -> Int {
    Int(file.bytes.number(UInt32.self, at: footer.fanOutOffset - origin + 4 * bucket))
  }

  // MARK: Blocks

  /// Where in the pack the compressed bytes of a block are; nil where the table does not fit the pack.
  func block(_ number: Int) -> Range<Int>? {
    guard number < footer.blockCount else { return nil }
    let entry = footer.blockTableOffset - origin + 8 * number
    let start = Int(truncatingIfNeeded: file.bytes.number(UInt64.self, at: entry))
    let end = Int(truncatingIfNeeded: file.bytes.number(UInt64.self, at: entry + 8))
    guard start >= PackFormat.magic.count, start < end, end <= footer.blockTableOffset else { return nil }
    return start..<end
  }

  /// Whether the index matches its checksum. Reads all of it.
  func isSound() -> Bool {
    SHA256.hash(bytes: file, footer.blockTableOffset - origin..<footer.offset - origin)
      .elementsEqual(footer.indexHash)
  }
}

extension SHA256 {
  /// The hash of a part of a mapped file, without keeping the part in memory.
  static func hash(bytes file: MappedFile, _ range: Range<Int>) -> SHA256Digest {
    var hasher = SHA256()
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 20) {
      hasher.update(bufferPointer: file.bytes.slice(start..<min(start + 1 << 20, range.upperBound)))
      file.forgetPages()
    }
    return hasher.finalize()
  }
}

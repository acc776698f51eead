import Crypto
import Synchronization

/// One pack, mapped. Opening reads its footer; a lookup touches one page of the fan-out and one or two of the index.
final class PackReader: Sendable {
  /// The pack's file name.
  let name: String
  /// Tells this reader from every other of the process, also from those that are gone.
  let serial = PackReader.serials.add(1, ordering: .relaxed).newValue
  let footer: PackFooter
  let file: MappedFile
  private let decompressor: Decompressor
  /// For small packs, of which there are many; a large one is looked into.
  private let filter: IDFilter?
  private static let filterLimit = 16 * 1024
  private static let serials = Atomic(0)

  init(path: String, name: String) throws(StoreError) {
    self.name = name
    file = try MappedFile(path: path)
    footer = try PackFooter(of: file.bytes, named: name)
    let start = PackFormat.magic.count
    decompressor = Decompressor(dictionary: file.bytes.slice(start..<start + footer.dictionarySize))
    guard footer.entryCount <= PackReader.filterLimit else {
      filter = nil
      return
    }
    let (file, entries, end, count) = (file, footer.entriesOffset, footer.fanOutOffset, footer.entryCount)
    let ids = (0..<count).lazy.map { index in
      ObjectID(loading: file.bytes.slice(entries + index * PackFormat.entrySize..<end))
    }
    filter = IDFilter(of: ids, count: count)
    file.forgetPages()
  }

  /// Whether looking for `id` is worth it.
  func mayContain(_ id: ObjectID) -> Bool { filter?.mayContain(id) ?? true }

  /// The memory that one lookup brings in, about: the system maps 64 KiB around each page that is touched, in the
  /// fan-out, in the index and in the block that is then read.
  var lookupCost: Int { min(file.bytes.count, 192 * 1024) }

  // MARK: Index

  func entry(at index: Int) -> IndexEntry {
    let start = footer.entriesOffset + index * PackFormat.entrySize
    return IndexEntry(loading: file.bytes.slice(start..<start + PackFormat.entrySize))
  }

  /// Where `id` is in this pack.
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
      let start = footer.entriesOffset + middle * PackFormat.entrySize
      let found = ObjectID(loading: file.bytes.slice(start..<start + ObjectID.byteCount))
      if found < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func fanOut(_ bucket: Int) -> Int {
    Int(file.bytes.number(UInt32.self, at: footer.fanOutOffset + 4 * bucket))
  }

  // MARK: Blocks

  /// The uncompressed bytes of a block. They are not verified: that is done object by object.
  func block(_ number: Int, with context: DecompressionContext) throws(StoreError) -> [UInt8] {
    guard let frame = frame(number) else {
      throw .badPack(pack: name, detail: "block \(number) lies outside the pack")
    }
    guard let bytes = decompressor.decompress(frame, limit: PackFormat.blockLimit, with: context) else {
      throw .badPack(pack: name, detail: "block \(number) does not decompress")
    }
    return bytes
  }

  private func frame(_ number: Int) -> UnsafeRawBufferPointer? {
    guard number < footer.blockCount else { return nil }
    let entry = footer.blockTableOffset + 8 * number
    let start = Int(truncatingIfNeeded: file.bytes.number(UInt64.self, at: entry))
    let end = Int(truncatingIfNeeded: file.bytes.number(UInt64.self, at: entry + 8))
    guard start >= PackFormat.magic.count, start < end, end <= footer.blockTableOffset else { return nil }
    return file.bytes.slice(start..<end)
  }

  /// The content of the object at `offset` of `block`, checked against `id`.
  func content(of id: ObjectID, in block: [UInt8], at offset: Int) throws(StoreError) -> Range<Int> {
    guard let object = BlockObject.checkedRange(in: block, at: offset) else {
      throw .corrupt(id, pack: name, detail: "the object runs out of its block")
    }
    let found = block.withUnsafeBytes { ObjectID(hashing: $0.slice(object.lowerBound - 1..<object.upperBound)) }
    guard found == id else { throw .corrupt(id, pack: name, detail: "the content has the hash \(found.short)") }
    return object
  }

  // MARK: Verification

  /// Whether the index matches its checksum. Reads all of it.
  func hasSoundIndex() -> Bool {
    SHA256.hash(bytes: file, footer.blockTableOffset..<footer.offset).elementsEqual(footer.indexHash)
  }

  /// Whether the file is named by its hash. Reads all of it.
  func matchesName() -> Bool {
    name == ObjectID(SHA256.hash(bytes: file, 0..<file.bytes.count)).hex + PackFormat.fileExtension
  }
}

extension SHA256 {
  /// The hash of a part of a mapped file, without keeping the part in memory.
  fileprivate static func hash(bytes file: MappedFile, _ range: Range<Int>) -> SHA256Digest {
    var hasher = SHA256()
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 1 << 20) {
      hasher.update(bufferPointer: file.bytes.slice(start..<min(start + 1 << 20, range.upperBound)))
      file.forgetPages()
    }
    return hasher.finalize()
  }
}

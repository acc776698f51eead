import Crypto
import Synchronization

/// One pack, mapped. Opening reads its footer; a lookup touches one page of the fan-out and one or two of the index.
final class PackReader: Sendable {
  /// The pack's file name.
  let name: String
  /// Tells this reader from every other of the process, also from those that are gone.
  let serial = PackReader.serials.add(1, ordering: .relaxed).newValue
  let index: PackIndex
  let file: MappedFile
  private let decompressor: Decompressor
  /// For small packs, of which there are many; a large one is looked into.
  private let filter: IDFilter?
  private static let filterLimit = 16 * 1024
  private static let serials = Atomic(0)

  init(path: String, name: String) throws(StoreError) {
    self.name = name
    file = try MappedFile(path: path)
    index = try PackIndex(ofPack: file, named: name)
    let footer = index.footer
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

  var footer: PackFooter { index.footer }

  func entry(at place: Int) -> IndexEntry { index.entry(at: place) }

  /// Where `id` is in this pack.
  func position(of id: ObjectID) -> PackPosition? { index.position(of: id) }

  /// The index of the first entry that is not less than `id`.
  func lowerBound(of id: ObjectID) -> Int { index.lowerBound(of: id) }

  // MARK: Blocks

  /// The uncompressed bytes of a block. They are not verified: that is done object by object.
  func block(_ number: Int, with context: DecompressionContext) throws(StoreError) -> [UInt8] {
    guard let range = index.block(number) else {
      throw .badPack(pack: name, detail: "block \(number) lies outside the pack")
    }
    let frame = file.bytes.slice(range)
    guard let bytes = decompressor.decompress(frame, limit: PackFormat.blockLimit, with: context) else {
      throw .badPack(pack: name, detail: "block \(number) does not decompress")
    }
    return bytes
  }

  /// The content of the object at `offset` of `block`, checked against `id`.
  func content(of id: ObjectID, in block: [UInt8], at offset: Int) throws(StoreError) -> Range<Int> {
    try BlockObject.content(of: id, in: block, at: offset, pack: name)
  }

  // MARK: Verification

  /// Whether the index matches its checksum. Reads all of it.
  func hasSoundIndex() -> Bool { index.isSound() }

  /// Whether the file is named by its hash. Reads all of it.
  func matchesName() -> Bool {
    name == ObjectID(SHA256.hash(bytes: file, 0..<file.bytes.count)).hex + PackFormat.fileExtension
  }
}

import Crypto

/// The numbers of the pack format; `Format.md` of the catalogue draws the whole file.
enum PackFormat {
  /// The first and the last eight bytes of every pack; the digit is the version of the format.
  static let magic = Array("GLOSSPK1".utf8)
  /// Bytes of a block of blobs before compression. A larger object has a block to itself.
  static let blockSize = 32 * 1024
  /// Bytes of a block of nodes, commits and tags. Smaller, for nodes are mostly hashes: there is little for compression
  /// to find in their neighbours, and a node is read alone.
  static let nodeBlockSize = 8 * 1024
  /// Before an object's content in a block: its length (u32), then its kind's tag. The tag stands next to the
  /// content because the two are hashed together.
  static let objectHeaderSize = 5
  /// The largest object, in bytes.
  static let objectLimit = 1 << 30
  /// The most that a block can have before compression.
  static let blockLimit = objectLimit + blockSize
  static let entrySize = 40
  static let fileExtension = ".pack"

  /// How many leading bits of an id the fan-out table looks at: buckets of about 32 entries.
  static func fanOutBits(entries: Int) -> Int {
    var bits = 0
    while bits < 24 && entries >> bits > 32 { bits += 1 }
    return bits
  }
}

/// Where an object is in its pack, packed as it stands in the index: block (32 bits), offset in the uncompressed
/// block (16), kind (8), flags (8).
struct PackPosition: Equatable {
  var bits: UInt64

  init(bits: UInt64) { self.bits = bits }

  init(block: Int, offset: Int, kind: UInt8) {
    bits = UInt64(block) | UInt64(offset) << 32 | UInt64(kind) << 48
  }

  /// The mark that an object was erased: it has no place.
  static let erased = PackPosition(bits: 1 << 56)

  var block: Int { Int(bits & 0xFFFF_FFFF) }
  var offset: Int { Int(bits >> 32 & 0xFFFF) }
  var kind: ObjectKind? { ObjectKind(rawValue: UInt8(truncatingIfNeeded: bits >> 48)) }
  var isErased: Bool { bits >> 56 & 1 == 1 }
  /// Grows as objects follow each other in the pack.
  var order: Int { block << 16 | offset }
}

/// One line of a pack's index.
struct IndexEntry {
  var id: ObjectID
  var position: PackPosition

  init(id: ObjectID, position: PackPosition) {
    self.id = id
    self.position = position
  }

  /// Reads the first 40 bytes of `raw`.
  @inline(__always)
  init(loading raw: UnsafeRawBufferPointer) {
    id = ObjectID(loading: raw)
    position = PackPosition(bits: raw.number(UInt64.self, at: ObjectID.byteCount))
  }

  func append(to bytes: inout [UInt8]) {
    id.append(to: &bytes)
    bytes.append(number: position.bits)
  }

  /// Among entries of the same id the one that comes first in the pack counts.
  static func precedes(_ a: IndexEntry, _ b: IndexEntry) -> Bool {
    a.id.words.0 != b.id.words.0
      ? a.id.words.0 < b.id.words.0 : a.id != b.id ? a.id < b.id : a.position.order < b.position.order
  }
}

/// The last bytes of a pack: where its sections are, checked before anything else of the pack is believed.
struct PackFooter: Equatable {
  static let size = 152

  var dictionarySize = 0
  var blockCount = 0
  var blockTableOffset = 0
  var entryCount = 0
  var entriesOffset = 0
  var fanOutOffset = 0
  var fanOutBits = 0
  /// Entries of blobs, of nodes, and of commits and tags. The rest are erased.
  var kindCounts = [0, 0, 0]
  /// Where objects of `kind` are counted. Tags came after the format, so they share the commits' place: packs from
  /// before hold none.
  static func countIndex(of kind: ObjectKind) -> Int { min(Int(kind.rawValue) - 1, 2) }
  /// SHA-256 of everything from the block table to the footer.
  var indexHash: [UInt8] = []

  /// The size of the pack.
  var packSize: Int { offset + PackFooter.size }

  /// The footer's offset in the file.
  var offset: Int { fanOutOffset + 4 << fanOutBits }

  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(PackFooter.size)
    let numbers = [
      dictionarySize, blockCount, blockTableOffset, entryCount, entriesOffset, fanOutOffset, fanOutBits,
    ]
    for number in numbers + kindCounts { bytes.append(number: UInt64(number)) }
    bytes.append(contentsOf: indexHash)
    bytes.append(contentsOf: SHA256.hash(data: bytes))
    bytes.append(contentsOf: PackFormat.magic)
    return bytes
  }

  /// Reads and checks the footer of the whole pack `file`; throws `badPack` where anything does not hold together.
  init(of file: UnsafeRawBufferPointer, named pack: String) throws(StoreError) {
    try self.init(end: file, packSize: file.count, named: pack)
    guard file.prefix(PackFormat.magic.count).elementsEqual(PackFormat.magic) else {
      throw .badPack(pack: pack, detail: "the file does not begin and end as a pack does")
    }
  }

  /// As above, from the last bytes of a pack of `packSize` bytes; nil: of the size that the footer makes it.
  init(end bytes: UnsafeRawBufferPointer, packSize: Int?, named pack: String) throws(StoreError) {
    let magicSize = PackFormat.magic.count
    guard packSize ?? .max >= magicSize + PackFooter.size, bytes.count >= PackFooter.size else {
      throw .badPack(pack: pack, detail: "the file is cut short: \(packSize ?? bytes.count) bytes")
    }
    let bytes = bytes.slice(bytes.count - PackFooter.size..<bytes.count)
    guard bytes.suffix(magicSize).elementsEqual(PackFormat.magic) else {
      throw .badPack(pack: pack, detail: "the file does not begin and end as a pack does")
    }
    guard SHA256.hash(data: bytes.prefix(112)).elementsEqual(bytes[112..<144]) else {
      throw .badPack(pack: pack, detail: "the footer does not match its checksum")
    }
    let numbers = (0..<10).map { Int(truncatingIfNeeded: bytes.number(UInt64.self, at: 8 * $0)) }
    // The checksum holds, so these are the writer's numbers; what follows guards against a writer's mistake.
    let limit = packSize ?? 1 << 48
    guard numbers.allSatisfy((0...limit).contains) else {
      throw .badPack(pack: pack, detail: "the footer's numbers do not fit the file")
    }
    dictionarySize = numbers[0]
    blockCount = numbers[1]
    blockTableOffset = numbers[2]
    entryCount = numbers[3]
    entriesOffset = numbers[4]
    fanOutOffset = numbers[5]
    fanOutBits = numbers[6]
    kindCounts = Array(numbers[7...9])
    indexHash = Array(bytes[80..<112])
    guard blockTableOffset >= magicSize + dictionarySize, (0...24).contains(fanOutBits),
      entriesOffset == blockTableOffset + 8 * (blockCount + 1),
      fanOutOffset == entriesOffset + PackFormat.entrySize * entryCount,
      offset == packSize.map({ $0 - PackFooter.size }) ?? offset
    else { throw .badPack(pack: pack, detail: "the footer's offsets do not fit the file") }
  }

  init() {}
}

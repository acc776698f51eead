/// A block that is being filled.
struct OpenBlock {
  private(set) var bytes: [UInt8] = []
  /// What is in it: id and offset.
  private(set) var objects: [(id: ObjectID, offset: Int, kind: ObjectKind)] = []

  private let size: Int

  init(size: Int) {
    self.size = size
    bytes.reserveCapacity(size)
  }

  var isEmpty: Bool { bytes.isEmpty }

  /// An empty block of the same size.
  var successor: OpenBlock { OpenBlock(size: size) }

  /// Whether an object of `size` bytes still belongs here: it does where the block stays within its size, and a
  /// block takes any one object.
  func hasRoom(for size: Int) -> Bool {
    bytes.isEmpty || bytes.count + PackFormat.objectHeaderSize + size <= self.size
  }

  /// Puts an object in, whose content is `salt` and `content` one after the other.
  mutating func append(_ kind: ObjectKind, salt: UnsafeRawBufferPointer?, _ content: borrowing [UInt8]) -> ObjectID {
    let start = bytes.count
    bytes.append(number: UInt32((salt?.count ?? 0) + content.count))
    bytes.append(kind.rawValue)
    if let salt { bytes.append(contentsOf: salt) }
    content.withUnsafeBytes { bytes.append(contentsOf: $0) }
    // Tag, salt and content lie side by side: they are hashed where they are.
    let id = bytes.withUnsafeBytes { ObjectID(hashing: $0.slice(start + 4..<$0.count)) }
    objects.append((id, start, kind))
    return id
  }

  /// The content of an object of this block.
  func content(at offset: Int) -> [UInt8] { Array(bytes[BlockObject.range(in: bytes, at: offset)]) }
}

/// Finds objects in the bytes of a whole, trusted block.
enum BlockObject {
  /// Where the content of the object at `offset` is.
  static func range(in block: [UInt8], at offset: Int) -> Range<Int> {
    let start = offset + PackFormat.objectHeaderSize
    return start..<start + Int(block.withUnsafeBytes { $0.number(UInt32.self, at: offset) })
  }
}

extension BlockObject {
  /// As `range(in:at:)`, or nil where the object does not lie inside the block.
  static func checkedRange(in block: [UInt8], at offset: Int) -> Range<Int>? {
    guard offset + PackFormat.objectHeaderSize <= block.count else { return nil }
    let range = range(in: block, at: offset)
    return range.upperBound <= block.count ? range : nil
  }

  /// Where the content of the object at `offset` of a block of `pack` is, checked against `id`.
  static func content(
    of id: ObjectID, in block: [UInt8], at offset: Int, pack: String
  ) throws(StoreError) -> Range<Int> {
    guard let object = checkedRange(in: block, at: offset) else {
      throw .corrupt(id, pack: pack, detail: "the object runs out of its block")
    }
    let found = block.withUnsafeBytes { ObjectID(hashing: $0.slice(object.lowerBound - 1..<object.upperBound)) }
    guard found == id else { throw .corrupt(id, pack: pack, detail: "the content has the hash \(found.short)") }
    return object
  }
}

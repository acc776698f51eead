import Crypto

/// What an object is. The tag is the first byte of the bytes that are hashed.
public enum ObjectKind: UInt8, Sendable, Codable, CaseIterable {
  case blob = 1
  case node = 2
  case commit = 3
  case tag = 4
}

/// The name of an object: the SHA-256 of its kind's tag and its canonical uncompressed bytes.
public struct ObjectID: Hashable, Comparable, Sendable {
  /// The 32 bytes of the hash as four big-endian words, so that comparing words compares bytes.
  let words: (UInt64, UInt64, UInt64, UInt64)

  public static let byteCount = 32

  init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  /// The id of `content` as an object of `kind`.
  public init(kind: ObjectKind, content: borrowing [UInt8]) {
    var hasher = SHA256()
    withUnsafeBytes(of: kind.rawValue) { hasher.update(bufferPointer: $0) }
    content.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    self.init(hasher.finalize())
  }

  /// The id of an object whose kind's tag already stands before its content: nothing is copied.
  init(hashing tagged: UnsafeRawBufferPointer) {
    var hasher = SHA256()
    hasher.update(bufferPointer: tagged)
    self.init(hasher.finalize())
  }

  init(_ digest: SHA256Digest) {
    self = digest.withUnsafeBytes { ObjectID(loading: $0) }
  }

  /// Reads the first 32 bytes of a buffer that has at least as many.
  @inline(__always)
  init(loading raw: UnsafeRawBufferPointer) {
    words = (
      UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
      UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
      UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
      UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
    )
  }

  /// Reads 32 raw bytes; nil when there are not exactly 32.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == ObjectID.byteCount else { return nil }
    self = Array(bytes).withUnsafeBytes { ObjectID(loading: $0) }
  }

  /// The 32 bytes of the hash.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(ObjectID.byteCount)
    append(to: &bytes)
    return bytes
  }

  @inline(__always)
  func append(to bytes: inout [UInt8]) {
    withUnsafeBytes(of: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)) {
      bytes.append(contentsOf: $0)
    }
  }

  public static func == (a: ObjectID, b: ObjectID) -> Bool { a.words == b.words }
  public static func < (a: ObjectID, b: ObjectID) -> Bool { a.words < b.words }
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

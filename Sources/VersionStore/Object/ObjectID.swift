import Crypto

/// What an object is. The tag is the first byte of the bytes that are hashed.
public enum ObjectKind: UInt8, Sendable, Codable, CaseIterable {
  case blob = 1
  case node = 2
  case commit = 3
}

/// The name of an object: the SHA-256 of its kind's tag and its canonical uncompressed bytes.
public struct ObjectID: Hashable, Comparable, Sendable {
  /// The 32 bytes of the hash as four big-endian words, so that comparing words compares bytes.
  let words: (UInt64, UInt64, UInt64, UInt64)

  public static let byteCount = 32

  /// The id of `content` as an object of `kind`.
  public init(kind: ObjectKind, content: borrowing [UInt8]) { fatalError() }

  /// Reads 32 raw bytes; nil when there are not exactly 32.
  public init?(bytes: some Collection<UInt8>) { fatalError() }

  /// Reads 64 hexadecimal digits.
  public init?(hex: some StringProtocol) { fatalError() }

  public var bytes: [UInt8] { fatalError() }
  public var hex: String { fatalError() }

  public static func == (a: ObjectID, b: ObjectID) -> Bool { a.words == b.words }
  public static func < (a: ObjectID, b: ObjectID) -> Bool { a.words < b.words }
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

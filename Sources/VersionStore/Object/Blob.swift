import Glibc

/// A blob's stored bytes: a random salt, then the content. The salt keeps the hash of an erased blob from telling
/// anything about its content.
public enum Blob {
  public static let saltByteCount = 16

  /// `salt` followed by `content`.
  public static func stored(_ content: [UInt8], salt: [UInt8]) -> [UInt8] { salt + content }

  /// The content of a blob's stored bytes.
  public static func content(of stored: [UInt8]) -> ArraySlice<UInt8> { stored.dropFirst(saltByteCount) }

  /// Sixteen random bytes.
  public static func newSalt() -> [UInt8] {
    var salt = [UInt8](repeating: 0, count: saltByteCount)
    arc4random_buf(&salt, saltByteCount)
    return salt
  }
}

/// Random salts, fetched from the system 256 at a time: a call for each would cost more than hashing the blob.
struct SaltSource {
  private var bytes = [UInt8](repeating: 0, count: 256 * Blob.saltByteCount)
  private var next = 256 * Blob.saltByteCount

  /// Gives `body` a salt that nobody had before.
  mutating func withSalt<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    if next == bytes.count {
      arc4random_buf(&bytes, bytes.count)
      next = 0
    }
    defer { next += Blob.saltByteCount }
    return bytes.withUnsafeBytes { body($0.slice(next..<next + Blob.saltByteCount)) }
  }
}

/// A blob's stored bytes: a random salt, then the content. The salt keeps the hash of an erased blob from telling
/// anything about its content.
public enum Blob {
  public static let saltByteCount = 16

  /// `salt` followed by `content`.
  public static func stored(_ content: [UInt8], salt: [UInt8]) -> [UInt8] { salt + content }

  /// The content of a blob's stored bytes.
  public static func content(of stored: [UInt8]) -> ArraySlice<UInt8> { stored.dropFirst(saltByteCount) }

  /// Sixteen random bytes.
  public static func newSalt() -> [UInt8] { fatalError() }
}
